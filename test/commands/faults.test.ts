import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
})

interface Told {
  id: string
  struck: number
}

const add = async (flags: string) => (await cli.ok(`control-plane:faults:add ${flags} --json`)).json() as Told
const list = async () => (await cli.ok('control-plane:faults --json')).json() as Told[]

describe('control-plane:faults:add refuses', () => {
  it.each([
    ['', 'Name the operation whose requests are struck, or * for all of them.'],
    ['--operation spaces.create', 'There is no operation spaces.create here. Did you mean space.create?'],
    ['--operation control-plane.reset', 'never struck'],
    ['--operation * --kind lost', 'Expected --kind=lost to be one of: error, latency, reset, lost-reply'],
    ['--operation * --latency 5', '--latency takes a time, not 5. Give it like 500ms, 2s or 1m.'],
    ['--operation * --latency -5s', '--latency takes a time, not -5s.'],
    ['--operation * --latency 11m', 'latency is at most 600000 milliseconds'],
    ['--operation * --times 0', 'Expected an integer greater than or equal to 1'],
    ['--operation * --times 2 --always', 'cannot also be provided'],
    ['--operation * --status 200', 'The status of an error is from 400 to 599, not 200.'],
    ['--operation * --kind reset --retry-after 2', 'A fault of the kind reset has no retry_after'],
    ['--operation space.create --method GET', 'space.create is asked for with POST, never with GET.'],
  ])('%s', async (flags, message) => {
    const {code, stdout, stderr} = await cli.run(`control-plane:faults:add ${flags}`.trim())
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(await list()).toEqual([])
  })
})

it('control-plane:faults:clear refuses a fault that there is none of', async () => {
  await add('--operation space.list')
  const {code, stderr} = await cli.run('control-plane:faults:clear nothing')
  expect([code, stderr]).toEqual([3, expect.stringContaining("Couldn't find that fault.")])
  expect(await list()).toHaveLength(1)
})

describe('control-plane:faults', () => {
  it('lists what is set and what has struck, and clears one or all', async () => {
    expect((await cli.ok('control-plane:faults')).stdout).toContain('No fault is set. Set one with spacedock control-plane:faults:add.')
    const one = await cli.ok('control-plane:faults:add --operation space.create --status 500 --times 2 --after 1 --latency 1ms')
    expect(one.stdout).toMatch(/^Set the fault \S+: 500, 1 ms late, for space.create, twice, after 1\.\nClear it with spacedock control-plane:faults:clear \S+\n$/)
    await add('--operation * --method get --status 429 --retry-after 0')
    const third = await add('--kind stuck-allocating --always')
    const {stdout} = await cli.ok('control-plane:faults')
    expect(stdout).toMatch(/500, 1 ms late +space\.create +twice, after 1 +0 of 2/)
    expect(stdout).toMatch(/429, Retry-After 0 +all GET +once +0 of 1/)
    expect(stdout).toMatch(/stuck-allocating +space\.create +every time +0\n/)
    expect((await cli.ok(`control-plane:faults:clear ${third.id}`)).stdout).toContain(third.id)
    expect((await cli.ok('control-plane:faults:clear --json')).json()).toHaveLength(2)
    expect((await cli.ok('control-plane:faults:clear')).stdout).toContain('No fault was set.')
  })
})

describe('in the embedded world', () => {
  it('an error ends a change as it does elsewhere, and nothing is changed', async () => {
    await add('--operation space.create --status 503 --retry-after 0')
    const {code, stderr} = await cli.run('spaces:create my-space --team acme')
    expect(code).toBe(9)
    expect(stderr).toContain('The service is temporarily unavailable.')
    expect((await cli.ok('spaces --json')).json()).toEqual([])
  })

  it('a read is tried again, and so is what was answered 429', async () => {
    await add('--operation space.list --status 503 --retry-after 0 --times 3')
    expect((await cli.ok('spaces --json')).json()).toEqual([])
    await add('--operation space.create --status 429 --retry-after 0 --times 3')
    await cli.ok('spaces:create my-space --team acme')
    expect((await list()).map(({struck}) => struck)).toEqual([3, 3])
  })

  it('a read that fails four times has failed', async () => {
    await add('--operation space.list --status 503 --retry-after 0 --times 4')
    expect((await cli.run('spaces')).code).toBe(9)
  })

  it('a lost reply is looked up, not sent again', async () => {
    const {id} = await add('--operation space.create --kind lost-reply')
    await cli.ok('spaces:create my-space --team acme')
    expect((await cli.ok('spaces --json')).json()).toMatchObject([{name: 'my-space'}])
    expect(await list()).toMatchObject([{id, struck: 1}])
  })

  it('a connection that is reset leaves nothing behind, and is told', async () => {
    const {id} = await add('--operation space.delete --kind reset')
    await cli.ok('spaces:create my-space --team acme --wait')
    const {code, stderr} = await cli.run('spaces:destroy my-space --confirm my-space')
    expect(code).toBe(9)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`The connection was reset before the answer came (fault ${id}). It is not known whether the request was carried out.`)
    expect((await cli.ok('spaces --json')).json()).toHaveLength(1)
  })

  it('an answer that ends in its middle is told, and the change is made', async () => {
    const {id} = await add('--operation space.delete --kind truncate')
    await cli.ok('spaces:create my-space --team acme --wait')
    const {code, stderr} = await cli.run('spaces:destroy my-space --confirm my-space')
    expect(code).toBe(9)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`The connection was lost in the middle of the answer (fault ${id}).`)
    expect((await cli.ok('spaces --json')).json()).toEqual([])
  })

  it('a wait for a space that is stuck times out, and goes on once the fault is cleared', async () => {
    await add('--kind stuck-allocating')
    await cli.ok('spaces:create my-space --team acme')
    expect((await cli.run('spaces:wait my-space --timeout 1 --interval 1')).code).toBe(7)
    await cli.ok('control-plane:faults:clear')
    await cli.ok('spaces:wait my-space')
  })

  it('new ranges that are not applied are told as what they are', async () => {
    await cli.ok('spaces:create my-space --team acme --wait')
    await add('--kind not-applied --always')
    await cli.run('trusted-ips:add 203.0.113.0/24 --space my-space')
    await cli.ok('control-plane:faults:clear')
    expect((await cli.ok('trusted-ips --space my-space')).stdout).not.toContain('203.0.113.0/24')
  })
})
