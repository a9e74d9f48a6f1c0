import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {root} from '../helpers/cli.js'
import {temporaryFolder} from '../helpers/folder.js'
import {createProcesses} from '../helpers/process.js'

const rounds = 40
const writers = 3
const timeout = 120_000

/** Makes one space after the other with the built control plane, and tells each once it is made. */
const writer = `
  const {openControlPlane} = require(${JSON.stringify(join(root, 'dist/control-plane.cjs'))})
  const [file, prefix] = process.argv.slice(1)
  openControlPlane({file}).then(async ({trusted}) => {
    for (let number = 0; ; number++) {
      const name = prefix + number
      const body = JSON.stringify({name, team: 'acme'})
      const {status} = await trusted({method: 'POST', path: '/spaces', headers: {}, body})
      require('node:fs').writeSync(1, status + ' ' + name + '\\n')
    }
  })`

/** Writers at work until they have told of so many spaces, all together; then killed, each in whatever it was doing. */
function killedAfter(count: number, file: string, round: number): Promise<string[]> {
  const told: string[] = []
  const children = Array.from({length: writers}, (_, index) => spawn(process.execPath, ['-e', writer, file, `space-${round}-${index}-`], {stdio: ['ignore', 'pipe', 'inherit']}))
  for (const child of children) {
    child.stdout.on('data', (chunk: Buffer) => {
      told.push(...String(chunk).trim().split('\n'))
      if (told.length >= count) for (const each of children) each.kill('SIGKILL')
    })
  }
  return Promise.all(children.map((child) => new Promise((resolve) => child.on('close', resolve)))).then(() => told)
}

it('writers that are killed in mid-write, any number of times, leave the state before or after, never between', {timeout}, async () => {
  const file = join(temporaryFolder(), 'world.sqlite')
  const told: string[] = []
  for (let round = 0; round < rounds; round++) told.push(...(await killedAfter(1 + (round % 7), file, round)))
  expect(told.filter((line) => !line.startsWith('201 '))).toEqual([])

  const database = openDatabase(file, 10_000)
  const column = (sql: string) => database.prepare(sql).all().map((row) => Object.values(row as object)[0] as string)
  expect(column('pragma integrity_check')).toEqual(['ok'])
  expect(column('pragma foreign_key_check')).toEqual([])
  // A space and its first ruleset are made together.
  expect(column('select name from spaces where id not in (select space_id from inbound_rulesets where number = 1)')).toEqual([])
  // What was told to be made is there, and nothing else but what each writer was killed in.
  const there = new Set(column('select name from spaces'))
  expect(told.map((line) => line.slice('201 '.length)).filter((name) => !there.has(name))).toEqual([])
  expect(there.size).toBeLessThanOrEqual(told.length + rounds * writers)
  database.close()
})

it.each(['world.sqlite', 'world.sqlite-wal', 'world.sqlite-shm'])('a world that is killed in the making, as soon as %s is there, is made by the next command', {timeout}, async (name) => {
  for (let round = 0; round < 4; round++) {
    const processes = createProcesses()
    const {child, ended} = processes.start(['teams'])
    const appearing = join(processes.folder, 'data', name)
    while (!existsSync(appearing) && child.exitCode === null) await new Promise(setImmediate)
    child.kill('SIGKILL')
    await ended
    const {stdout} = await processes.ok('teams --json')
    expect((JSON.parse(stdout) as {name: string}[]).map((team) => team.name).sort()).toEqual(['acme', 'acme-labs'])
  }
})
