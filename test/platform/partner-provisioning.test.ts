import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createApp} from '../helpers/apps.js'
import {deferred} from '../helpers/deferred.js'
import {temporaryFolder} from '../helpers/folder.js'
import {manifestOf} from '../helpers/manifests.js'
import {agreeable, type PartnerServer, type Received, type Reply, startPartner} from '../helpers/partner-server.js'
import {createWorld, expectRefusal, type World} from '../helpers/world.js'

let world: World
let partner: PartnerServer

beforeEach(async () => {
  partner = await startPartner()
  world = await createWorld()
  await pushTo(world, partner)
  await world.patch('/control-plane/partners/fast-db', {plans: [{name: 'basic', cents: 1000}, {name: 'huge', cents: 90000}]})
  await world.space('my-space', {region: 'virginia'})
  await createApp(world, {name: 'my-app', space: 'my-space'})
})

async function pushTo(own: World, {url}: Pick<PartnerServer, 'url'>, options = {}) {
  const contents = manifestOf('fast-db', {config_vars: ['FAST_DB_URL', 'FAST_DB_KEY'], production: {base_url: url, sso_url: `${url}/sso`}})
  const {body, status} = await own.post('/api/v3/addons/fast-db/manifests', {contents}, options)
  expect(status, JSON.stringify(body)).toBe(200)
}

