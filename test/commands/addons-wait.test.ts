import {beforeEach, describe, expect, it} from 'vitest'
import {added, worldWithApp} from '../helpers/addons.js'
import {type Cli, createCli} from '../helpers/cli.js'
import {answering, createFaultyServer, type Fault, type FaultyServer, loseReply, passOn, reset, unavailable} from '../helpers/faulty-server.js'
import type {World} from '../helpers/world.js'

let world: World
let server: FaultyServer
let cli: Cli

beforeEach(async () => {
  cli = await createCli()
  world = await worldWithApp()
  await world.patch('/control-plane/settings', {provisioning: 10})
  server = await createFaultyServer(world.send)
})

const run = (line: string) => cli.run(`${line} --context ${server.url}`)

/** Time goes by, and the control plane answers. */
const later: Fault = async (exchange) => {
  world.pass(10)
  await passOn(exchange)
}

/** An add-on as it is, in another state. */
const inState =
  (state: string): Fault =>
  async (exchange) => {
    const {status, headers, body} = await exchange.forward()
    await answering(status, headers, body.replaceAll(/"state":"(de)?provision(ed|ing)"/g, `"state":"${state}"`))(exchange)
  }

const gone = answering(404, {'content-type': 'application/json'}, '{"id":"not_found","message":"Couldn\'t find that add-on.","resource":"addon"}')

describe('addons:create --name', () => {
  it('looks up an add-on whose reply got lost, and does not create it twice', async () => {
    // What is found is told from an older one of that name by the date of the answer, which is the server's own.
    const {created_at} = await added(world, 'newrelic')
    world.pass((Date.now() - Date.parse(created_at)) / 1000)
    server.fault('POST', loseReply)
    const {code, stderr, stdout} = await run('addons:create heroku-redis --app my-app --name my-redis')
    expect({code, stdout}).toEqual({code: 0, stdout: expect.stringContaining('my-redis is being created in the background.')})
    expect(stderr).toContain('~$1.306/hour')
    expect(server.seen()).toEqual(['POST /apps/my-app/addons', 'GET /apps/my-app/addons/my-redis'])
  })

  it('says what was not created', async () => {
    server.fault('POST', reset)
    const ran = await run('addons:create heroku-redis --app my-app --name my-redis')
    expect(ran).toMatchObject({code: 9, stdout: ''})
    expect(ran.stderr).toContain('it was not created')
    expect((await world.get('/addons')).body).toEqual([])
  })

  it('says that it is not known where there is no name to look for', async () => {
    server.fault('POST', loseReply)
    const ran = await run('addons:create heroku-redis --app my-app')
    expect(ran).toMatchObject({code: 9, stdout: ''})
    expect(ran.stderr).toContain('It is not known whether the request was carried out.')
    expect(server.seen()).toHaveLength(1)
  })
})

describe('addons:info', () => {
  it.each([
    ['REDIS --app my-app', {addon: 'REDIS', app: 'my-app'}],
    ['my-app::REDIS --app other-app', {addon: 'my-app::REDIS', app: null}],
    ['my-redis', {addon: 'my-redis', app: null}],
  ])('asks what %s means as the official CLI does', async (line, sent) => {
    await added(world, 'heroku-redis', {name: 'my-redis'})
    expect((await run(`addons:info ${line}`)).stdout).toContain('=== my-redis\n')
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(sent)
  })
})

