import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {createDeployed, deploy} from '../helpers/deploys.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

interface Told {
  name: string
  state: string
  type: string
  release: {version: number}
}

const dynos = async (world: World, app = 'my-app'): Promise<Told[]> => (await world.get(`/apps/${app}/dynos`)).body
const told = async (world: World, app = 'my-app') => (await dynos(world, app)).map(({name, state, release}) => `${name} ${state} v${release.version}`)

/** An app in a space with so many web dynos, all of them up. */
async function scaled(quantity: number, kind: Record<string, unknown> = {}): Promise<World> {
  const world = await createWorld()
  await world.space('my-space', kind)
  await createDeployed(world, {name: 'my-app', space: 'my-space'})
  await world.patch('/apps/my-app/formation', {updates: [{type: 'web', quantity}]})
  world.pass(60)
  return world
}

describe('dynos', () => {
  it('start with the release and are up a moment later', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await createApp(world, {name: 'my-app', space: 'my-space'})
    await deploy(world, 'my-app', {web: 'npm start'})
    expect((await world.get('/apps/my-app/dynos')).body).toMatchObject([
      {name: 'web.1', type: 'web', command: 'npm start', size: 'Private-S', state: 'starting', attach_url: null, release: {version: 3}, app: {name: 'my-app'}},
    ])
    world.pass(1)
    expect(await told(world)).toEqual(['web.1 up v3'])
    const [{id}] = (await world.get('/apps/my-app/dynos')).body
    expect((await world.get('/apps/my-app/dynos/web.1')).body).toEqual((await world.get(`/apps/my-app/dynos/${id}`)).body)
  })

  it('are replaced a quarter at a time by a release, and up at every moment but for these', async () => {
    const world = await scaled(5)
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    expect(await told(world)).toEqual(['web.1 up v3', 'web.2 up v3', 'web.3 up v3', 'web.4 starting v4', 'web.5 starting v4'])
    world.pass(1)
    expect(await told(world)).toEqual(['web.1 starting v4', 'web.2 up v3', 'web.3 starting v4', 'web.4 up v4', 'web.5 up v4'])
    world.pass(1)
    expect(await told(world)).toEqual(['web.1 up v4', 'web.2 starting v4', 'web.3 up v4', 'web.4 up v4', 'web.5 up v4'])
    world.pass(1)
    expect(new Set((await dynos(world)).map(({state, release}) => `${state} ${release.version}`))).toEqual(new Set(['up 4']))
  })

  it('are all replaced at once outside spaces', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    await world.patch('/apps/my-app/formation', {updates: [{type: 'web', quantity: 4}]})
    world.pass(60)
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    expect(await told(world)).toEqual([1, 2, 3, 4].map((number) => `web.${number} starting v4`))
  })

  it('of a type that a release does not have any more are gone with it', async () => {
    const world = await scaled(2)
    await world.patch('/apps/my-app/formation', {updates: [{type: 'worker', quantity: 2}]})
    await deploy(world, 'my-app', {web: 'npm start', clock: 'npm run clock'})
    expect((await dynos(world)).map(({name}) => name)).toEqual(['web.1', 'web.2'])
    expect((await world.get('/apps/my-app/formation')).body.map(({type, quantity}: Record<string, unknown>) => [type, quantity])).toEqual([
      ['clock', 0],
      ['web', 2],
    ])
  })

  it('that are not there are not found, those of an app that is not seen neither', async () => {
    const world = await scaled(1)
    for (const name of ['web.2', 'run.1234', '00000000-0000-4000-8000-ffffffffffff'])
      for (const answer of [await world.get(`/apps/my-app/dynos/${name}`), await world.delete(`/apps/my-app/dynos/${name}`), await world.post(`/apps/my-app/dynos/${name}/actions/stop`)])
        expectRefusal(answer, 404, 'not_found', "Couldn't find that dyno.")
    for (const as of [collaborator, stranger]) expectRefusal(await world.get('/apps/my-app/dynos', {as}), 404, 'not_found', "Couldn't find that app.")
    expectRefusal(await world.delete('/apps/my-app/formations/clock'), 404, 'not_found', "Couldn't find that process type (clock).")
    expectRefusal(await world.post('/apps/my-app/formations/run/actions/stop'), 404, 'not_found', "Couldn't find that process type (run).")
  })

  it('are seen by whoever views the app, run by whoever deploys, restarted by whoever operates', async () => {
    const world = await scaled(1)
    await addCollaborator(world, 'my-app', member, ['view', 'deploy'])
    expect((await world.get('/apps/my-app/dynos', {as: viewer})).status).toBe(200)
    expectRefusal(await world.post('/apps/my-app/dynos', {command: 'bash'}, {as: viewer}), 403, 'forbidden', 'my-app')
    expect((await world.post('/apps/my-app/dynos', {command: 'bash'}, {as: member})).status).toBe(201)
    for (const path of ['/apps/my-app/dynos', '/apps/my-app/dynos/web.1', '/apps/my-app/formations/web'])
      expectRefusal(await world.delete(path, {as: member}), 403, 'forbidden', 'my-app')
    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: ['view', 'operate']})
    expect((await world.delete('/apps/my-app/dynos', {as: member})).status).toBe(202)
  })

  it('restart one by one, by type or all, as new ones of the same release', async () => {
    const world = await scaled(3)
    await world.patch('/apps/my-app/formation', {updates: [{type: 'worker', quantity: 1}]})
    world.pass(60)
    const before = (await world.get('/apps/my-app/dynos/web.2')).body
    expect(await world.delete('/apps/my-app/dynos/web.2')).toMatchObject({status: 202, body: {}})
    expect(await told(world)).toEqual(['web.1 up v3', 'web.2 starting v3', 'web.3 up v3', 'worker.1 up v3'])
    expect((await world.get('/apps/my-app/dynos/web.2')).body.id).not.toBe(before.id)
    world.pass(1)
    await world.delete('/apps/my-app/formations/web')
    expect(await told(world)).toEqual(['web.1 starting v3', 'web.2 starting v3', 'web.3 starting v3', 'worker.1 up v3'])
    world.pass(1)
    await world.delete('/apps/my-app/dynos')
    expect((await dynos(world)).every(({state}) => state === 'starting')).toBe(true)
  })

  it('change their size by being replaced', async () => {
    const world = await scaled(2)
    await world.patch('/apps/my-app/formation', {updates: [{type: 'web', size: 'private-l'}]})
    expect((await world.get('/apps/my-app/dynos')).body).toMatchObject([1, 2].map((number) => ({name: `web.${number}`, size: 'Private-L', state: 'starting'})))
  })

  it('on fir are named after their release and something of their own', async () => {
    const world = await scaled(3, {generation: 'fir'})
    const names = (await dynos(world)).map(({name}) => name)
    expect(new Set(names).size).toBe(3)
    for (const name of names) expect(name).toMatch(/^web-[0-9a-z]+-[0-9a-z]{5}$/)
    expect(new Set(names.map((name) => name.split('-')[1])).size).toBe(1)
  })

  it('go with the app, and with its space', async () => {
    const world = await scaled(3)
    await world.delete('/apps/my-app')
    expect((await world.get('/spaces/my-space/dynos')).body).toEqual([])
    expect((await world.delete('/spaces/my-space')).status).toBe(200)
    world.pass(60)
    await world.space('my-space')
    expect((await world.get('/spaces/my-space/topology')).body).toEqual({version: 1, apps: []})
  })
})