const addons = '/apps/my-app/addons'
const create = (wanted: Record<string, unknown> = {}) => world.post(addons, {plan: 'fast-db:basic', ...wanted})
const created = async (wanted?: Record<string, unknown>) => {
  const {body, status} = await create(wanted)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const config = async (app = 'my-app') => (await world.get(`/apps/${app}/config-vars`)).body
const releases = async () => (await world.get('/apps/my-app/releases')).body.map(({description}: {description: string}) => description)
const methods = () => partner.received.map(({method}) => method)

describe('provisioning', () => {
  it('asks the partner as Heroku does, and sets what it answers', async () => {
    const body = await created({config: {size: 3, fast: true}, name: 'quick', attachment: {name: 'PRIMARY_DB'}})
    expect(partner.received).toEqual([
      {
        method: 'POST',
        path: '/heroku/resources',
        headers: expect.objectContaining({
          accept: 'application/vnd.heroku-addons+json; version=3',
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from('fast-db:manifest-password-of-32-characters').toString('base64')}`,
        }),
        body: {
          uuid: body.id,
          name: 'quick',
          plan: 'basic',
          region: 'amazon-web-services::us-east-1',
          callback_url: `http://127.0.0.1/addons/${body.id}`,
          options: {size: '3', fast: 'true'},
          oauth_grant: null,
        },
      },
    ])
    expect(body).toMatchObject({name: 'quick', state: 'provisioned', provider_id: `p-${body.id}`, provision_message: 'Welcome to Fast DB.', config_vars: expect.arrayContaining(['PRIMARY_DB_URL'])})
    expect(await config()).toEqual({PRIMARY_DB_URL: 'https://quick.example.com'})
  })

  it.each<[string, Reply, number, string]>([
    ['422 with a message', {status: 422, body: {message: 'Not in virginia.'}}, 422, 'log a support ticket and include this message: Not in virginia.'],
    ['422 without one', {status: 422, body: {}}, 422, 'An error was encountered when contacting the add-on partner to create fast-db:basic. The partner answered with status 422.'],
    ['503 with a message', {status: 503, body: {message: 'Later.'}}, 503, 'include this message: Later.'],
    ['401', {status: 401}, 503, 'The partner answered with status 401.'],
    ['410', {status: 410, body: {message: 'x'}}, 503, 'The partner answered with status 410.'],
  ])('is refused with %s, and nothing is left', async (_, reply, status, message) => {
    const before = await releases()
    partner.answers(() => reply)
    expectRefusal(await create(), status, 'addon_provider_error', message)
    expect((await world.get(addons)).body).toEqual([])
    expect([await releases(), await config(), methods()]).toEqual([before, {}, ['POST']])
  })

  it.each<[string, Reply, RegExp | string]>([
    ['no JSON', {status: 200, body: '<html>'}, 'The body is not valid JSON.'],
    ['an empty body', {status: 200}, 'The body is empty'],
    ['no id', {status: 200, body: {config: {}}}, '`id` is missing.'],
    ['a config that is a list', {status: 200, body: {id: '1', config: []}}, '`config` is an array'],
    ['a config var that is not declared', {status: 200, body: {id: '1', config: {FAST_DB_HOST: 'x'}}}, '`config.FAST_DB_HOST` is not among the config_vars of the manifest.'],
    ['a value that is a number', {status: 200, body: {id: '1', config: {FAST_DB_URL: 7}}}, '`config.FAST_DB_URL` is a number'],
    ['a message that is none', {status: 200, body: {id: '1', message: {}}}, '`message` is a'],
    ['a redirect', {status: 302}, 'Redirects are not followed.'],
    ['500 and a message, which is not shown', {status: 500, body: {message: 'secret stack'}}, /The partner answered with status 500\.$/],
    ['502, behind which it may have been provisioned', {status: 502}, 'The partner answered with status 502.'],
    ['nothing', {status: 200, hangUp: true}, 'ended before an answer came'],
    ['202, which nobody is there to be called back for', {status: 202, body: {id: '1'}}, 'Start a control plane with control-plane:start'],
    ['more than is read', {status: 200, body: `"${'x'.repeat(1024 * 1024)}"`}, 'The answer is longer than'],
  ])('answered with %s leaves nothing, and the partner is told', async (_, reply, message) => {
    partner.answers((request) => (request.method === 'DELETE' ? {status: 204} : reply))
    expectRefusal(await create(), 503, 'addon_provider_error', message)
    expect((await world.get(addons)).body).toEqual([])
    expect(methods()).toEqual(['POST', 'DELETE'])
    expect(partner.received[1]?.path).toBe(`/heroku/resources/${partner.received[0]?.body.uuid}`)
  })

  it('is refused before the partner is asked, where the rules say so', async () => {
    await world.space('tokyo-space', {region: 'tokyo'})
    await createApp(world, {name: 'tokyo-app', space: 'tokyo-space'})
    expectRefusal(await world.post('/apps/tokyo-app/addons', {plan: 'fast-db:basic'}), 422, 'invalid_params', 'It is available in us and virginia.')
    await created()
    expectRefusal(await create(), 422, 'invalid_params', 'can only be installed once per app')
    expect(methods()).toEqual(['POST'])
  })

  it('shows an add-on that is being created, which cannot be changed meanwhile', async () => {
    const meanwhile: unknown[] = []
    partner.answers(async (request) => {
      const {name, state} = (await world.get(addons)).body[0]
      meanwhile.push(state, (await world.delete(`/apps/my-app/addons/${name}`)).body.message, (await world.get(`/addons/${name}/sso`)).body.message, await config())
      return agreeable(request)
    })
    await created({name: 'quick'})
    expect(meanwhile).toEqual(['provisioning', 'quick is still being created.', 'quick is still being created.', {}])
  })

  it('of an app that is destroyed meanwhile is taken back', async () => {
    partner.answers(async (request) => {
      if (request.method === 'POST') expect((await world.delete('/apps/my-app')).status).toBe(200)
      return agreeable(request)
    })
    expectRefusal(await create(), 409, 'conflict', 'was destroyed while it was being created')
    expect(new Set(methods())).toEqual(new Set(['POST', 'DELETE']))
  })

  it('takes no id that is not the add-on\'s own', async () => {
    partner.answers(({method, body}) => ({status: method === 'DELETE' ? 204 : 200, body: {id: body?.name}}))
    expectRefusal(await create(), 503, 'addon_provider_error', '`id` is the name of the add-on')
    partner.answers(({method}) => ({status: method === 'DELETE' ? 204 : 200, body: {id: 7}}))
    await created()
    await createApp(world, {name: 'other-app'})
    expectRefusal(await world.post('/apps/other-app/addons', {plan: 'fast-db:basic'}), 503, 'addon_provider_error', '`id` is that of another add-on')
    expect(partner.received.at(-1)).toMatchObject({method: 'DELETE', path: `/heroku/resources/${partner.received.at(-2)?.body.uuid}`})
  })

  it('keeps nothing of what a partner sends as config in another form', async () => {
    for (const config of ['postgres://hunter2', ['hunter2'], [{name: 'FAST_DB_URL', value: 'hunter2'}]]) {
      partner.answers((request) => (request.method === 'DELETE' ? {status: 204} : {status: 200, body: {id: '1', config}}))
      expectRefusal(await create(), 503, 'addon_provider_error', '`config` is')
    }
    const kept = JSON.stringify((await world.get('/control-plane/partners/fast-db/requests')).body)
    expect(kept).toContain('[redacted]')
    expect(kept).not.toContain('hunter2')
  })

  it('shows what a partner says, and lets nothing of it reach the controls of a terminal', async () => {
    partner.answers(() => ({status: 422, body: {message: 'No\u001B[2J.\nSorry.'}}))
    expectRefusal(await create(), 422, 'addon_provider_error', 'No\uFFFD[2J.\nSorry.')
    partner.answers(({body}) => ({status: 200, body: {id: body.uuid, message: 'Hi\u009B2J'}}))
    expect((await created()).provision_message).toBe('Hi\uFFFD2J')
  })

  it('that does not reach the partner leaves nothing to be deprovisioned', async () => {
    await partner.close()
    expectRefusal(await create(), 503, 'addon_provider_error', 'cannot be reached')
    expect((await world.get('/control-plane/partners/fast-db/requests')).body).toMatchObject([{kind: 'provision', state: 'done', attempts: 1}])
  })

  it('replaces no attachment that came while the partner was asked: nobody has agreed to that', async () => {
    const relic = (await world.post(addons, {plan: 'newrelic:wayne', name: 'relic'})).body
    partner.answers(async (request) => {
      world.pass(1)
      if (request.method === 'POST') expect((await world.post('/addon-attachments', {addon: relic.id, app: 'my-app', name: 'PRIMARY'})).status).toBe(201)
      return agreeable(request)
    })
    expect((await created({name: 'quick', attachment: {name: 'PRIMARY'}})).config_vars).toContain('FAST_DB_URL')
    const attached = (await world.get('/apps/my-app/addon-attachments')).body.map(({addon, name}: {addon: {name: string}; name: string}) => `${addon.name} ${name}`)
    expect(attached.toSorted()).toEqual(['quick FAST_DB', 'relic NEW_RELIC', 'relic PRIMARY'])
  })

  it('is taken back where it cannot be attached any more', async () => {
    const contents = {...manifestOf('fast', {config_vars: ['FAST_DB_URL'], production: {base_url: partner.url}})}
    expect((await world.post('/api/v3/addons/fast/manifests', {contents})).status).toBe(200)
    partner.answers(async (request) => {
      if (request.method !== 'POST' || methods().length > 1) return {status: request.method === 'POST' ? 200 : 204, body: {id: request.body?.uuid}}
      expect((await world.post(addons, {plan: 'fast:test', name: 'quicker'})).status).toBe(201)
      return agreeable(request)
    })
    expectRefusal(await create(), 422, 'invalid_params', 'The config var FAST_DB_URL of my-app is set by the attachment FAST already.')
    expect((await world.get(addons)).body).toMatchObject([{name: 'quicker'}])
    expect(methods()).toEqual(['POST', 'POST', 'DELETE'])
    expect(world.faults).toEqual([])
  })

  it('replaces what was there before, with confirmation', async () => {
    await world.post(addons, {plan: 'newrelic:wayne', name: 'relic', attachment: {name: 'PRIMARY'}})
    await created({name: 'quick', attachment: {name: 'PRIMARY'}, confirm: 'my-app'})
    expect((await world.get('/apps/my-app/addon-attachments')).body).toMatchObject([{name: 'PRIMARY', addon: {name: 'quick'}}])
  })

  it('of a control plane that is reset meanwhile comes to nothing', async () => {
    partner.answers(async (request) => {
      expect((await world.post('/control-plane/actions/reset', {})).status).toBe(200)
      return agreeable(request)
    })
    expectRefusal(await create(), 409, 'conflict', 'was reset while the partner was being asked')
    expect(world.faults).toEqual([])
  })

  it('a hundred at once: none is lost, none is doubled', async () => {
    for (let number = 0; number < 100; number++) await createApp(world, {name: `app-${number}`})
    const answers = await Promise.all(Array.from({length: 100}, (_, number) => world.post(`/apps/app-${number}/addons`, {plan: 'fast-db:test'})))
    expect(answers.map(({status}) => status)).toEqual(answers.map(() => 201))
    const asked = partner.received.map(({body}) => body.uuid)
    expect([asked.length, new Set(asked)]).toEqual([100, new Set(answers.map(({body}) => body.id))])
  })
})

describe('an add-on of a partner', () => {
  it('changes its plan when the partner agrees, with what it sets', async () => {
    const {id, name} = await created()
    partner.answers(() => ({status: 200, body: {config: {FAST_DB_KEY: 'new'}, message: 'Bigger now.'}}))
    const {body} = await world.patch(`${addons}/${name}`, {plan: 'fast-db:huge'})
    expect(body).toMatchObject({plan: {name: 'fast-db:huge'}, provision_message: 'Bigger now.'})
    expect(partner.received.at(-1)).toMatchObject({method: 'PUT', path: `/heroku/resources/${id}`, body: {plan: 'huge'}})
    expect(await config()).toMatchObject({FAST_DB_KEY: 'new', FAST_DB_URL: expect.any(String)})
    expect((await releases()).at(-1)).toBe('Update FAST_DB by fast-db')
  })

  it('keeps its plan when the partner does not', async () => {
    const {name} = await created()
    partner.answers(() => ({status: 422, body: {message: 'Too much data.'}}))
    expectRefusal(await world.patch(`${addons}/${name}`, {plan: 'fast-db:huge'}), 422, 'addon_provider_error', 'We tried to change fast-db:huge', 'Too much data.')
    expect((await world.get(`/addons/${name}`)).body.plan.name).toBe('fast-db:basic')
  })

  it('is given no plan that only its partner may give', async () => {
    const {name} = await created()
    await world.patch('/control-plane/partners/fast-db', {plans: [{name: 'vip', state: 'invite-only'}]})
    await world.post('/apps', {name: 'their-app'}, {as: 'admin@globex.example'})
    const own = (await world.post('/apps/their-app/addons', {plan: 'fast-db:test'}, {as: 'admin@globex.example'})).body
    expectRefusal(await world.patch(`/apps/their-app/addons/${own.name}`, {plan: 'fast-db:vip'}, {as: 'admin@globex.example'}), 422, 'invalid_params', 'only available to select users')
    expect((await world.patch(`${addons}/${name}`, {plan: 'fast-db:vip'})).status).toBe(200)
  })

  it('changes its plan once at a time', async () => {
    const {name} = await created()
    partner.answers(async () => {
      expectRefusal(await world.patch(`${addons}/${name}`, {plan: 'fast-db:test'}), 409, 'conflict', 'is being changed already')
      return {status: 200, body: {}}
    })
    expect((await world.patch(`${addons}/${name}`, {plan: 'fast-db:huge'})).body.plan.name).toBe('fast-db:huge')
    expect(methods()).toEqual(['POST', 'PUT'])
  })

  it('is destroyed also when its app is destroyed meanwhile', async () => {
    const {id, name} = await created()
    partner.answers(async ({method}) => {
      if (method === 'DELETE' && methods().length === 2) expect((await world.delete('/apps/my-app')).status).toBe(200)
      return {status: 204}
    })
    expect((await world.delete(`${addons}/${name}`)).body).toMatchObject({id, state: 'deprovisioned'})
    expect(world.faults).toEqual([])
  })

  it.each([204, 200, 202, 404, 410])('is destroyed when the partner answers %i', async (status) => {
    const {id, name} = await created()
    partner.answers(() => ({status, body: {}}))
    expect((await world.delete(`${addons}/${name}`)).body).toMatchObject({id, state: 'deprovisioned'})
    expect(partner.received.at(-1)).toMatchObject({method: 'DELETE', path: `/heroku/resources/${id}`, body: undefined})
    expectRefusal(await world.get(`/addons/${name}`), 404, 'not_found')
    expect(await config()).toEqual({})
  })

  it('stays when the partner cannot let it go', async () => {
    const {name} = await created()
    partner.answers(() => ({status: 422, body: {message: 'It is being backed up.'}}))
    expectRefusal(await world.delete(`${addons}/${name}`), 422, 'addon_provider_error', 'It is being backed up.')
    await partner.close()
    expectRefusal(await world.delete(`${addons}/${name}`), 503, 'addon_provider_error', 'cannot be reached')
    expect((await world.get(`/addons/${name}`)).body.state).toBe('provisioned')
  })

  it('is deprovisioned with its app, at the latest when the partner is there again', async () => {
    const {id} = await created()
    partner.answers(() => ({status: 500}))
    expect((await world.delete('/apps/my-app')).status).toBe(200)
    expect(methods()).toEqual(['POST', 'DELETE'])
    partner.answers(agreeable)
    let number = 0
    const touch = async () => {
      await createApp(world, {name: `app-${++number}`})
      expect((await world.post(`/apps/app-${number}/addons`, {plan: 'scheduler:standard'})).status).toBe(201)
    }
    await touch()
    expect(methods()).toEqual(['POST', 'DELETE'])
    world.pass(60)
    await touch()
    expect(partner.received.slice(2)).toMatchObject([{method: 'DELETE', path: `/heroku/resources/${id}`}])
    world.pass(24 * 60 * 60)
    await touch()
    expect(methods()).toHaveLength(3)
  })
})

describe('a call whose process has ended', () => {
  let folder: string
  let first: World
  let second: World
  let release: () => void
  let stuck: Promise<unknown>

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
    const file = join(folder, 'world.sqlite')
    first = await createWorld({file})
    second = await createWorld({file, firstId: 1_000_000})
    await pushTo(first, partner)
    await createApp(first, {name: 'slow-app'})
    await createApp(first, {name: 'other-app'})
  })

  afterEach(async () => {
    release()
    await stuck
    rmSync(folder, {recursive: true, force: true})
  })

  /** Asks the partner, which keeps the first call waiting. */
  async function leave(answers: (received: Received) => Promise<Reply> | Reply = agreeable) {
    const arrived = deferred()
    const released = deferred()
    release = released.resolve
    partner.answers(async (request) => {
      if (partner.received.length > 1) return answers(request)
      arrived.resolve()
      await released.promise
      return agreeable(request)
    })
    stuck = first.post('/apps/slow-app/addons', {plan: 'fast-db:test', name: 'quick', attachment: {name: 'PRIMARY'}})
    await arrived.promise
  }

  const state = async () => (await second.get('/apps/slow-app/addons')).body[0]?.state
  const uuids = () => partner.received.map(({body}) => body?.uuid)

  it('is made again with the same uuid, and its answer counts once', async () => {
    await leave()
    second.pass(30)
    await second.post('/apps/other-app/addons', {plan: 'scheduler:standard'})
    expect(methods()).toEqual(['POST'])
    second.pass(61)
    await second.post('/apps/other-app/addons', {plan: 'papertrail:choklad'})
    const [uuid] = uuids()
    expect(uuids()).toEqual([uuid, uuid])
    expect(await state()).toBe('provisioned')
    first.pass(91)
    release()
    expect(await stuck).toMatchObject({body: {id: uuid, state: 'provisioned'}})
    expect((await second.get('/apps/slow-app/addon-attachments')).body).toMatchObject([{name: 'PRIMARY'}])
    expect((await second.get('/control-plane/partners/fast-db/requests')).body).toMatchObject([{attempts: 2, state: 'done'}])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['looks at the add-on', () => second.get('/addons/quick')],
    ['is refused the same for what was left behind', async () => expectRefusal(await second.post('/apps/slow-app/addons', {plan: 'fast-db:test'}), 422, 'invalid_params', 'can only be installed once per app')],
    ['is refused to destroy it', async () => expectRefusal(await second.delete('/apps/slow-app/addons/quick'), 422, 'invalid_params', 'is still being created')],
  ])('is made again by whoever %s', async (_, comeBy) => {
    await leave()
    second.pass(61)
    await comeBy()
    expect(methods()).toEqual(['POST', 'POST'])
    expect(await state()).toBe('provisioned')
  })

  it('is made again also where answers are kept', async () => {
    const served = await createWorld({file: join(folder, 'world.sqlite'), firstId: 2_000_000, guarded: true})
    const headers = {authorization: `Bearer ${await served.tokenOf('admin@acme.example')}`}
    await served.patch('/control-plane/settings', {'private-partners': 1}, {headers: {authorization: `Bearer ${await served.tokenOf('admin@acme.example', undefined, ['operator'])}`}})
    await leave()
    for (const seconds of [0, 0, 61]) {
      served.pass(seconds)
      await served.get('/addons/quick', {headers})
    }
    expect(methods()).toEqual(['POST', 'POST'])
  })

  it('and is refused the second time has left something behind, for all that is known', async () => {
    await leave(({method}) => ({status: method === 'POST' ? 422 : 204}))
    second.pass(61)
    await second.get('/addons/quick')
    expect(methods()).toEqual(['POST', 'POST', 'DELETE'])
    expect(await state()).toBeUndefined()
  })

  it('and cannot be made again is in nobody\'s way', async () => {
    await leave()
    await second.sql('delete from manifests')
    second.pass(61)
    expect((await second.post('/apps/other-app/addons', {plan: 'scheduler:standard'})).status).toBe(201)
    expect(second.faults).toHaveLength(1)
  })
})

it('a control plane that is served calls no private address unless its operator says so, nor does a command later', async () => {
  const file = join(temporaryFolder(), 'world.sqlite')
  const served = await createWorld({file, guarded: true})
  const headers = {authorization: `Bearer ${await served.tokenOf('admin@acme.example')}`}
  const contents = manifestOf('fast-db', {production: {base_url: 'https://127.0.0.1:1/heroku/resources', sso_url: 'https://127.0.0.1:1/sso'}})
  expect((await served.post('/api/v3/addons/fast-db/manifests', {contents}, {headers})).status).toBe(200)
  await served.post('/apps', {name: 'my-app'}, {headers})
  expectRefusal(await served.post('/apps/my-app/addons', {plan: 'fast-db:test'}, {headers}), 503, 'addon_provider_error', 'may not be called')
  const embedded = await createWorld({file, firstId: 1_000_000})
  expectRefusal(await embedded.post('/apps/my-app/addons', {plan: 'fast-db:test'}), 503, 'addon_provider_error', 'may not be called')
})
