import {join} from 'node:path'
import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {root} from '../helpers/cli.js'
import {createProcesses, type Processes} from '../helpers/process.js'

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ').trim()
/** Our own command, as what is run in a drill. */
const own = [process.execPath, join(root, 'bin/run.js')]

const drill = (processes: Processes, flags: string, ...command: string[]) => processes.start(['control-plane:drill', ...flags.split(' '), '--', ...command])
const run = (processes: Processes, flags: string, ...command: string[]) => drill(processes, flags, ...command).ended
const faultsOf = async (processes: Processes) => JSON.parse((await processes.ok('control-plane:faults --json')).stdout) as {id: string; operation: string}[]

async function served() {
  const processes = createProcesses()
  await processes.ok('control-plane:start --detach --port 0')
  await processes.ok('control-plane:settings allocation=0')
  return processes
}

describe('control-plane:drill refuses', () => {
  it.each([
    ['a drill that there is none of', ['429-strom', '--', 'true'], 2, 'There is no drill 429-strom. Did you mean 429-storm?'],
    ['to run nothing', ['lost-reply'], 2, 'Name the command to run after --'],
    ['to run nothing after its dashes', ['lost-reply', '--'], 2, 'Name the command to run after --'],
    ['a control plane that is not served', ['lost-reply', '--here', '--', 'true'], 3, 'No control plane is running here.'],
  ])('%s', async (_, argv, code, message) => {
    const ended = await createProcesses().start(['control-plane:drill', ...argv]).ended
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(words(ended.stderr)).toContain(message)
  })

  it('a command that cannot be run, and clears its faults', async () => {
    const processes = await served()
    const {code, stdout} = await run(processes, 'lost-reply --here', 'no-such-program-at-all')
    expect([code, stdout]).toEqual([127, expect.stringMatching(/No request was struck: [^]*could not be run \(.*ENOENT/)])
    expect(await faultsOf(processes)).toEqual([])
  })
})

describe('control-plane:drill', () => {
  it('runs a command in a world of its own, and tells that it survived', async () => {
    const processes = createProcesses()
    const ended = await run(processes, 'lost-reply', ...own, 'spaces:create', 'my-space', '--team', 'acme')
    expect(ended).toMatchObject({code: 0, stdout: expect.stringMatching(/=== Drill lost-reply[^]*all POST[^]*1 of 1[^]*One request was struck, and the command ended with 0: it survived\.\n$/)})
    expect(ended.stderr).toContain('Creating space my-space')
    expect(JSON.parse((await processes.ok('spaces --json')).stdout)).toEqual([])
  })

  it('ends as the command does that did not survive', async () => {
    const ended = await run(createProcesses(), 'lost-reply --json', process.execPath, '-e', `
      const headers = {authorization: 'Bearer ' + process.env.HEROKU_API_KEY}
      fetch(process.env.HEROKU_HOST + '/spaces', {method: 'POST', headers, body: '{"name":"my-space","team":"acme"}'}).catch(() => process.exit(42))`)
    expect(ended.code).toBe(42)
    expect(JSON.parse(ended.stdout)).toMatchObject({drill: 'lost-reply', exit: 42, signal: null, struck: 1, survived: false, faults: [{kind: 'lost-reply', struck: 1}, {struck: 0}]})
  })

  it('says that it says nothing where nothing was struck', async () => {
    expect(await run(createProcesses(), 'not-ready', ...own, 'teams')).toMatchObject({code: 0, stdout: expect.stringContaining('No request was struck: the drill says nothing about the command, which ended with 0.')})
  })

  it.each(['429-storm', 'flaky-network'])('%s is survived by our commands', async (name) => {
    const ended = await run(createProcesses(), `${name} --json`, ...own, 'spaces:create', 'my-space', '--team', 'acme', '--wait')
    expect(JSON.parse(ended.stdout)).toMatchObject({exit: 0, survived: true})
  })

  it('clears its own faults and no others, where one is served', async () => {
    const processes = await served()
    await processes.ok('control-plane:faults:add --operation space.delete')
    const before = await faultsOf(processes)
    const during = await run(processes, 'stuck-allocating --here', ...own, 'control-plane:faults')
    expect(during.stderr).toMatch(/space\.delete[^]*stuck-allocating[^]*drill stuck-allocating/)
    expect(await faultsOf(processes)).toEqual(before)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('clears its faults when it is told to stop with %s, once the command has ended', async (signal) => {
    const processes = await served()
    const {child, ended} = drill(processes, 'stuck-allocating --here', process.execPath, '-e', `console.error('running'); setInterval(() => {}, 1000)`)
    await new Promise<void>((resolve) => child.stderr?.on('data', (chunk) => String(chunk).includes('running') && resolve()))
    expect(await faultsOf(processes)).toHaveLength(1)
    child.kill(signal)
    expect(await ended).toMatchObject({code: signal === 'SIGINT' ? 130 : 143, stdout: expect.stringContaining(`was ended by ${signal}`)})
    expect(await faultsOf(processes)).toEqual([])
  })

  it('leaves no world behind', async () => {
    const processes = createProcesses()
    const {child, ended} = processes.start(['control-plane:drill', 'not-ready', '--', ...own, 'teams'], {env: {TMPDIR: processes.folder}})
    expect(child.pid).toBeDefined()
    await ended
    expect(readdirSync(processes.folder).filter((name) => name.startsWith('spacedock-drill'))).toEqual([])
  })
})

it('a server under a fault that never ends can be stopped, started and freed of it', async () => {
  const processes = await served()
  await processes.ok('control-plane:faults:add --operation * --always')
  await processes.ok('control-plane:stop')
  await processes.ok('control-plane:start --detach --port 0')
  expect(await faultsOf(processes)).toHaveLength(1)
  await processes.ok('control-plane:faults:clear')
  await processes.ok('spaces:create my-space --team acme')
})

it('control-plane:requests --follow shows what arrives until it is ended', async () => {
  const processes = await served()
  const {HEROKU_HOST = ''} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
  const {child, ended} = processes.start(['control-plane:requests', '--follow', '--unmatched'])
  const line = new Promise<string>((resolve) => child.stdout?.on('data', (chunk) => resolve(String(chunk))))
  await fetch(`${HEROKU_HOST}/nowhere`)
  expect(await line).toMatch(/ {2}401 {2}.* {2}GET {2}\/nowhere {2}\(none\) {2}\(nobody\)\n/)
  child.kill('SIGINT')
  await ended
})
