import {describe, expect, it} from 'vitest'
import type {AuditEntry} from '../../src/lib/operations/audit.js'
import {createApp} from '../helpers/apps.js'
import {createWorld, expectRefusal, member, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const path = '/control-plane/audit'
const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})

const trailOf = async (world: World, query = ''): Promise<AuditEntry[]> => (await world.get(`${path}${query}`)).body
const latest = async (world: World): Promise<AuditEntry | undefined> => (await trailOf(world))[0]

describe('the audit trail refuses', () => {
  it('whoever does not run the control plane', async () => {
    const world = await createWorld({guarded: true})
    expectRefusal(await world.get(path, bearer(await world.tokenOf(admin))), 403, 'forbidden')
    expectRefusal(await world.get(path), 401, 'unauthorized')
  })

  it.each([
    ['limit=0', 'limit is a whole number from 1 to 1000, not 0.'],
    ['limit=1001', 'from 1 to 1000, not 1001.'],
    ['limit=1e2', 'not 1e2.'],
    ['since=yesterday', 'since is a time such as 2026-01-31T12:00:00Z, not yesterday.'],
  ])('%s', async (query, message) => {
    expectRefusal(await (await createWorld()).get(`${path}?${query}`), 422, 'invalid_params', message)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('to be changed with %s', async (method) => {
    const world = await createWorld()
    await world.post('/teams', {name: 'side-team'})
    expectRefusal(await world.request(method, path, {body: {}}), 404, 'not_found')
    expect((await trailOf(world)).map(({operation}) => operation)).toEqual(['team.create'])
  })
})

describe('an entry', () => {
  it('says who, from where, with which token, what, when and with which result', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['operator', 'global']))
    const answer = await world.post('/teams', {name: 'side-team'}, {...operator, from: '203.0.113.9'})
    expect((await world.get(path, operator)).body).toEqual([
      {
        number: 1,
        at: '2026-01-01T00:00:00.000Z',
        request_id: answer.headers['request-id'],
        account: admin,
        token: expect.stringMatching(/^token-/),
        address: '203.0.113.9',
        operation: 'team.create',
        target: '/teams',
        before: null,
        after: {name: 'side-team', id: answer.body.id},
        status: 201,
      },
    ])
  })

  it('says what was there before, of a thing and of a document that is replaced', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch('/spaces/my-space', {name: 'new-name'})
    expect(await latest(world)).toMatchObject({target: '/spaces/my-space', before: {name: 'my-space'}, after: {name: 'new-name'}})
    await world.put('/spaces/new-name/inbound-ruleset', {rules: [{action: 'allow', source: '203.0.113.0/24'}]})
    expect(await latest(world)).toMatchObject({before: {rules: [{action: 'allow', source: '0.0.0.0/0'}]}, after: {rules: [{action: 'allow', source: '203.0.113.0/24'}]}})
    await world.delete('/spaces/new-name')
    expect(await latest(world)).toMatchObject({operation: 'space.delete', before: {name: 'new-name', region: 'virginia'}, after: null})
  })

  it('is there for a refusal, with its status, and the change is not', async () => {
    const world = await createWorld()
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme'}, {as: member}), 403, 'forbidden')
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme', region: 'nowhere'}), 422, 'invalid_params')
    expectRefusal(await world.patch('/spaces/my-space', {name: 'other'}), 404, 'not_found')
    expect((await trailOf(world)).map(({account, status, after}) => [account, status, after?.['name']])).toEqual([
      [admin, 404, 'other'],
      [admin, 422, 'my-space'],
      [member, 403, 'my-space'],
    ])
  })

  it('has the time outside, of changes and refusals alike, wherever the clock of the world stands', async () => {
    const world = await createWorld()
    await world.patch('/control-plane/clock', {advance: 86_400})
    await world.post('/teams', {name: 'side-team'})
    world.pass(60)
    expectRefusal(await world.post('/teams', {name: '-'}), 422, 'invalid_params')
    await world.patch('/control-plane/clock', {now: '2020-01-01T00:00:00Z', frozen: true})
    await world.post('/teams', {name: 'other-team'})
    expect((await trailOf(world)).map(({at, operation, status}) => [at.slice(0, 16), operation, status])).toEqual([
      ['2026-01-01T00:01', 'team.create', 201],
      ['2026-01-01T00:01', 'control-plane-clock.update', 200],
      ['2026-01-01T00:01', 'team.create', 422],
      ['2026-01-01T00:00', 'team.create', 201],
      ['2026-01-01T00:00', 'control-plane-clock.update', 200],
    ])
  })

  it('is not there for a read, for nobody, nor for a change that was taken back', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['operator', 'global']))
    await world.get('/spaces', operator)
    expectRefusal(await world.get('/spaces/none', operator), 404, 'not_found')
    expectRefusal(await world.post('/teams', {name: 'side-team'}, bearer('wrong')), 401, 'unauthorized')
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, operator)
    world.pass(60)
    const stale = {...operator, headers: {...operator.headers, 'if-match': '"stale"'}}
    expectRefusal(await world.patch('/spaces/my-space', {name: 'other'}, stale), 412, 'precondition_failed')
    expect((await world.get(path, operator)).body.map(({status}: AuditEntry) => status)).toEqual([412, 201])
  })

  it('has a number of its own, whoever comes at once', async () => {
    const world = await createWorld()
    await Promise.all(Array.from({length: 20}, (_, index) => world.post('/teams', index % 2 === 0 ? {name: `team-${index}`} : {name: '-'})))
    const trail = await trailOf(world)
    expect(trail.map(({number}) => number)).toEqual(Array.from({length: 20}, (_, index) => 20 - index))
    expect(trail.filter(({status}) => status === 422)).toHaveLength(10)
  })
})

