import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {type Cli, createCli} from '../helpers/cli.js'
import {createFaultyServer, passOn} from '../helpers/faulty-server.js'
import {createWorld} from '../helpers/world.js'

let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  await cli.ok('spaces:create my-space --team acme')
})

const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ')
const ranges = async () => ((await cli.ok('trusted-ips my-space --json')).json() as {rules: unknown[]}).rules

describe('without a terminal', () => {
  it.each([
    ['spaces:destroy my-space', '--confirm my-space'],
    ['spaces:destroy --space my-space', '--confirm my-space'],
    ['trusted-ips:remove 0.0.0.0/0 --space my-space', '--confirm my-space'],
  ])('%s fails at once, naming the flag, and nothing is changed', async (line, flag) => {
    const {code, stdout, stderr} = await cli.run(line)
    expect([code, stdout]).toEqual([8, ''])
    expect(words(stderr)).toContain(`Nobody is there to confirm. To proceed, re-run this command with ${flag}`)
    expect((await cli.ok('spaces:info my-space --json')).json()).toMatchObject({state: 'allocated'})
    expect(await ranges()).toHaveLength(1)
  })

  it.each([
    ['spaces:destroy my-space --confirm my-spaec', 'Confirmation my-spaec did not match my-space. Aborted.'],
    ['spaces:destroy my-space --confirm MY-SPACE', 'Confirmation MY-SPACE did not match my-space. Aborted.'],
    ['trusted-ips:remove 0.0.0.0/0 --space my-space --confirm yes', 'Confirmation yes did not match my-space. Aborted.'],
  ])('%s fails, and nothing is changed', async (line, message) => {
    const {code, stderr} = await cli.run(line)
    expect(code).toBe(8)
    expect(words(stderr)).toContain(message)
    expect((await cli.ok('spaces:info my-space --json')).json()).toMatchObject({state: 'allocated'})
    expect(await ranges()).toHaveLength(1)
  })

  it('the failure is an object with --json', async () => {
    expect((await cli.run('spaces:destroy my-space --json')).json()).toMatchObject({error: {id: 'confirmation_missing', exit: 8}})
  })

  it('the flag is all it takes', async () => {
    await cli.ok('trusted-ips:remove 0.0.0.0/0 --space my-space --confirm my-space')
    expect(await ranges()).toEqual([])
    await cli.ok('spaces:destroy my-space --confirm my-space')
    expect((await cli.run('spaces:info my-space')).code).toBe(3)
  })
})

describe('on a terminal', () => {
  const asked: string[] = []
  let answer: string

  beforeEach(() => {
    asked.length = 0
    vi.doMock('../../src/lib/command/terminal.js', () => ({isInteractive: () => true}))
    vi.doMock('../../src/lib/command/prompt.js', () => ({
      askFor: async (message: string) => {
        asked.push(message)
        return answer
      },
    }))
    vi.resetModules()
  })
  afterEach(() => {
    vi.doUnmock('../../src/lib/command/terminal.js')
    vi.doUnmock('../../src/lib/command/prompt.js')
    vi.resetModules()
  })

  it('the name that is typed confirms', async () => {
    answer = 'my-space'
    await cli.ok('spaces:destroy my-space')
    expect(asked).toEqual(['To proceed, type my-space or re-run this command with --confirm my-space'])
  })

  it('another name does not', async () => {
    answer = 'my-spaec'
    const {code, stderr} = await cli.run('spaces:destroy my-space')
    expect(code).toBe(8)
    expect(stderr).toContain('Confirmation did not match my-space. Aborted.')
    expect((await cli.ok('spaces:info my-space --json')).json()).toMatchObject({state: 'allocated'})
  })

  it('nobody is asked who has said not to be', async () => {
    expect((await cli.run('spaces:destroy my-space --no-input')).code).toBe(8)
    expect(asked).toEqual([])
  })
})

describe('what is confirmed is what is done', () => {
  it('although the name has meanwhile become that of another space', async () => {
    const world = await createWorld()
    const {id} = await world.space('my-space')
    const server = await createFaultyServer(world.send)
    server.fault('DELETE', async (exchange) => {
      await world.patch(`/spaces/${id}`, {name: 'old-space'})
      await world.space('my-space')
      await passOn(exchange)
    })
    await cli.ok(`spaces:destroy my-space --confirm my-space --context ${server.url}`)
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
    expect((await world.get(`/spaces/${id}`)).body.state).toBe('deleting')
  })

  it('and the last range is not removed by two who each remove one of two', async () => {
    const world = await createWorld()
    await world.space('my-space')
    const rule = (source: string) => ({action: 'allow', source})
    await world.put('/spaces/my-space/inbound-ruleset', {rules: [rule('10.0.0.0/8'), rule('172.16.0.0/12')]})
    const server = await createFaultyServer(world.send)
    server.fault('PUT', async (exchange) => {
      await world.put('/spaces/my-space/inbound-ruleset', {rules: [rule('10.0.0.0/8')]})
      await passOn(exchange)
    })
    const {code, stderr} = await cli.run(`trusted-ips:remove 10.0.0.0/8 --space my-space --context ${server.url}`)
    expect(code).toBe(8)
    expect(words(stderr)).toContain('This would remove what has meanwhile become the last trusted IP range of my-space. To proceed, re-run this command with --confirm my-space')
    expect((await world.get('/spaces/my-space/inbound-ruleset')).body.rules).toEqual([rule('10.0.0.0/8')])
  })
})
