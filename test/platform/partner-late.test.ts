import fc from 'fast-check'
import {beforeEach, describe, expect, it} from 'vitest'
import type {Method} from '../../src/lib/operations/wire.js'
import {type PartnerWorld, createPartnerWorld} from '../helpers/partner-world.js'
import {type Answer, expectRefusal, type RequestOptions} from '../helpers/world.js'

const limit = 12 * 60 * 60

/** A world with the add-on quick, whose partner has set a config var, answered 202, and not called back since. */
interface Late extends PartnerWorld {
  id: string
  attachment: string
  drain: {id: string}
  /** The partner's token, which is good for longer than the limit as it was refreshed. */
  token: RequestOptions
  operator: RequestOptions
  /** Paths of the partner's server by method, of what was asked about quick. */
  asked(): string[]
}

async function createLate(passed = limit): Promise<Late> {
  const own = await createPartnerWorld({requires: ['syslog_drain'], config_vars: ['FAST_DB_URL']})
  const {customer, partner, world} = own
  let refresh_token = ''
  partner.answers(async ({body, method}) => {
    if (method !== 'POST') return {status: 204}
    if (body.name === 'quick' && refresh_token === '') {
      const tokens = await own.tokensFor(body.uuid)
      refresh_token = tokens.refresh_token
      const config = [{name: 'FAST_DB_URL', value: 'https://early.example.com'}]
      expect((await world.patch(`/addons/${body.uuid}/config`, {config}, {headers: {authorization: `Bearer ${tokens.access_token}`}})).status).toBe(200)
    }
    return {status: 202, body: {id: `p-${body.uuid}`, log_drain_url: 'https://logs.fast.example.com'}}
  })
  await world.post('/teams/apps', {name: 'my-app', team: 'acme'}, customer)
  expect((await world.post('/apps/my-app/addons', {plan: 'newrelic:wayne', name: 'relic'}, customer)).status).toBe(201)
  const {body, status} = await world.post('/apps/my-app/addons', {plan: 'fast-db:test', name: 'quick'}, customer)
  expect([status, body.state]).toEqual([201, 'provisioning'])
  const [attachment] = (await world.get('/addons/quick/addon-attachments', customer)).body
  const [drain] = (await world.get('/apps/my-app/log-drains', customer)).body
  world.pass(limit - 60)
  const {access_token} = (await own.exchange({grant_type: 'refresh_token', refresh_token})).body
  const operator = {headers: {authorization: `Bearer ${await world.tokenOf('admin@acme.example', undefined, ['operator'])}`}}
  world.pass(passed - limit + 60)
  return {
    ...own,
    id: body.id,
    attachment: attachment.id,
    drain,
    token: {headers: {authorization: `Bearer ${access_token}`}},
    operator,
    asked: () => partner.received.filter(({body: sent, path}) => sent?.uuid === body.id || path.endsWith(body.id)).map(({method}) => method),
  }
}

type Ask = (late: Late) => Promise<Answer>
const ask = (method: Method, path: string | ((late: Late) => string), body?: unknown, as: 'customer' | 'operator' | 'token' = 'customer'): [string, Ask] => [
  `${method} ${typeof path === 'string' ? path : path.toString().replace(/^.*=> /, '')} by the ${as}`,
  (late) => late.world.request(method, typeof path === 'string' ? path : path(late), {...late[as], body}),
]

