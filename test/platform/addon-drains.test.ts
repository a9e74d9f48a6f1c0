import {beforeEach, describe, expect, it} from 'vitest'
import {type PartnerWorld, createPartnerWorld} from '../helpers/partner-world.js'
import {type Answer, expectRefusal, type RequestOptions, type World} from '../helpers/world.js'

let own: PartnerWorld
let world: World
let customer: RequestOptions

const url = 'https://me:secret@logs.fast.example.com/drain'
const drains = '/apps/my-app/log-drains'

beforeEach(async () => {
  own = await createPartnerWorld({requires: ['syslog_drain', 'many_per_app']})
  ;({world, customer} = own)
  answering({log_drain_url: url})
  for (const name of ['my-app', 'other-app']) await app(name)
})

const answering = (answer: object, status = 200) => own.partner.answers(({method, body}) => (method === 'POST' ? {status, body: {id: body.uuid, ...answer}} : {status: 204}))
const app = async (name: string, wanted: Record<string, unknown> = {team: 'acme'}) => expect((await world.post('/teams/apps', {name, ...wanted}, customer)).status).toBe(201)
const create = (name = 'quick', of = 'my-app') => world.post(`/apps/${of}/addons`, {plan: 'fast-db:test', name}, customer)
const attach = (to = 'other-app') => world.post('/addon-attachments', {addon: 'quick', app: to, name: 'SHARED'}, customer)
const list = async (of = 'my-app') => (await world.get(`/apps/${of}/log-drains`, customer)).body as Answer['body'][]
const ofAddon = async (as = customer) => (await world.get('/addons/quick/log-drains', as)).body as Answer['body'][]
const space = async (name: string, wanted: object) => {
  expect((await world.post('/spaces', {name, team: 'acme', ...wanted}, customer)).status).toBe(201)
  world.pass(60)
}

describe('an add-on whose partner reads logs is refused', () => {
  it('in a space that sends its logs elsewhere, and attached there, before the partner is asked', async () => {
    await space('shield-space', {shield: true, region: 'virginia', log_drain_url: 'https://logs.example.com'})
    await app('shield-app', {space: 'shield-space'})
    expectRefusal(await create('quick', 'shield-app'), 422, 'invalid_params', 'The fast-db add-on reads the logs of its apps.', 'the log drain of the space')
    expect(own.partner.received).toEqual([])
    await create()
    expectRefusal(await attach('shield-app'), 422, 'invalid_params', 'the log drain of the space')
    expect(await list('shield-app')).toEqual([])
  })

  it('for an app of the fir generation', async () => {
    await world.patch('/control-plane/partners/fast-db', {generations: ['cedar', 'fir']}, own.owner)
    await space('fir-space', {generation: 'fir', region: 'virginia'})
    await app('fir-app', {space: 'fir-space'})
    expectRefusal(await create('quick', 'fir-app'), 422, 'invalid_params', 'not supported for the fir generation')
    expect(own.partner.received).toEqual([])
    await create()
    expectRefusal(await attach('fir-app'), 422, 'invalid_params', 'not supported for the fir generation')
  })

  it.each([
    [{}, '`log_drain_url` is missing'],
    [{log_drain_url: 'http://logs.example.com'}, 'no https:// or syslog:// URL'],
    [{log_drain_url: 'syslog:///x'}, '`log_drain_url`: Log drain URL has no host'],
    [{log_drain_url: `https://x/${'y'.repeat(1000)}`}, 'too long'],
  ])('when the answer is %j, and the partner is told', async (answer, message) => {
    answering(answer)
    expectRefusal(await create(), 503, 'addon_provider_error', message)
    expect([await list(), own.partner.received.map(({method}) => method)]).toEqual([[], ['POST', 'DELETE']])
  })
})

