import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {root} from '../helpers/cli.js'
import {createFaultyServer, limited, passOn} from '../helpers/faulty-server.js'
import {createProcesses, type Processes} from '../helpers/process.js'
import {createWorld} from '../helpers/world.js'

let processes: Processes

beforeAll(async () => {
  processes = createProcesses()
  await processes.ok('control-plane:settings allocation=0')
  await processes.ok('spaces:create my-space --team acme --wait')
})

describe('without a terminal', () => {
  it('a confirmation fails at once, naming the flag, although standard input is an open pipe', async () => {
    const {child, ended} = processes.start(['spaces:destroy', 'my-space'], {stdin: 'pipe'})
    const {code, stderr} = await ended
    child.stdin?.destroy()
    expect(code).toBe(8)
    expect(stderr).toContain('--confirm my-space')
    expect((await processes.run('spaces:info my-space')).code).toBe(0)
  })

  it('a name on standard input confirms nothing', async () => {
    const {child, ended} = processes.start(['spaces:destroy', 'my-space'], {stdin: 'pipe'})
    child.stdin?.end('my-space\n')
    expect((await ended).code).toBe(8)
    expect((await processes.run('spaces:info my-space')).code).toBe(0)
  })

  it('colours are none, unless they are forced', async () => {
    expect((await processes.ok('spaces')).stdout).not.toContain('\u001B')
    expect((await processes.ok('spaces', {FORCE_COLOR: '3'})).stdout).toContain('\u001B')
  })
})

describe('Ctrl-C', () => {
  it('ends a wait with 130 and the command that takes it up again', async () => {
    await processes.ok('control-plane:settings allocation=600')
    await processes.ok('spaces:create slow-space --team acme')
    const {child, ended} = processes.start(['spaces:wait', 'slow-space', '--as', 'member@acme.example'])
    await new Promise<void>((resolve) => child.stderr?.on('data', (chunk) => String(chunk).includes('Waiting for space') && resolve()))
    child.kill('SIGINT')
    const {code, stdout, stderr} = await ended
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toContain('Stopped waiting; nothing was cancelled. Wait on with spacedock spaces:wait slow-space --as member@acme.example\n')
    expect(stderr).not.toContain('done')
  })

  it('ends spaces:create --wait with 130, and the space is there', async () => {
    await processes.ok('control-plane:settings allocation=600')
    const {child, ended} = processes.start(['spaces:create', 'other-space', '--team', 'acme', '--wait'])
    await new Promise<void>((resolve) => child.stderr?.on('data', (chunk) => String(chunk).includes('Waiting for space') && resolve()))
    child.kill('SIGINT')
    const {code, stdout, stderr} = await ended
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toContain('Wait on with spacedock spaces:wait other-space\n')
    await processes.ok('spaces:info other-space')
  })
})

it('a pause that a person would notice is told when it begins, not when it is over', async () => {
  const server = await createFaultyServer((await createWorld()).send)
  const {child, ended} = processes.start(['regions', '--context', server.url])
  let told = ''
  child.stderr?.on('data', (chunk) => (told += chunk))
  let toldBefore = ''
  server.fault('GET', limited(1.1), async (exchange) => {
    toldBefore = told
    await passOn(exchange)
  })
  expect((await ended).code).toBe(0)
  expect(toldBefore).toContain('The rate limit is reached; trying again in 2 s')
})

it.skipIf(process.platform !== 'linux').each(['', ' --json'])('a full disk behind standard output is told in a sentence%s', async (flag) => {
  const {status, stderr} = spawnSync('sh', ['-c', `"$0" "$1" regions${flag} > /dev/full`, process.execPath, join(root, 'bin/run.js')], {encoding: 'utf8', env: processes.env})
  expect(status).toBe(9)
  expect(stderr).toBe(' ›   Error: The output cannot be written (ENOSPC).\n')
})
