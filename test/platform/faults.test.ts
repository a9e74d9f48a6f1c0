import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {temporaryFolder} from '../helpers/folder.js'
import {createWorld, expectRefusal, type Answer, type World} from '../helpers/world.js'

const path = '/control-plane/faults'

/** Sets a fault that has to be possible. */
async function fault(world: World, wanted: object): Promise<Answer['body']> {
  const answer = await world.post(path, wanted)
  if (answer.status !== 201) throw new Error(answer.body.message)
  return answer.body
}

const markOf = ({headers}: Answer) => headers['spacedock-fault']
const statuses = async (asked: (() => Promise<Answer>)[]) => {
  const all: number[] = []
  for (const ask of asked) all.push((await ask()).status)
  return all
}
const times = (count: number, ask: () => Promise<Answer>) => statuses(Array.from({length: count}, () => ask))

describe('a fault is refused', () => {
  it.each<[string, object, ...string[]]>([
    ['without an operation', {status: 503}, 'Name the operation', '*'],
    ['for an operation that there is none of', {operation: 'spaces.create'}, 'There is no operation spaces.create here.', 'Did you mean space.create?'],
    ['for what only an operator does', {operation: 'control-plane.reset'}, 'never struck', 'clear a fault'],
    ['for what a partner does under that path', {operation: 'control-plane-partner.info'}, 'never struck'],
    ['of a kind that there is none of', {operation: '*', kind: 'lost-replay'}, 'Did you mean lost-reply?', 'truncate'],
    ['with a status that is no error', {operation: '*', status: 200}, 'from 400 to 599, not 200'],
    ['with half a status', {operation: '*', status: 503.5}, 'from 400 to 599, not 503.5'],
    ['with a status that its kind does not have', {operation: '*', kind: 'reset', status: 503}, 'reset has no status'],
    ['with a Retry-After that its kind does not have', {operation: '*', kind: 'truncate', retry_after: 1}, 'truncate has no retry_after'],
    ['of latency without any', {operation: '*', kind: 'latency'}, 'latency in milliseconds'],
    ['with an hour of latency', {operation: '*', latency: 3_600_000}, 'at most 600000 milliseconds'],
    ['with a year of Retry-After', {operation: '*', retry_after: 31_536_000}, 'at most 86400 seconds'],
    ['that never strikes', {operation: '*', times: 0}, 'at least 1'],
    ['that strikes too often', {operation: '*', times: 1_000_001}, 'times is at most 1000000'],
    ['that lets too many pass', {operation: '*', after: 1_000_001}, 'after is at most 1000000'],
    ['that strikes half a request', {operation: '*', times: 0.5}, 'Invalid times'],
    ['that lets fewer than none pass', {operation: '*', after: -1}, 'Invalid after'],
    ['for a method that there is none of', {operation: '*', method: 'FETCH'}, 'There is no method FETCH', 'PATCH'],
    ['for a method that the operation does not have', {operation: 'space.create', method: 'GET'}, 'space.create is asked for with POST, never with GET.'],
    ['that keeps apps from being allocated', {operation: 'app.create', kind: 'stuck-allocating'}, 'strikes space.create, not app.create'],
    ['that leaves unapplied what cannot be', {operation: 'space.create', kind: 'not-applied'}, 'strikes inbound-ruleset.create, not space.create'],
    ['with a description as long as a book', {operation: '*', description: 'x'.repeat(201)}, 'at most 200 characters'],
  ])('%s', async (_, wanted, ...said) => {
    const world = await createWorld()
    expectRefusal(await world.post(path, wanted), 422, 'invalid_params', ...said)
    expect((await world.get(path)).body).toEqual([])
  })

  it('past a hundred', async () => {
    const world = await createWorld()
    for (let number = 0; number < 100; number++) await fault(world, {operation: 'space.list'})
    expectRefusal(await world.post(path, {operation: 'space.list'}), 422, 'invalid_params', 'There are 100 faults already')
  })

  it('to whoever does not run the control plane', async () => {
    const world = await createWorld({guarded: true})
    const headers = {authorization: `Bearer ${await world.tokenOf('admin@acme.example')}`}
    expectRefusal(await world.post(path, {operation: '*'}, {headers}), 403, 'forbidden')
    expectRefusal(await world.get(path, {headers}), 403, 'forbidden')
    expectRefusal(await world.delete(path, {headers}), 403, 'forbidden')
  })

  it('to be cleared when there is none', async () => {
    const world = await createWorld()
    expectRefusal(await world.delete(`${path}/nothing`), 404, 'not_found', 'fault')
  })
})

