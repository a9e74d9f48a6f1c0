import {beforeEach, describe, expect, it} from 'vitest'
import {type Cli, createCli, type Ran} from '../helpers/cli.js'
import {answering, createFaultyServer, type Fault, type FaultyServer, hang, limited, passOn, reset, unavailable} from '../helpers/faulty-server.js'
import {createWorld, type World} from '../helpers/world.js'

let cli: Cli
let world: World
let server: FaultyServer

beforeEach(async () => {
  cli = await createCli()
  world = await createWorld()
  server = await createFaultyServer(world.send)
  await world.post('/spaces', {name: 'my-space', team: 'acme'})
})

const run = (line: string): Promise<Ran> => cli.run(`${line} --context ${server.url}`)

/** Does something to the world when a request arrives, before it is answered. */
const first =
  (change: () => unknown): Fault =>
  async (exchange) => {
    await change()
    await passOn(exchange)
  }

const allocate = first(() => world.pass(60))
const words = (text: string) => text.replaceAll(/\s*\n\s*›?\s*/g, ' ')

describe('spaces:wait refuses', () => {
  it.each([
    ['spaces:wait', 'Missing 1 required arg'],
    ['spaces:wait my-space --interval 0', '--interval takes a whole number of seconds from 1 on, not 0.'],
    ['spaces:wait my-space --interval abc', '--interval takes a whole number of seconds from 1 on, not abc.'],
    ['spaces:wait my-space --interval -1', '--interval takes a whole number of seconds from 1 on, not -1.'],
    ['spaces:wait my-space --interval 1.5', '--interval takes a whole number of seconds from 1 on, not 1.5.'],
    ['spaces:wait my-space --timeout 0', '--timeout takes a whole number of seconds from 1 on, not 0.'],
    ['spaces:wait my-space --timeout soon', '--timeout takes a whole number of seconds from 1 on, not soon.'],
    ['spaces:wait my-space --for ready', 'Expected --for=ready to be one of: allocated, deleted'],
  ])('%s, and asks nobody', async (line, message) => {
    const {code, stdout, stderr} = await run(line)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(server.requests).toEqual([])
  })
})

describe('spaces:wait', () => {
  it('shows the space once it is allocated, and its progress on stderr alone', async () => {
    server.fault('GET', passOn, passOn, allocate)
    const {code, stdout, stderr} = await run('spaces:wait my-space')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^=== my-space\n\nID: /)
    expect(stdout).toContain('State:        allocated')
    expect(stderr).toBe('Waiting for space my-space to allocate... done\n')
    expect(server.requests.length).toBe(4)
  })

  it('gives the space as JSON, with its outbound addresses', async () => {
    server.fault('GET', allocate)
    const ran = await run('spaces:wait my-space --json')
    expect(ran.json()).toMatchObject({name: 'my-space', state: 'allocated', outbound_ips: {state: 'enabled'}})
  })

  it.each<[string, Fault[]]>([
    ['a 503', [unavailable]],
    ['a reset connection', [reset]],
    ['a 429 with Retry-After', [limited(0.05)]],
    ['more 503s in a row than a request is tried again', Array.from({length: 6}, () => answering(503, {'retry-after': '0.01'}))],
    ['all of them', [reset, unavailable, limited(0.01), passOn, reset]],
  ])('survives %s', async (_, faults) => {
    server.fault('GET', ...faults, allocate)
    const {code, stdout} = await run('spaces:wait my-space')
    expect(code).toBe(0)
    expect(stdout).toContain('allocated')
  })

  it('survives that its space is given another name, and its name to another', async () => {
    const renamed = first(async () => {
      await world.patch('/spaces/my-space', {name: 'our-space'})
      await world.post('/spaces', {name: 'my-space', team: 'acme'})
      await world.delete('/spaces/my-space')
    })
    server.fault('GET', passOn, renamed, allocate)
    const {code, stdout} = await run('spaces:wait my-space')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^=== our-space/)
  })

  it('does not fail for want of the outbound addresses, and says that they are wanting', async () => {
    server.fault('GET', allocate, answering(403, {'content-type': 'application/json'}, '{"id":"forbidden","message":"Not for you."}'))
    const {code, stdout, stderr} = await run('spaces:wait my-space')
    expect(code).toBe(0)
    expect(stdout).not.toContain('Outbound')
    expect(words(stderr)).toContain('The outbound IPs of space my-space could not be had: Not for you.')
  })
})

