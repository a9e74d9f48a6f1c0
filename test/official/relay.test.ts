import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {requireLoopback} from './guard.js'
import {officialProgram, ourProgram} from './install.js'
import {execute, privateEnvironment} from './stage.js'

const folder = mkdtempSync(join(tmpdir(), 'spacedock-official-'))
const environment = (name: string) => ({...privateEnvironment(join(folder, name)), SPACEDOCK_DATA_DIR: join(folder, name, 'data'), SPACEDOCK_CONFIG_DIR: join(folder, name, 'config')})
const ours = (name: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) => execute(ourProgram, argv, {...environment(name), ...env}, folder)

let relay: ChildProcess | undefined
let env: Record<string, string>

beforeAll(async () => {
  const {stdout} = await ours('server', ['control-plane:start', '--detach', '--port', '0', '--json'])
  const {url} = JSON.parse(stdout) as {url: string}
  const {stdout: token} = await ours('server', ['tokens:create', '--account', 'member@acme.example'])
  const child = spawn(process.execPath, [ourProgram, 'control-plane:relay', '--url', url, '--port', '0', '--json'], {env: {...environment('client'), SPACEDOCK_TOKEN: token.trim()}, stdio: ['ignore', 'pipe', 'inherit']})
  relay = child
  let said = ''
  while (!said.includes('}')) said += String((await once(child.stdout, 'data'))[0])
  env = JSON.parse(said) as Record<string, string>
  expect(env['HEROKU_HOST']).not.toBe(url)
  requireLoopback(env)
})

afterAll(async () => {
  if (relay?.exitCode === null) {
    relay.kill('SIGTERM')
    expect((await once(relay, 'exit'))[0]).toBe(0)
  }
  await ours('server', ['control-plane:stop'])
  rmSync(folder, {force: true, recursive: true})
})

it('the official CLI reaches a control plane by way of a relay', async () => {
  const typed = async (...argv: string[]) => execute(officialProgram, argv, {...privateEnvironment(join(folder, 'official')), ...env}, folder)
  await typed('--version')
  expect(await typed('auth:whoami')).toMatchObject({code: 0, stdout: 'member@acme.example\n'})
  expect(await typed('apps:create', 'relayed-app')).toMatchObject({code: 0})
  expect((await typed('apps')).stdout).toContain('relayed-app')
  expect(await typed('spaces:create', 'my-space', '--team', 'acme')).toMatchObject({stderr: expect.stringContaining('forbidden')})
})
