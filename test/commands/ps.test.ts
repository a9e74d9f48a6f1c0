import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {Dyno, Formation, Topology} from '../../src/lib/operations/processes.js'
import type {Release} from '../../src/lib/operations/resources.js'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('control-plane:settings boot=0')
  await cli.ok('spaces:create my-space --team acme')
  await cli.ok('apps:create my-app --space my-space')
})

afterEach(() => void vi.restoreAllMocks())

const procfile = (text: Buffer | string): string => {
  const path = join(cli.folder, 'Procfile')
  writeFileSync(path, text)
  return path
}
const deploy = () => cli.ok(`apps:deploy --app my-app --procfile ${procfile('web: npm start\n\n# a comment\nworker:   npm run work\n')}`)
const dynos = async () => (await cli.ok('ps --app my-app --json')).json() as Dyno[]

describe('apps:deploy', () => {
  it('releases the process types of a Procfile', async () => {
    const {stdout, stderr} = await deploy()
    expect(stdout).toBe('Process types: web, worker\n')
    expect(stderr).toContain('Releasing my-app... done, v3')
    const formation = (await cli.ok('ps:scale --app my-app --json')).json() as Formation[]
    expect(formation.map(({type, command, quantity}) => [type, command, quantity])).toEqual([
      ['web', 'npm start', 1],
      ['worker', 'npm run work', 0],
    ])
  })

  it('names the commit', async () => {
    const path = procfile('web: x')
    const release = (await cli.ok(`apps:deploy --app my-app --procfile ${path} --slug-commit 60883d9e8947a57e04dc9124f25df004866a2051 --json`)).json() as Release
    expect(release).toMatchObject({description: 'Deploy 60883d9e', version: 3})
  })

  it.each([
    ['nothing', '', 'has no process types'],
    ['only comments', '# web: x\n\n', 'has no process types'],
    ['more than a Procfile has', 'web: x\n'.repeat(20_000), 'is larger than 64 KiB'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'is not a text file'],
    ['a NUL', 'web: x\0', 'is not a text file'],
    ['a line without a command', 'web: x\nworker:\n', 'Line 2 of'],
    ['a line that is no process type', 'web: x\nnpm start\n', 'Line 2 of'],
    ['a process type twice', 'web: x\nweb: y\n', 'Line 2 of'],
  ])('refuses a file with %s, and releases nothing', async (_, text, sentence) => {
    const ran = await cli.run(`apps:deploy --app my-app --procfile ${procfile(text)}`)
    expect(ran).toMatchObject({code: 2, stderr: expect.stringContaining(sentence)})
    expect((await cli.ok('releases --app my-app --json')).json()).toHaveLength(2)
  })

  it.skipIf(process.platform === 'win32')('reads a Procfile from a pipe too', async () => {
    const pipe = join(cli.folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [{code}] = await Promise.all([cli.run(`apps:deploy --app my-app --procfile ${pipe}`), writeFile(pipe, 'web: npm start\n')])
    expect(code).toBe(0)
  })

  it.each([
    ['web: npm start\n', 0, 'Releasing my-app... done, v3'],
    ['', 2, 'Standard input has no process types.'],
    ['npm start', 2, 'Line 1 of Standard input is not "type: command"'],
    ['#'.repeat(200_000), 2, 'Standard input is larger than 64 KiB.'],
  ])('reads a Procfile from standard input, %#', async (text, code, sentence) => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(text)]) as never)
    const ran = await cli.run('apps:deploy --app my-app --procfile -')
    expect([ran.code, ran.stderr.replaceAll(/\n › +/g, ' ')]).toEqual([code, expect.stringContaining(sentence)])
  })

  it.skipIf(process.platform !== 'linux')('does not read on where a file has no end', async () => {
    expect(await cli.run('apps:deploy --app my-app --procfile /dev/zero')).toMatchObject({code: 2, stderr: expect.stringContaining('larger than 64 KiB')})
  })

  it('refuses a file that is not there', async () => {
    expect(await cli.run('apps:deploy --app my-app --procfile no/such/file')).toMatchObject({code: 2, stderr: expect.stringContaining('ENOENT')})
  })
})