describe('spaces:wait fails', () => {
  it('with 3 for a space that is not there', async () => {
    const {code, stdout, stderr} = await run('spaces:wait no-space')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain("Couldn't find that space.")
    expect(server.requests).toHaveLength(1)
  })

  it('with 5 when the space turns deleting', async () => {
    server.fault('GET', passOn, first(() => world.delete('/spaces/my-space')))
    const {code, stdout, stderr} = await run('spaces:wait my-space')
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toContain('Space my-space is being deleted; it will not be allocated.')
    expect(stderr).not.toContain('done')
  })

  it('with 3 when the space vanishes', async () => {
    const vanish = first(async () => {
      await world.delete('/spaces/my-space')
      world.pass(60)
    })
    server.fault('GET', passOn, vanish)
    const {code, stdout, stderr} = await run('spaces:wait my-space')
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('Space my-space was deleted before it was allocated.')
    expect(stderr).not.toContain('done')
  })

  it('with 4 when it may no longer look', async () => {
    server.fault('GET', passOn, answering(401, {'content-type': 'application/json'}, '{"id":"unauthorized","message":"Invalid credentials provided."}'))
    expect(await run('spaces:wait my-space')).toMatchObject({code: 4, stdout: ''})
  })

  it('with 9 where nobody answers from the start, at once', async () => {
    const {code, stderr} = await cli.run('spaces:wait my-space --context http://127.0.0.1:1')
    expect(code).toBe(9)
    expect(stderr).toContain('Nobody answers at http://127.0.0.1:1')
  })

  it('with 7 when it takes too long, and tells how to go on', async () => {
    const {code, stdout, stderr} = await run('spaces:wait my-space --timeout 1')
    expect([code, stdout]).toEqual([7, ''])
    expect(stderr).toContain(`It has taken more than 1 s. Wait on with spacedock spaces:wait my-space --context ${server.url}.`)
  })

  it.each(['', ' --json'])('with 7 within a second of its time when the control plane hangs%s', async (json) => {
    server.always('GET', hang)
    const began = performance.now()
    const {code, stdout, stderr} = await run(`spaces:wait my-space --timeout 1${json}`)
    expect(performance.now() - began).toBeLessThan(2000)
    expect(code).toBe(7)
    expect(stdout + stderr).toContain('at last the space could not be looked at (no answer has come)')
  })

  it('as JSON with --json', async () => {
    const ran = await run('spaces:wait my-space --timeout 1 --json')
    expect(ran.json()).toMatchObject({error: {id: 'timed_out', exit: 7}})
  })
})

describe('spaces:wait --for deleted', () => {
  it('ends when the space is gone', async () => {
    await world.delete('/spaces/my-space')
    server.fault('GET', passOn, allocate)
    const ran = await run('spaces:wait my-space --for deleted --json')
    expect(ran.code).toBe(0)
    expect(ran.json()).toEqual({name: 'my-space', state: 'deleted'})
  })

  it('ends at once where it has been quick, and says that there is none', async () => {
    const {code, stderr} = await run('spaces:wait no-space --for deleted')
    expect(code).toBe(0)
    expect(stderr).toContain('There is no space no-space.')
  })

  it('is not over because the space was given another name', async () => {
    await world.delete('/spaces/my-space')
    const gone = answering(404, {'content-type': 'application/json'}, '{"id":"not_found","message":"Couldn\'t find that space."}')
    // Only by its name it could not be found: whoever looks by its id finds it, still deleting.
    server.fault('GET', passOn, (exchange) => (exchange.request.path.endsWith('/my-space') ? gone : passOn)(exchange), allocate)
    expect((await run('spaces:wait my-space --for deleted')).code).toBe(0)
    expect(server.requests.length).toBe(3)
  })

  it('is not over because something else answers with a 404', async () => {
    await world.delete('/spaces/my-space')
    server.fault('GET', passOn, answering(404, {'content-type': 'text/html'}, '<h1>Not Found</h1>'))
    const {code, stderr} = await run('spaces:wait my-space --for deleted')
    expect(code).toBe(9)
    expect(stderr).toContain('is not a control plane')
  })

  it('fails with 5 where nobody is deleting the space', async () => {
    const {code, stderr} = await run('spaces:wait my-space --for deleted')
    expect(code).toBe(5)
    expect(stderr).toContain(`Space my-space is allocating and not being deleted. Destroy it with spacedock spaces:destroy my-space --context ${server.url}.`)
  })
})

it('on the embedded world looks well under a second apart', async () => {
  await cli.ok('control-plane:settings allocation=0.3')
  await cli.ok('spaces:create my-space --team acme')
  const began = performance.now()
  await cli.ok('spaces:wait my-space')
  expect(performance.now() - began).toBeLessThan(1000)
})

it('spaces:create --wait ends with the space allocated', async () => {
  await cli.ok('control-plane:settings allocation=0.2')
  const {stdout} = await cli.ok('spaces:create my-space --team acme --wait')
  expect(stdout).toContain('State:        allocated')
})
