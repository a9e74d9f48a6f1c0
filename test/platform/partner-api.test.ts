import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {deferred} from '../helpers/deferred.js'
import {temporaryFolder} from '../helpers/folder.js'
import {manifestOf} from '../helpers/manifests.js'
import {type PartnerServer, startPartner} from '../helpers/partner-server.js'
import {type Answer, createWorld, expectRefusal, type World} from '../helpers/world.js'

let world: World
let partner: PartnerServer
let secret: string
/** Whoever has the app, and whoever has the add-on service. */
let customer: {headers: Record<string, string>}
let owner: {headers: Record<string, string>}

const url = 'http://127.0.0.1:5455'
const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})

beforeEach(async () => {
  partner = await startPartner()
  partner.answers(({method}) => (method === 'POST' ? {status: 202, body: {id: 'p-1', message: 'On its way.'}} : {status: 204}))
  await setUp(await createWorld({guarded: true, url}))
})

async function setUp(own: World) {
  world = own
  customer = bearer(await world.tokenOf('admin@acme.example'))
  owner = bearer(await world.tokenOf('admin@globex.example'))
  await world.patch('/control-plane/settings', {'private-partners': 1}, bearer(await world.tokenOf('admin@acme.example', undefined, ['operator'])))
  const contents = manifestOf('fast-db', {config_vars: ['FAST_DB_URL', 'FAST_DB_KEY'], production: {base_url: partner.url, sso_url: partner.url}})
  expect((await world.post('/api/v3/addons/fast-db/manifests', {contents}, owner)).status).toBe(200)
  secret = (await world.get('/control-plane/partners/fast-db', owner)).body.client_secret
  await world.post('/apps', {name: 'my-app'}, customer)
}

const create = () => world.post('/apps/my-app/addons', {plan: 'fast-db:test', name: 'quick'}, customer)
const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()
const exchange = (fields: Record<string, string>): Promise<Answer> => world.post('/oauth/token', form(fields))
const grant = () => partner.received[0]?.body.oauth_grant