it('nobody who has not said who is written down, however often', async () => {
  const world = await createWorld()
  expectRefusal(await world.post('/oauth/token', 'grant_type=authorization_code&code=1&client_secret=2'), 401, 'unauthorized')
  expect(await trailOf(world)).toEqual([])
})

it('the target is the path alone', async () => {
  const world = await createWorld()
  await world.post('/teams?token=1', {name: 'side-team'})
  expect(await latest(world)).toMatchObject({target: '/teams'})
})

describe('no entry tells a secret', () => {
  const secret = 'hush-hush'

  it.each<[string, (world: World) => Promise<unknown>]>([
    ['config vars', (world) => world.patch('/apps/my-app/config-vars', {name: secret, KEY: secret, GONE: null})],
    ['the URL of a drain', (world) => world.post('/apps/my-app/log-drains', {url: `https://user:${secret}@logs.example.com`})],
    ['the URL of a drain in a path', (world) => world.delete(`/apps/my-app/log-drains/${encodeURIComponent(`https://user:${secret}@logs.example.com`)}`)],
    ['a query', (world) => world.delete(`/apps/my-app?token=${secret}`)],
    ["an add-on's options", (world) => world.post('/apps/my-app/addons', {plan: 'rediscloud:30', config: {name: secret}})],
    ['commands', (world) => world.post('/apps/my-app/dynos', {command: `KEY=${secret} bash`})],
    ['manifests', (world) => world.post('/api/v3/addons/acme-cache/manifests', {id: 'acme-cache', name: secret, api: {password: secret, sso_salt: secret}})],
    ['a URL where a name belongs', (world) => world.post('/teams', {name: `https://user:${secret}@example.com`})],
    ['a key that nobody knows', (world) => world.post('/teams', {name: 'side-team', password: secret, more: {name: secret}})],
    ['a private key', (world) => world.post('/apps/my-app/sni-endpoints', {certificate_chain: secret, private_key: secret})],
  ])('%s', async (_, ask) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    await ask(world)
    const trail = await trailOf(world)
    expect(trail).toHaveLength(2)
    expect(JSON.stringify(trail)).not.toContain(secret)
  })

  it('also not the token that it makes', async () => {
    const world = await createWorld()
    const {token} = (await world.post('/control-plane/tokens', {account: member, description: 'ci'})).body
    const entry = await latest(world)
    expect(entry).toMatchObject({operation: 'control-plane-token.create', after: {account: member, description: 'ci'}})
    expect(JSON.stringify(entry)).not.toContain(token)
  })

  it('and none is long', async () => {
    const world = await createWorld()
    await world.post('/teams', {name: 'x'.repeat(10_000), rules: Array.from({length: 1000}, () => ({name: 'y'.repeat(1000)}))})
    expect(JSON.stringify(await latest(world)).length).toBeLessThan(5000)
  })
})

it('the trail is filtered by account, operation, time and number', async () => {
  const world = await createWorld()
  await world.post('/teams', {name: 'one-team'})
  world.pass(60)
  await world.post('/apps', {name: 'my-app'}, {as: member})
  await world.post('/teams', {name: 'two-team'}, {as: member})
  const names = async (query: string) => (await trailOf(world, query)).map(({after}) => after?.['name'])
  expect(await names('')).toEqual(['two-team', 'my-app', 'one-team'])
  expect(await names(`?account=${member.toUpperCase()}`)).toEqual(['two-team', 'my-app'])
  expect(await names('?operation=team.create')).toEqual(['two-team', 'one-team'])
  expect(await names('?since=2026-01-01T00:01:00.000Z')).toEqual(['two-team', 'my-app'])
  expect(await names('?limit=1')).toEqual(['two-team'])
  expect(await names(`?account=${member}&operation=team.create&limit=5`)).toEqual(['two-team'])
})

describe('an entry that is older than the setting says', () => {
  const day = 86_400
  const settings = '/control-plane/settings'
  const numbers = async (world: World, query = '?limit=1000') => (await trailOf(world, query)).map(({number}) => number)
  /** What is there, whether it is shown or not: for ever is as far back as one can look. */
  const stored = async (world: World) => {
    await world.sql("update settings set value = 0 where name = 'audit-retention'")
    return numbers(world)
  }
  const change = (world: World) => world.post('/teams', {name: '-'})

  it.each([
    ['-1', -1],
    ['half a day', 0.5],
    ['more than the largest', 40_000_000],
  ])('is not what it is for %s', async (_, value) => {
    const world = await createWorld()
    expectRefusal(await world.patch(settings, {'audit-retention': value}), 422, 'invalid_params', 'audit-retention takes a', 'days from 0 to')
  })

  it('is not shown any more, by the time outside', async () => {
    const world = await createWorld()
    await change(world)
    await world.patch('/control-plane/clock', {advance: 1000 * day})
    world.pass(365 * day - 1)
    expect(await numbers(world)).toEqual([2, 1])
    world.pass(1)
    expect(await numbers(world)).toEqual([])
    await world.patch(settings, {'audit-retention': 366})
    expect(await numbers(world)).toEqual([3, 2, 1])
  })

  it('is not shown any more, also to who has asked before', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['operator', 'global']))
    await world.post('/teams', {name: 'side-team'}, operator)
    const shown = async () => (await world.get(path, operator)).body.length
    expect([await shown(), await shown()]).toEqual([1, 1])
    world.pass(365 * day)
    expect(await shown()).toBe(0)
  })

  it('is removed once a hundred others have come, and the numbers go on', async () => {
    const world = await createWorld()
    await world.patch(settings, {'audit-retention': 30})
    for (let count = 0; count < 97; count++) await change(world)
    world.pass(30 * day)
    await change(world)
    expect(await numbers(world)).toEqual([99])
    await world.post('/teams', {name: 'side-team'})
    await change(world)
    expect(await numbers(world)).toEqual([101, 100, 99])
    expect(await stored(world)).toEqual([101, 100, 99])
  })

  it('stays for ever where that is set', async () => {
    const world = await createWorld()
    await world.patch(settings, {'audit-retention': 0})
    for (let count = 0; count < 98; count++) await change(world)
    world.pass(36_500 * day)
    for (let count = 0; count < 2; count++) await change(world)
    expect(await numbers(world)).toHaveLength(101)
  })

  it('is nothing that a world brings with it: a reset and a load leave the setting', async () => {
    const world = await createWorld()
    await world.patch(settings, {'audit-retention': 1})
    await world.post('/control-plane/snapshots', {name: 'short'})
    await world.patch(settings, {'audit-retention': 1000})
    for (const path of ['/control-plane/snapshots/short/actions/load', '/control-plane/actions/reset']) {
      expect((await world.post(path)).status).toBe(200)
      expect((await world.get(settings)).body).toContainEqual(expect.objectContaining({name: 'audit-retention', value: 1000}))
    }
  })
})

it('the trail outlives the return to the seeded world, which stands in it', async () => {
  const world = await createWorld()
  await world.post('/teams', {name: 'side-team'})
  await world.post('/control-plane/actions/reset')
  expect((await trailOf(world)).map(({operation, number}) => [number, operation])).toEqual([[2, 'control-plane.reset'], [1, 'team.create']])
})