describe('one-off dynos', () => {
  it('run a command, with a warning in a space, and end by themselves', async () => {
    const world = await scaled(1)
    const {status, body, headers} = await world.post('/apps/my-app/dynos', {command: 'rake db:migrate', attach: false, env: {TERM: 'xterm'}})
    expect(status).toBe(201)
    expect(body).toMatchObject({type: 'run', command: 'rake db:migrate', state: 'starting', attach_url: null, size: 'Private-S'})
    expect(body.name).toMatch(/^run\.\d{4}$/)
    expect(headers['x-heroku-warning']).toBe('Dynos can take up to a few minutes to be provisioned in Private Spaces.')
    expect((await dynos(world)).map(({name}) => name)).toEqual([body.name, 'web.1'])
    world.pass(300)
    expect((await dynos(world)).map(({name}) => name)).toEqual(['web.1'])
  })

  it('outside spaces come without a warning, with the size and for the time that is asked for', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app', team: 'acme'})
    const {body, headers} = await world.post('/apps/my-app/dynos', {command: 'bash', size: 'standard-2x', time_to_live: 10})
    expect([body.size, headers['x-heroku-warning']]).toEqual(['Standard-2X', undefined])
    world.pass(10)
    expectRefusal(await world.get(`/apps/my-app/dynos/${body.name}`), 404, 'not_found')
  })

  it('stop for good, by name or by type', async () => {
    const world = await scaled(1)
    const run = async () => (await world.post('/apps/my-app/dynos', {command: 'bash'})).body.name
    expect((await world.post(`/apps/my-app/dynos/${await run()}/actions/stop`)).status).toBe(202)
    await run()
    await run()
    await world.post('/apps/my-app/formations/run/actions/stop')
    expect((await dynos(world)).map(({name}) => name)).toEqual(['web.1'])
  })

  it('outlive a release that replaces the others', async () => {
    const world = await scaled(1)
    const {body} = await world.post('/apps/my-app/dynos', {command: 'bash'})
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    expect((await world.get(`/apps/my-app/dynos/${body.name}`)).body).toMatchObject({id: body.id, release: {version: 3}})
  })

  it.each([
    [{}, 'Require params: command.'],
    [{command: ' '}, 'needs a command'],
    [{command: 'bash', size: 'huge'}, 'No such size as huge.'],
    [{command: 'bash', type: 'a b'}, 'Process type a b must be'],
    [{command: 'bash', time_to_live: 0}, 'time_to_live'],
  ])('are refused with %j', async (body, sentence) => {
    const world = await scaled(1)
    expectRefusal(await world.post('/apps/my-app/dynos', body), 422, 'invalid_params', sentence)
    expect(await dynos(world)).toHaveLength(1)
  })
})

it('kept answers end when a dyno comes up, is replaced or is over', async () => {
  const world = await createWorld({guarded: true})
  const headers = {authorization: `Bearer ${await world.tokenOf('admin@acme.example')}`}
  const call = async (method: 'GET' | 'PATCH' | 'POST', path: string, body?: unknown) => (await world.request(method, path, {headers, ...(body !== undefined && {body})})).body
  await call('POST', '/spaces', {name: 'my-space', team: 'acme'})
  world.pass(60)
  await call('POST', '/teams/apps', {name: 'my-app', space: 'my-space'})
  const {id} = await call('POST', '/apps/my-app/slugs', {process_types: {web: 'x'}})
  await call('POST', '/apps/my-app/releases', {slug: id})
  await call('POST', '/apps/my-app/dynos', {command: 'bash', time_to_live: 3})
  const states = async () => ((await call('GET', '/apps/my-app/dynos')) as Told[]).map(({type, state}) => `${type} ${state}`)
  const seen = []
  for (let second = 0; second < 4; second++) {
    seen.push(await states(), await states())
    world.pass(1)
  }
  const both = ['run up', 'web up']
  expect(seen).toEqual([['run starting', 'web starting'], ['run starting', 'web starting'], both, both, both, both, ['web up'], ['web up']])
})