/** A token of the partner's for the add-on that is being created. */
async function tokens() {
  const {body, status} = await exchange({grant_type: 'authorization_code', code: grant().code, client_secret: secret})
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

describe('a grant', () => {
  it('is exchanged once, within five minutes, with the right secret', async () => {
    await create()
    expect(grant()).toMatchObject({type: 'authorization_code', expires_at: '2026-01-01T00:05:00.000Z'})
    const good = {grant_type: 'authorization_code', code: grant().code, client_secret: secret}
    expectRefusal(await exchange({...good, client_secret: 'wrong'}), 401, 'unauthorized', 'The grant is not good')
    expectRefusal(await exchange({...good, code: 'wrong'}), 401, 'unauthorized')
    expectRefusal(await exchange({grant_type: 'authorization_code', client_secret: secret}), 422, 'invalid_params', 'Require params: code.')
    expectRefusal(await exchange({grant_type: 'password', client_secret: secret}), 422, 'invalid_params')
    const body = await tokens()
    expect(body).toMatchObject({token_type: 'Bearer', expires_in: 28799, access_token: expect.stringMatching(/^HRKU-/)})
    expectRefusal(await exchange(good), 401, 'unauthorized')
  })

  it('is too old after five minutes', async () => {
    await create()
    world.pass(300)
    expectRefusal(await exchange({grant_type: 'authorization_code', code: grant().code, client_secret: secret}), 401, 'unauthorized')
  })

  it('may come in the query or as JSON, and is refreshed as long as the add-on lives', async () => {
    await create()
    const first = await world.post(`/oauth/token?${form({grant_type: 'authorization_code', code: grant().code, client_secret: secret})}`)
    expect(first.status).toBe(200)
    const refresh = {grant_type: 'refresh_token', refresh_token: first.body.refresh_token, client_secret: secret}
    const again = await world.post('/oauth/token', refresh)
    expect([again.status, again.body.access_token !== first.body.access_token]).toEqual([200, true])
    await world.delete('/apps/my-app/addons/quick', customer)
    expectRefusal(await world.post('/oauth/token', refresh), 401, 'unauthorized')
  })
})

describe('a partner’s token', () => {
  it('is for its add-on, and for nothing else of whoever owns the service', async () => {
    const {id} = (await create()).body
    const own = bearer((await tokens()).access_token)
    expect((await world.get(`/addons/${id}/config`, own)).status).toBe(200)
    expectRefusal(await world.get('/addons/00000000-0000-4000-8000-999999999999/config', own), 404, 'not_found')
    for (const path of ['/account', '/apps', '/control-plane/partners/fast-db']) expectRefusal(await world.get(path, own), 403, 'forbidden')
    expectRefusal(await world.get(`/addons/${id}/config`, customer), 404, 'not_found')
    expectRefusal(await world.get(`/addons/${id}/config`, owner), 404, 'not_found')
    expect((await world.get(`/addons/${id}/config`)).status).toBe(401)
  })

  it('of a repeated request is another one, and what the first has been exchanged for stays good', async () => {
    const file = join(temporaryFolder(), 'world.sqlite')
    await setUp(await createWorld({file, guarded: true, url}))
    const later = await createWorld({file, firstId: 1_000_000, guarded: true, url})
    const arrived = deferred()
    const released = deferred()
    partner.answers(async ({method}) => {
      if (method === 'POST' && partner.received.length === 1) {
        arrived.resolve()
        await released.promise
      }
      return {status: 202, body: {id: 'p-1'}}
    })
    const first = create()
    await arrived.promise
    const {refresh_token} = await tokens()
    later.pass(61)
    await later.get('/addons/quick', customer)
    const again = async (fields: Record<string, string>) => (await later.post('/oauth/token', form({...fields, client_secret: secret}))).status
    expect(await again({grant_type: 'refresh_token', refresh_token})).toBe(200)
    expect(await again({grant_type: 'authorization_code', code: partner.received[1]?.body.oauth_grant.code})).toBe(200)
    released.resolve()
    expect((await first).status).toBe(201)
  })

  it('is over after eight hours', async () => {
    const {id} = (await create()).body
    const own = bearer((await tokens()).access_token)
    world.pass(28_800)
    expect((await world.get(`/addons/${id}/config`, own)).status).toBe(401)
  })
})

describe('an add-on that its partner provisions later', () => {
  it('is being created until the partner says so, and sets its config vars then', async () => {
    const {body} = await create()
    expect(body).toMatchObject({state: 'provisioning', provider_id: 'p-1', provision_message: 'On its way.', config_vars: []})
    const own = bearer((await tokens()).access_token)
    const releases = async () => (await world.get('/apps/my-app/releases', customer)).body.length
    const before = await releases()
    const sent = {config: [{name: 'FAST_DB_URL', value: 'https://fast.example.com'}]}
    expect((await world.patch(`/addons/${body.id}/config`, sent, own)).body).toEqual(sent.config)
    expectRefusal(await world.patch(`/addons/${body.id}/config`, {config: [{name: 'OTHER_URL', value: 'x'}]}, own), 422, 'invalid_params', 'not among the config_vars')
    expect([await releases(), (await world.get('/apps/my-app/config-vars', customer)).body]).toEqual([before, {}])
    expect((await world.post(`/addons/${body.id}/actions/provision`, {}, own)).body).toMatchObject({id: body.id, state: 'provisioned'})
    expect((await world.get('/apps/my-app/config-vars', customer)).body).toEqual({FAST_DB_URL: 'https://fast.example.com'})
    await world.patch(`/addons/${body.id}/config`, {config: [{name: 'FAST_DB_KEY', value: 'k'}]}, own)
    expect((await world.get('/apps/my-app/config-vars', customer)).body).toEqual({FAST_DB_URL: 'https://fast.example.com', FAST_DB_KEY: 'k'})
    await world.patch(`/addons/${body.id}/config`, {config: [{name: 'FAST_DB_KEY', value: null}]}, own)
    expect((await world.get('/apps/my-app/config-vars', customer)).body).toEqual({FAST_DB_URL: 'https://fast.example.com'})
    world.pass(13 * 60 * 60)
    expect((await world.get('/addons/quick', customer)).body.state).toBe('provisioned')
  })

  it('is taken back when the partner says that it cannot', async () => {
    const {id} = (await create()).body
    const own = bearer((await tokens()).access_token)
    expect((await world.post(`/addons/${id}/actions/deprovision`, {}, own)).body.state).toBe('deprovisioned')
    expectRefusal(await world.get('/addons/quick', customer), 404, 'not_found')
  })

  it('has failed after twelve hours', async () => {
    await create()
    world.pass(12 * 60 * 60 - 1)
    await world.post('/apps', {name: 'other-app'}, customer)
    expect((await world.get('/addons/quick', customer)).body.state).toBe('provisioning')
    world.pass(1)
    expectRefusal(await world.get('/addons/quick', customer), 404, 'not_found')
    await world.post('/apps', {name: 'third-app'}, customer)
    expect((await world.get('/addon-attachments', customer)).body).toEqual([])
    expect(partner.received.map(({method}) => method)).toEqual(['POST', 'DELETE'])
  })

  it('is there at once when the partner is done before it has answered', async () => {
    partner.answers(async ({body}) => {
      const own = bearer((await exchange({grant_type: 'authorization_code', code: body.oauth_grant.code, client_secret: secret})).body.access_token)
      await world.patch(`/addons/${body.uuid}/config`, {config: [{name: 'FAST_DB_URL', value: 'https://fast.example.com'}]}, own)
      expect((await world.post(`/addons/${body.uuid}/actions/provision`, {}, own)).status).toBe(200)
      return {status: 202, body: {id: 'p-1'}}
    })
    expect((await create()).body).toMatchObject({state: 'provisioned', provider_id: 'p-1', config_vars: expect.arrayContaining(['FAST_DB_URL'])})
    expect((await world.get('/apps/my-app/config-vars', customer)).body).toEqual({FAST_DB_URL: 'https://fast.example.com'})
  })

  it('can be destroyed before', async () => {
    await create()
    expect((await world.delete('/apps/my-app/addons/quick', customer)).status).toBe(200)
    expect(partner.received.map(({method}) => method)).toEqual(['POST', 'DELETE'])
  })
})