/** Where it was to be seen, and is not found any more. */
const gone = [
  ask('GET', '/addons/quick'),
  ask('GET', ({id}) => `/addons/${id}`),
  ask('GET', '/addons/my-app::FAST_DB'),
  ask('GET', '/apps/my-app/addons/quick'),
  ask('GET', '/apps/my-app/addons/FAST_DB'),
  ask('GET', '/addons/quick/addon-attachments'),
  ask('GET', '/addons/quick/log-drains'),
  ask('GET', '/addons/quick/sso'),
  ask('GET', ({attachment}) => `/addon-attachments/${attachment}`),
  ask('GET', '/addon-attachments/my-app::FAST_DB'),
  ask('GET', '/apps/my-app/addon-attachments/FAST_DB'),
  ask('GET', ({drain}) => `/apps/my-app/log-drains/${drain.id}`),
]
/** Lists and the like that held it. */
const without = [
  ask('GET', '/addons'),
  ask('GET', '/users/~/addons'),
  ask('GET', '/teams/acme/addons'),
  ask('GET', '/apps/my-app/addons'),
  ask('GET', '/addon-attachments'),
  ask('GET', '/apps/my-app/addon-attachments'),
  ask('GET', '/apps/my-app/log-drains'),
  ask('GET', '/apps/my-app/config-vars'),
  ask('GET', '/control-plane', undefined, 'operator'),
]
/** What the partner could ask. */
const partners = [
  ask('GET', '/addons', undefined, 'token'),
  ask('GET', ({id}) => `/addons/${id}/config`, undefined, 'token'),
  ask('GET', '/apps/my-app', undefined, 'token'),
  ask('POST', ({id}) => `/addons/${id}/actions/provision`, {}, 'token'),
  ask('POST', ({id}) => `/addons/${id}/actions/deprovision`, {}, 'token'),
  ask('PATCH', ({id}) => `/addons/${id}/config`, {config: []}, 'token'),
]
const changes = [
  ask('POST', '/apps/my-app/addons', {plan: 'fast-db:test', name: 'quick'}),
  ask('PATCH', '/apps/my-app/addons/relic', {name: 'quick'}),
  ask('POST', '/addon-attachments', {addon: 'relic', app: 'my-app', name: 'FAST_DB'}),
  ask('POST', '/actions/addons/resolve', {addon: 'quick'}),
  ask('POST', '/actions/addon-attachments/resolve', {addon_attachment: 'FAST_DB', app: 'my-app'}),
  ask('DELETE', '/apps/my-app/addons/quick'),
  ask('DELETE', ({attachment}) => `/addon-attachments/${attachment}`),
  ask('DELETE', ({drain}) => `/apps/my-app/log-drains/${drain.id}`),
  ask('POST', '/apps/my-app/log-drains', {url: 'https://logs.fast.example.com'}),
  ask('PATCH', '/apps/my-app/config-vars', {MINE: '1'}),
]

/** Something that has nothing to do with it. */
const touch = ({world, operator}: Late) => world.patch('/control-plane/settings', {boot: 1}, operator)

let late: Late

describe('an add-on whose partner has not called back', () => {
  it('is there a second before twelve hours have passed', async () => {
    late = await createLate(limit - 1)
    for (const [name, read] of gone.filter(([name]) => !name.includes('sso'))) expect((await read(late)).status, name).toBe(200)
    for (const [name, read] of partners.slice(0, 3)) expect((await read(late)).status, name).toBe(200)
    expect((await touch(late)).status).toBe(200)
    expect(late.asked()).toEqual(['POST'])
  })

  it.each(gone)('is not found by the first request after them: %s', async (_, read) => {
    expectRefusal(await read(await createLate()), 404, 'not_found')
  })

  it.each(without)('is not in the answer to the first request after them: %s', async (_, read) => {
    late = await createLate()
    const {body, status} = await read(late)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/quick|FAST_DB|early|logs\.fast/)
    await touch(late)
    expect((await read(late)).body).toEqual(body)
  })

  it.each(partners)('is no more its partner’s: %s', async (_, request) => {
    late = await createLate()
    expect((await request(late)).status).toBe(401)
    await touch(late)
    expect((await request(late)).status).toBe(401)
  })

  it.each([changes[0], changes[1], changes[2]] as typeof changes)('leaves its name free for the first request after them: %s', async (_, change) => {
    late = await createLate()
    const {body, status} = await change(late)
    expect([status, JSON.stringify(body).match(/quick|FAST_DB/) !== null]).toEqual([status === 200 ? 200 : 201, true])
  })

  it('sets no config var, whatever follows', async () => {
    late = await createLate(limit - 1)
    await late.world.patch('/control-plane/partners/fast-db', {plans: [{name: 'basic'}]}, late.owner)
    late.partner.answers(({method}) => ({status: 200, body: method === 'PUT' ? {config: {FAST_DB_URL: 'https://changed.example.com'}} : {}}))
    expect((await late.world.patch('/apps/my-app/addons/quick', {plan: 'fast-db:basic'}, late.customer)).body).toMatchObject({plan: {name: 'fast-db:basic'}, state: 'provisioning'})
    const config = async () => (await late.world.get('/apps/my-app/config-vars', late.customer)).body
    expect(await config()).not.toHaveProperty('FAST_DB_URL')
    late.world.pass(1)
    await late.world.patch('/apps/my-app/config-vars', {MINE: '1'}, late.customer)
    expect(Object.keys(await config()).filter((name) => !name.startsWith('NEW_RELIC'))).toEqual(['MINE'])
  })
})

