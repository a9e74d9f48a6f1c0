import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isPlaceTaken, takePlace} from '../../src/lib/server/place.js'
import {StoreFailure} from '../../src/lib/store/failure.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {root} from '../helpers/cli.js'
import {temporaryFolder} from '../helpers/folder.js'

describe('the place for a control plane that is served', () => {
  it('is taken by one, until that leaves it', () => {
    const folder = temporaryFolder()
    expect(isPlaceTaken(folder)).toBe(false)
    const place = takePlace(folder)
    expect(takePlace(folder, 0)).toBeUndefined()
    expect(isPlaceTaken(folder)).toBe(true)
    place?.leave()
    expect(isPlaceTaken(folder)).toBe(false)
  })

  it('is free again when the process that held it was killed', async () => {
    const folder = temporaryFolder()
    const program = `
      const {DatabaseSync} = require(${JSON.stringify(join(root, 'node_modules/@photostructure/sqlite'))})
      const lock = new DatabaseSync(${JSON.stringify(join(folder, 'control-plane.lock'))})
      lock.exec('begin exclusive')
      console.log('taken')
      setInterval(() => lock, 1000)`
    const holder = spawn(process.execPath, ['-e', program], {stdio: ['ignore', 'pipe', 'inherit']})
    await once(holder.stdout, 'data')
    expect(isPlaceTaken(folder)).toBe(true)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(isPlaceTaken(folder)).toBe(false)
  })

  it('is not taken by somebody who only looks whether it is', () => {
    const folder = temporaryFolder()
    expect(isPlaceTaken(folder)).toBe(false)
    const looking = openDatabase(join(folder, 'control-plane.lock'), 0)
    looking.exec('begin; select * from sqlite_schema')
    expect(isPlaceTaken(folder)).toBe(false)
    looking.close()
  })

  it('is made where its folder is not there yet', () => {
    const place = takePlace(join(temporaryFolder(), 'a/b'))
    expect(place).toBeDefined()
    place?.leave()
  })

  it('is neither free nor taken where the folder cannot be used: that is told', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(() => takePlace(join(folder, 'file'))).toThrow(StoreFailure)
  })
})