describe('addons:create', () => {
  it('says where to look for an add-on that takes its time', async () => {
    expect((await run('addons:create heroku-redis --app my-app --name my-redis')).stdout).toBe(`my-redis is being created in the background. The app will restart when complete...
Run spacedock addons:info my-redis to check creation progress.
Run spacedock addons:docs heroku-redis to view documentation.
`)
  })

  it('waits for it with --wait, whatever goes wrong on the way', async () => {
    server.fault('GET', passOn, unavailable, reset, later)
    const {code, stderr, stdout} = await run('addons:create heroku-redis --app my-app --name my-redis --wait')
    expect({code, stdout}).toEqual({code: 0, stdout: 'Waiting for my-redis...\nCreated my-redis as REDIS_URL\nRun spacedock addons:docs heroku-redis to view documentation.\n'})
    expect(stderr).toBe('Creating heroku-redis on my-app... ~$1.306/hour (max $940/month)\nCreating my-redis... done\n')
  })

  it.each([
    ['is gone', gone, 3, 'The add-on my-redis was destroyed before it was created.'],
    ['has failed', inState('deprovisioned'), 5, 'The add-on was unable to be created, with status deprovisioned'],
    ['is being destroyed', inState('deprovisioning'), 5, 'The add-on was unable to be created, with status deprovisioning'],
  ])('does not say that it is there when it %s', async (_, fault, code, message) => {
    server.fault('GET', fault)
    const ran = await run('addons:create heroku-redis --app my-app --name my-redis --wait')
    expect(ran).toMatchObject({code, stdout: 'Waiting for my-redis...\n'})
    expect(ran.stderr).toContain(message)
    expect(ran.stderr).not.toContain('done')
  })

  it('does not say so either where it has failed at once', async () => {
    server.fault('POST', inState('deprovisioned'))
    expect(await run('addons:create heroku-redis --app my-app')).toMatchObject({code: 5, stdout: '', stderr: expect.stringContaining('with status deprovisioned')})
  })
})

describe('addons:wait', () => {
  it('waits for what is being created, and for nothing else', async () => {
    await added(world, 'heroku-redis', {name: 'my-redis'})
    server.fault('GET', passOn, later)
    const {code, stderr, stdout} = await run('addons:wait --app my-app')
    expect({code, stderr, stdout}).toEqual({code: 0, stderr: 'Creating my-redis... done\n', stdout: 'Created my-redis as REDIS_URL\n'})
    expect(await run('addons:wait my-redis')).toMatchObject({code: 0, stderr: '', stdout: ''})
    expect((await run('addons:wait --json')).json()).toEqual([])
  })

  it('waits until what is being destroyed is gone', async () => {
    await added(world, 'heroku-redis', {name: 'my-redis'})
    server.fault('POST', inState('deprovisioning'))
    server.fault('GET', inState('deprovisioning'), gone)
    expect(await run('addons:wait my-redis')).toMatchObject({code: 0, stderr: 'Destroying my-redis... done\n', stdout: ''})
  })
})

describe('addons:destroy', () => {
  beforeEach(async () => {
    await added(world, 'heroku-redis', {name: 'my-redis'})
  })

  it('says where to look for an add-on that takes its time', async () => {
    server.fault('DELETE', inState('deprovisioning'))
    const {code, stderr, stdout} = await run('addons:destroy my-redis --confirm my-app')
    expect({code, stderr}).toEqual({code: 0, stderr: 'Destroying my-redis on my-app... pending\n'})
    expect(stdout).toBe(`my-redis is being destroyed in the background. The app will restart when complete...
Run spacedock addons:info my-redis to check destruction progress
`)
  })

  it('waits for it with --wait', async () => {
    server.fault('DELETE', inState('deprovisioning'))
    server.fault('GET', unavailable, gone)
    const {code, stderr, stdout} = await run('addons:destroy my-redis --confirm my-app --wait')
    expect({code, stdout}).toEqual({code: 0, stdout: 'Waiting for my-redis...\n'})
    expect(stderr).toBe('Destroying my-redis on my-app... pending\nDestroying my-redis... done\n')
  })

  it('does not say that it is gone when it has come back', async () => {
    server.fault('DELETE', async (exchange) => inState('deprovisioning')({...exchange, forward: () => exchange.forward({...exchange.request, method: 'GET'})}))
    server.fault('GET', inState('provisioned'))
    const ran = await run('addons:destroy my-redis --confirm my-app --wait')
    expect(ran).toMatchObject({code: 5, stdout: 'Waiting for my-redis...\n'})
    expect(ran.stderr).toContain('The add-on was unable to be destroyed, with status provisioned.')
  })

  it('does not say so where the control plane would not have it', async () => {
    server.fault('DELETE', async (exchange) => inState('provisioned')({...exchange, forward: () => exchange.forward({...exchange.request, method: 'GET'})}))
    const ran = await run('addons:destroy my-redis --confirm my-app')
    expect(ran).toMatchObject({code: 5, stdout: ''})
    expect(ran.stderr).toContain('with status provisioned.')
  })
})