describe('the partner is told', () => {
  beforeEach(async () => {
    late = await createLate()
  })

  it('once, by the first change of whatever, and by no read and nothing that is refused', async () => {
    for (const [, read] of [...gone, ...without, ...partners]) await read(late)
    expectRefusal(await late.world.post('/apps', {name: 'X'}, late.customer), 422, 'invalid_params')
    expect(late.asked()).toEqual(['POST'])
    await touch(late)
    expect(late.asked()).toEqual(['POST', 'DELETE'])
    await touch(late)
    await late.world.delete('/apps/my-app', late.customer)
    expect(late.asked()).toEqual(['POST', 'DELETE'])
    const [call] = (await late.world.get('/control-plane/partners/fast-db/requests', late.owner)).body
    expect(call).toMatchObject({addon: late.id, kind: 'deprovision', state: 'done', attempts: 1})
  })

  it('of that add-on alone, and once however often it was asked about it', async () => {
    late = await createLate(limit - 1)
    await late.world.patch('/control-plane/partners/fast-db', {plans: [{name: 'basic'}]}, late.owner)
    late.partner.answers(({body, method}) => ({status: 200, body: method === 'POST' ? {id: body.uuid, log_drain_url: 'https://logs.fast.example.com'} : {}}))
    await late.world.patch('/apps/my-app/addons/quick', {plan: 'fast-db:basic'}, late.customer)
    await late.world.post('/teams/apps', {name: 'other-app', team: 'acme'}, late.customer)
    expect((await late.world.post('/apps/other-app/addons', {plan: 'fast-db:test', name: 'fine'}, late.customer)).body.state).toBe('provisioned')
    late.world.pass(1)
    await touch(late)
    expect(late.asked()).toEqual(['POST', 'PUT', 'DELETE'])
    expect(late.partner.received.filter(({method}) => method === 'DELETE')).toHaveLength(1)
    expect((await late.world.get('/addons/fine', late.customer)).status).toBe(200)
  })

  it('when it is there again', async () => {
    late.partner.answers(() => ({status: 500}))
    expect((await touch(late)).status).toBe(200)
    late.partner.answers(() => ({status: 204}))
    await late.world.post('/apps/my-app/addons', {plan: 'papertrail:choklad', name: 'logs'}, late.customer)
    expect(late.asked()).toEqual(['POST', 'DELETE'])
    late.world.pass(60)
    await late.world.delete('/apps/my-app/addons/logs', late.customer)
    expect(late.asked()).toEqual(['POST', 'DELETE', 'DELETE'])
  })
})

it('whichever requests come first after the limit, reads and changes agree', async () => {
  // Signing on to another add-on of the name is signed with its id.
  const requests = [...gone, ...without, ...partners, ...changes].filter(([name]) => !name.includes('/sso'))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...requests), {minLength: 1, maxLength: 5}), async (sequence) => {
      const [untouched, touched] = [await createLate(), await createLate()]
      await touch(touched)
      for (const [name, request] of sequence) {
        const [one, other] = [plain(await request(untouched)), plain(await request(touched))]
        expect(one, name).toEqual(other)
      }
      await touch(untouched)
      expect(untouched.asked().filter((method) => method === 'DELETE')).toHaveLength(1)
    }),
    {numRuns: 25},
  )
}, 60_000)

/** An answer without ids, of which there are other ones in every world, and what follows from them. */
const plain = ({status, body}: Answer) => ({
  status,
  body: JSON.parse(JSON.stringify(body ?? null).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')) as unknown,
})