describe('an error', () => {
  it('strikes as often as it says, those requests that it means, and is told in the answer', async () => {
    const world = await createWorld()
    const {id} = await fault(world, {operation: 'space.create', status: 503, times: 2, after: 1, retry_after: 5})
    const names = ['one-space', 'two-space', 'three-space', 'four-space']
    const answers: Answer[] = []
    for (const name of names) {
      expect((await world.get('/spaces')).status).toBe(200)
      answers.push(await world.post('/spaces', {name, team: 'acme'}))
    }
    expect(answers.map(({status}) => status)).toEqual([201, 503, 503, 201])
    expect(answers.map(markOf)).toEqual([undefined, id, id, undefined])
    expect(answers[1]?.headers['retry-after']).toBe('5')
    expectRefusal(answers[1] as Answer, 503, 'service_unavailable', 'temporarily unavailable')
    expect((await world.get('/spaces')).body.map(({name}: {name: string}) => name).sort()).toEqual(['four-space', 'one-space'])
    // A spent fault counts no more.
    expect((await world.get(path)).body).toMatchObject([{id, seen: 3, struck: 2, times: 2, after: 1}])
  })

  it.each([
    [429, 'rate_limit', 'Your account reached the API rate limit\nPlease wait a few minutes before making new requests'],
    [500, 'internal_server_error', ''],
    [401, 'unauthorized', 'Invalid credentials provided.'],
    [418, 'bad_request', '418'],
    [502, 'service_unavailable', '502'],
  ])('of status %s has the shape of one of Heroku', async (status, id, message) => {
    const world = await createWorld()
    await fault(world, {operation: '*', status})
    expectRefusal(await world.get('/account'), status, id, message)
    expect((await world.get('/account')).status).toBe(200)
  })

  it('strikes a method alone where it says so, also what leads nowhere', async () => {
    const world = await createWorld()
    await fault(world, {operation: '*', method: 'post', times: null})
    expect((await world.get('/spaces')).status).toBe(200)
    expect(await statuses([() => world.post('/spaces', {}), () => world.post('/nowhere', {}), () => world.post('/teams', {name: 'x'})])).toEqual([503, 503, 503])
    // As the method that is meant, however it is sent.
    expect((await world.request('POST', '/spaces', {headers: {'x-http-method-override': 'GET'}})).status).toBe(200)
  })

  it('strikes in the order in which faults were set, and one request never twice', async () => {
    const world = await createWorld()
    await fault(world, {operation: '*', status: 500, times: 1})
    await fault(world, {operation: 'account.info', status: 429, times: 2})
    expect(await times(4, () => world.get('/account'))).toEqual([500, 429, 429, 200])
    expect((await world.get(path)).body).toMatchObject([{struck: 1, seen: 1}, {struck: 2, seen: 3}])
  })

  it('strikes whoever asks, before anybody is asked who that is', async () => {
    const world = await createWorld({guarded: true})
    const operator = {headers: {authorization: `Bearer ${await world.tokenOf('admin@acme.example', undefined, ['global', 'operator'])}`}}
    await world.post(path, {operation: '*', status: 500}, operator)
    expect(await times(2, () => world.get('/account'))).toEqual([500, 401])
  })

  it('strikes what is kept as well, and what it struck is not kept', async () => {
    const world = await createWorld({guarded: true})
    const own = {headers: {authorization: `Bearer ${await world.tokenOf('admin@acme.example', undefined, ['global', 'operator'])}`}}
    expect(await times(2, () => world.get('/spaces', own))).toEqual([200, 200])
    await world.post(path, {operation: 'space.list', times: 2, after: 1}, own)
    expect(await times(5, () => world.get('/spaces', own))).toEqual([200, 503, 503, 200, 200])
  })
})

