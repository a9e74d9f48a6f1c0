import {writeFileSync} from 'node:fs'
import {beforeAll, describe, expect, it} from 'vitest'
import {createProcesses, type Processes} from '../helpers/process.js'

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
    const {child, ended} = processes.start(['spaces:wait', 'slow-space'])
    await new Promise<void>((resolve) => child.stderr?.on('data', (chunk) => String(chunk).includes('Waiting for space') && resolve()))
    child.kill('SIGINT')
    const {code, stdout, stderr} = await ended
    expect([code, stdout]).toEqual([130, ''])
    expect(stderr).toContain('spaces:wait slow-space')
  })
})

describe('a state file', () => {
  it.each([
    ['that is no database', 'not a database at all, but long enough to be looked at as one, for its header'],
    ['that is cut off', 'SQLite format 3\u0000'],
  ])('%s is refused in one sentence, also as JSON, and left as it is', async (_, content) => {
    const own = createProcesses()
    await own.ok('spaces --json')
    writeFileSync(own.world, content)
    const {code, stderr} = await own.run('spaces')
    expect(code).toBe(9)
    expect(stderr).not.toMatch(/at .*\.cjs/)
    const {stdout} = await own.run('spaces --json')
    expect(JSON.parse(stdout)).toMatchObject({error: {exit: 9}})
  })
})

describe('a served control plane', () => {
  it('is found by status, env and stop, and only one is served from a place', {timeout: 60_000}, async () => {
    const own = createProcesses()
    expect((await own.run('control-plane:stop')).code).toBe(3)
    const both = await Promise.all([own.run('control-plane:start --detach --port 0'), own.run('control-plane:start --detach --port 0')])
    expect(both.map(({code}) => code).sort()).not.toEqual([0, 0])
    expect(both.filter(({code}) => code === 0)).toHaveLength(1)
    const {url} = JSON.parse((await own.ok('control-plane:status --json')).stdout) as {url: string}
    expect((await own.ok('control-plane:env --shell fish')).stdout).toContain(`set -gx HEROKU_HOST '${url}'`)
    await own.ok('control-plane:stop')
    expect((await own.run(`spaces --context ${url}`)).code).toBe(9)
  })
})