describe('ps', () => {
  it('shows dynos by their command, and where they run with --extended', async () => {
    await deploy()
    await cli.ok('ps:scale web=2 --app my-app')
    expect((await cli.ok('ps --app my-app')).stdout).toMatch(/^=== web \(Private-S\): npm start \(2\)\n\nweb\.1: up .* ago\)\nweb\.2: up .* ago\)\n\n$/)
    const {stdout} = await cli.ok('ps --app my-app --extended --no-wrap')
    expect(stdout).toMatch(/web\.2 .* us-east-1b /)
  })

  it('tells apart what is not there from what is mistyped', async () => {
    expect((await cli.run('ps clock --app my-app')).code).toBe(3)
    expect((await cli.run('ps:scale --app my-app')).code).toBe(3)
    await deploy()
    expect(await cli.run('ps:scale web:2 --app my-app')).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('web:2 is not TYPE=QUANTITY[:SIZE].')})
    expect((await cli.run('ps:scale clock=1 --app my-app')).code).toBe(3)
    expect((await cli.run('ps:type clock=private-s --app my-app')).code).toBe(3)
    expect((await cli.run('ps:stop --app my-app')).code).toBe(2)
    expect(await dynos()).toHaveLength(1)
  })
})

describe('ps:wait', () => {
  it('ends when every dyno is up with the latest release', async () => {
    await deploy()
    await cli.ok('control-plane:settings boot=0.3')
    await cli.ok('ps:scale web=4 --app my-app')
    await cli.ok('config:set FOO=bar --app my-app')
    const {stderr, stdout} = await cli.ok('ps:wait --app my-app --wait-interval 1')
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('Waiting for every dyno to be running v4... 4 / 4, done')])
    expect((await dynos()).map(({state, release}) => `${state} v${release.version}`)).toEqual(['up v4', 'up v4', 'up v4', 'up v4'])
  })

  it('has nothing to wait for without dynos', async () => {
    expect(await cli.ok('ps:wait --app my-app')).toMatchObject({stdout: '', stderr: ''})
  })
})

it('control-plane:az lets a zone fail and heal', async () => {
  await deploy()
  await cli.ok('ps:scale web=3 --app my-app')
  const zones = async () => ((await cli.ok('spaces:topology my-space --json')).json() as Topology).apps[0]?.formations[0]?.dynos.map(({az}) => az)
  expect(await zones()).toEqual(['a', 'b', 'c'])
  expect((await cli.ok('control-plane:az fail B --space my-space')).stdout).toMatch(/b +failed +0/)
  expect(await zones()).toEqual(['a', 'c', 'c'])
  await cli.ok('control-plane:az heal b --space my-space')
  expect(await zones()).toEqual(['a', 'b', 'c'])
  expect(await cli.run('control-plane:az fail d --space my-space')).toMatchObject({code: 2, stderr: expect.stringContaining('a, b or c')})
  expect(await cli.run('control-plane:az fail --space my-space')).toMatchObject({code: 2, stderr: expect.stringContaining('Name the zone')})
  expect((await cli.run('control-plane:az')).code).toBe(2)
})

describe('releases:rollback', () => {
  it('goes back to the release before, or says that there is none', async () => {
    expect(await cli.run('releases:rollback --app my-app')).toMatchObject({code: 3, stderr: expect.stringContaining('No eligible release found')})
    await deploy()
    await cli.ok('config:set FOO=bar --app my-app')
    const release = (await cli.ok('rollback --app my-app --json')).json() as Release
    expect(release).toMatchObject({description: 'Rollback to v3', version: 5})
    expect((await cli.ok('config --app my-app --json')).json()).toEqual({})
  })
})

it('maintenance is switched on and off', async () => {
  const state = async () => (await cli.ok('maintenance --app my-app')).stdout
  expect(await state()).toBe('off\n')
  await cli.ok('maintenance:on --app my-app')
  expect(await state()).toBe('on\n')
  await cli.ok('maintenance:off --app my-app')
  expect(await state()).toBe('off\n')
})