describe('the control plane itself', () => {
  it('is never struck, so that faults can be cleared', async () => {
    const world = await createWorld()
    const {id} = await fault(world, {operation: '*', times: null})
    expect(await statuses([() => world.get('/control-plane'), () => world.get('/control-plane/settings'), () => world.get(`${path}?x=1`)])).toEqual([200, 200, 200])
    expect((await world.get('/spaces')).status).toBe(503)
    expect((await world.delete(`${path}/${id}`)).body).toMatchObject({id, struck: 1, seen: 1})
    expect((await world.get('/spaces')).status).toBe(200)
  })

  it('is not spared by a path that only begins like its own', async () => {
    const world = await createWorld()
    await fault(world, {operation: '*'})
    expect((await world.get('/control-planes')).status).toBe(503)
  })

  it('clears all faults at once, and with a reset', async () => {
    const world = await createWorld()
    for (const operation of ['*', 'space.list']) await fault(world, {operation, times: null})
    expect((await world.delete(path)).body).toHaveLength(2)
    expect((await world.get('/spaces')).status).toBe(200)
    await fault(world, {operation: '*', times: null})
    await world.post('/control-plane/actions/reset')
    expect((await world.get(path)).body).toEqual([])
    expect((await world.get('/spaces')).status).toBe(200)
  })
})

describe('a connection', () => {
  it('is reset before anything is done', async () => {
    const world = await createWorld()
    const {id} = await fault(world, {operation: 'space.create', kind: 'reset'})
    const told = await world.send({method: 'POST', path: '/spaces', headers: {}, body: '{"name":"my-space","team":"acme"}'})
    expect(told).toMatchObject({broken: 'reset', headers: {'spacedock-fault': id}})
    expect((await world.get('/spaces')).body).toEqual([])
  })

  it('is reset after everything is done, also after a refusal', async () => {
    const world = await createWorld()
    await fault(world, {operation: 'space.create', kind: 'lost-reply', times: 2})
    const send = () => world.send({method: 'POST', path: '/spaces', headers: {}, body: '{"name":"my-space","team":"acme"}'})
    expect(await send()).toMatchObject({broken: 'reset', status: 201})
    expect((await world.get('/spaces')).body).toMatchObject([{name: 'my-space'}])
    expect(await send()).toMatchObject({broken: 'reset', status: 422})
    expect((await world.get(path)).body).toMatchObject([{struck: 2}])
  })

  it('ends in the middle of an answer', async () => {
    const world = await createWorld()
    await fault(world, {operation: 'space.list', kind: 'truncate'})
    expect(await world.send({method: 'GET', path: '/spaces', headers: {}})).toMatchObject({broken: 'truncated', status: 200, body: '[]'})
  })
})

