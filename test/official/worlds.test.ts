import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {requireLoopback} from './guard.js'
import {officialProgram, ourProgram} from './install.js'
import {execute, privateEnvironment} from './stage.js'

const folder = mkdtempSync(join(tmpdir(), 'spacedock-official-'))
const server = {...privateEnvironment(join(folder, 'server')), SPACEDOCK_DATA_DIR: join(folder, 'server/data'), SPACEDOCK_CONFIG_DIR: join(folder, 'server/config')}
const ours = (...argv: string[]) => execute(ourProgram, argv, server, folder)

beforeAll(async () => {
  await ours('control-plane:start', '--detach', '--port', '0')
})

afterAll(async () => {
  await ours('control-plane:stop')
  rmSync(folder, {force: true, recursive: true})
})

it('the official CLI goes to the world that control-plane:env names, each to its own', async () => {
  const typedIn = async (world: string) => {
    const env = JSON.parse((await ours('control-plane:env', '--world', world, '--json')).stdout) as Record<string, string>
    requireLoopback(env)
    return (...argv: string[]) => execute(officialProgram, argv, {...privateEnvironment(join(folder, 'official')), ...env}, folder)
  }
  const [one, two] = [await typedIn('ci-1'), await typedIn('ci-2')]
  await one('--version')
  for (const typed of [one, two]) expect(await typed('apps:create', 'same-name')).toMatchObject({code: 0})
  expect(await one('apps:destroy', 'same-name', '--confirm', 'same-name')).toMatchObject({code: 0})
  expect((await one('apps')).stdout).not.toContain('same-name')
  expect((await two('apps')).stdout).toContain('same-name')
  expect((await ours('apps', '--json')).stdout).toBe('[]\n')
})