describe('the log drain of an add-on', () => {
  it('has the token that the partner was sent, and is shown with its app’s others', async () => {
    await world.post(drains, {url: 'https://mine.example.com'}, customer)
    const {id, app: billed} = (await create()).body
    const [, drain] = await list()
    expect(drain).toMatchObject({addon: {id, name: 'quick', app: billed}, app: billed, url, token: own.partner.received[0]?.body.log_drain_token})
    expect(await ofAddon()).toEqual([drain])
    expect((await world.get(`${drains}/${drain.id}?extended=true`, customer)).body).toMatchObject({extended: {drain_id: expect.any(Number)}})
  })

  it('is there when the partner answers later, too', async () => {
    answering({log_drain_url: url}, 202)
    await create()
    expect(await list()).toMatchObject([{addon: {name: 'quick'}, url}])
  })

  it('is none where the manifest does not ask for logs', async () => {
    own = await createPartnerWorld()
    ;({world, customer} = own)
    answering({log_drain_url: url})
    await app('my-app')
    expect((await create()).status).toBe(201)
    expect([await list(), await ofAddon(), own.partner.received[0]?.body.log_drain_token]).toEqual([[], [], undefined])
  })

  it('cannot be removed by itself, and goes with the add-on', async () => {
    await create()
    const [drain] = await list()
    for (const by of ['id', 'token', 'url']) expectRefusal(await world.delete(`${drains}/${encodeURIComponent(drain[by])}`, customer), 422, 'invalid_params', 'belongs to the add-on quick')
    expect(await list()).toEqual([drain])
    expect((await world.delete('/apps/my-app/addons/quick', customer)).status).toBe(200)
    expect(await list()).toEqual([])
  })

  it('goes with its app', async () => {
    await create()
    await world.delete('/apps/my-app', customer)
    await app('my-app')
    expect(await list()).toEqual([])
  })

  it('neither counts towards the limit nor stands in the way of one with its URL', async () => {
    await create()
    for (let number = 0; number < 4; number++) expect((await world.post(drains, {url: `${url}/${number}`}, customer)).status).toBe(201)
    expect((await world.post(drains, {url}, customer)).status).toBe(201)
    expectRefusal(await world.post(drains, {url: `${url}/x`}, customer), 422, 'invalid_params', 'limit of 5 log drains')
    expect((await create('second')).status).toBe(201)
    expect((await world.delete(`${drains}/${encodeURIComponent(url)}`, customer)).body.addon).toBe(null)
    expect((await list()).filter((drain) => drain.url === url).map(({addon}) => addon.name)).toEqual(['quick', 'second'])
  })

  it('is shown to who may operate its app, and to nobody else', async () => {
    await create()
    for (const [email, status] of [['member@acme.example', 403], ['collaborator@acme.example', 404], ['admin@globex.example', 404]] as const) {
      for (const path of [drains, '/addons/quick/log-drains']) {
        const answer = await world.get(path, await own.as(email))
        expect([answer.status, JSON.stringify(answer.body).includes('secret')]).toEqual([status, false])
      }
    }
  })
})

describe('an add-on that is attached to another app', () => {
  it('has a log drain of its own there, until it is detached for good', async () => {
    await create()
    const {id} = (await attach()).body
    const again = (await world.post('/addon-attachments', {addon: 'quick', app: 'other-app', name: 'AGAIN'}, customer)).body.id
    const [there] = await list('other-app')
    expect(there).toMatchObject({addon: {name: 'quick', app: {name: 'my-app'}}, app: {name: 'other-app'}, url})
    expect((await ofAddon()).map(({token}) => token)).toEqual([expect.any(String), there.token])
    expect(there.token).not.toBe((await list())[0].token)
    await world.delete(`/addon-attachments/${id}`, customer)
    expect(await list('other-app')).toEqual([there])
    await world.delete(`/addon-attachments/${again}`, customer)
    expect([await list('other-app'), (await list()).length]).toEqual([[], 1])
  })

  it('shows of its log drains those whose app the caller may operate', async () => {
    await create()
    await attach()
    expect((await world.post('/teams/apps/my-app/collaborators', {user: 'member@acme.example', permissions: ['view', 'operate']}, customer)).status).toBe(201)
    expect((await ofAddon(await own.as('member@acme.example'))).map((drain) => drain.app.name)).toEqual(['my-app'])
  })
})

describe('log-drain.update', () => {
  const moved = 'https://moved.example.com'

  it('is for the partner alone, and for drains of that add-on', async () => {
    const {id} = (await create()).body
    const other = (await create('second')).body.id
    const [first, second] = await list()
    const path = `/addons/${id}/log-drains/${first.id}`
    for (const as of [customer, own.owner, await own.partnerOf(other)]) expectRefusal(await world.put(path, {url: moved}, as), 404, 'not_found')
    const partner = await own.partnerOf(id)
    expectRefusal(await world.put(`/addons/${id}/log-drains/${second.id}`, {url: moved}, partner), 404, 'not_found', "Couldn't find that log drain.")
    expectRefusal(await world.put(path, {}, partner), 422, 'invalid_params', 'url')
    for (const wrong of ['http://logs.example.com', 'logs', 'syslog:///x']) expectRefusal(await world.put(path, {url: wrong}, partner), 422, 'invalid_params', 'Log drain URL')
    expect(await list()).toEqual([first, second])
  })

  it('leads it elsewhere, by id and token, and by a URL that only one app has', async () => {
    const {id} = (await create()).body
    await attach()
    const partner = await own.partnerOf(id)
    const [mine, shared] = await ofAddon()
    expectRefusal(await world.put(`/addons/${id}/log-drains/${encodeURIComponent(url)}`, {url: moved}, partner), 422, 'multiple_matches')
    world.pass(5)
    const {body} = await world.put(`/addons/${id}/log-drains/${mine.token}`, {url: moved}, partner)
    expect(body).toEqual({...mine, url: moved, updated_at: '2026-01-01T00:00:05Z'})
    expect(await ofAddon()).toEqual([body, shared])
    expect((await world.put(`/addons/${id}/log-drains/${encodeURIComponent(url)}`, {url: moved}, partner)).body).toMatchObject({id: shared.id, url: moved})
  })
})