describe('a space', () => {
  it('that is stuck stays allocating until the fault is cleared, and then is allocated in its time', async () => {
    const world = await createWorld()
    const {id, operation} = await fault(world, {kind: 'stuck-allocating'})
    expect(operation).toBe('space.create')
    const state = async (name: string) => (await world.get(`/spaces/${name}`)).body.state
    expect(markOf(await world.post('/spaces', {name: 'stuck-space', team: 'acme'}))).toBe(id)
    await world.post('/spaces', {name: 'other-space', team: 'acme'})
    world.pass(365 * 86_400)
    expect([await state('stuck-space'), await state('other-space')]).toEqual(['allocating', 'allocated'])
    await world.delete(`${path}/${id}`)
    expect(await state('stuck-space')).toBe('allocating')
    world.pass(2)
    expect(await state('stuck-space')).toBe('allocated')
  })

  it('that is stuck can be destroyed', async () => {
    const world = await createWorld()
    const {id} = await fault(world, {kind: 'stuck-allocating'})
    await world.post('/spaces', {name: 'stuck-space', team: 'acme'})
    await world.delete('/spaces/stuck-space')
    world.pass(2)
    expect((await world.get('/spaces/stuck-space')).status).toBe(404)
    expect((await world.delete(`${path}/${id}`)).status).toBe(200)
    expect((await world.get('/spaces')).body).toEqual([])
  })

  it('that is stuck in a saved world comes back with the fault that lets it go on', async () => {
    const world = await createWorld()
    const {id} = await fault(world, {kind: 'stuck-allocating'})
    await world.post('/spaces', {name: 'stuck-space', team: 'acme'})
    await world.post('/control-plane/snapshots', {name: 'stuck'})
    await world.post('/control-plane/actions/reset')
    expect((await world.post('/control-plane/snapshots/stuck/actions/load')).status).toBe(200)
    expect((await world.get(path)).body).toMatchObject([{id, struck: 1}])
    await world.delete(`${path}/${id}`)
    world.pass(2)
    expect((await world.get('/spaces/stuck-space')).body.state).toBe('allocated')
  })

  it('that is said to be allocated is refused to what needs it, in the words of the platform', async () => {
    const world = await createWorld()
    await world.space('my-space', {shield: false})
    await fault(world, {kind: 'not-ready', times: 3})
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
    expectRefusal(await world.put('/spaces/my-space/inbound-ruleset', {rules: []}), 404, 'not_found', "Couldn't find that space.")
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', space: 'my-space'}), 422, 'invalid_params', 'Space my-space is not yet allocated. Wait until it is allocated before creating apps in it.')
    const vpn = {name: 'office', public_ip: '203.0.113.7', routable_cidrs: ['172.20.0.0/16']}
    expectRefusal(await world.post('/spaces/my-space/vpn-connections', vpn), 422, 'invalid_params', 'Space my-space is not yet allocated')
    expect((await world.post('/teams/apps', {name: 'my-app', space: 'my-space'})).status).toBe(201)
  })

  it('is none of the business of an app outside spaces', async () => {
    const world = await createWorld()
    await fault(world, {kind: 'not-ready'})
    expect((await world.post('/teams/apps', {name: 'my-app', team: 'acme'})).status).toBe(201)
    expect((await world.get(path)).body).toMatchObject([{seen: 0, struck: 0}])
  })

  it('keeps its old ruleset, although the answer says otherwise', async () => {
    const world = await createWorld()
    await world.space('my-space')
    const ruleset = '/spaces/my-space/inbound-ruleset'
    const before = (await world.get(ruleset)).body
    const {id} = await fault(world, {kind: 'not-applied'})
    const rules = [{action: 'allow', source: '192.0.2.0/24'}]
    const answer = await world.put(ruleset, {rules})
    expect([answer.status, markOf(answer), answer.body.rules, answer.body.applied]).toEqual([200, id, rules, true])
    expect((await world.get(ruleset)).body).toEqual(before)
    await world.put(ruleset, {rules})
    expect((await world.get(ruleset)).body.rules).toEqual(rules)
  })
})

it('a hundred requests at once are struck exactly as often as a fault says', async () => {
  const world = await createWorld()
  await fault(world, {operation: 'account.info', times: 7, after: 20})
  const answers = await Promise.all(Array.from({length: 100}, () => world.get('/account')))
  expect(answers.filter(({status}) => status === 503)).toHaveLength(7)
  expect(answers.filter(({status}) => status === 200)).toHaveLength(93)
  expect((await world.get(path)).body).toMatchObject([{seen: 27, struck: 7}])
})

it('servers of one store count together', async () => {
  const file = join(temporaryFolder(), 'world.sqlite')
  const worlds = [await createWorld({file}), await createWorld({file, firstId: 1_000_000})] as const
  await fault(worlds[0], {operation: 'account.info', times: 3, after: 2})
  expect(await statuses([0, 1, 0, 1, 1, 0, 1].map((index) => () => worlds[index === 0 ? 0 : 1].get('/account')))).toEqual([200, 200, 503, 503, 503, 200, 200])
})
