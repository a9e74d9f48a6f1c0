import {beforeEach, describe, expect, it} from 'vitest'
import {type OperationId, operations} from '../../src/lib/operations/index.js'
import type {Method} from '../../src/lib/operations/wire.js'
import {type PartnerWorld, createPartnerWorld} from '../helpers/partner-world.js'
import {type Answer, expectRefusal, type RequestOptions, type World} from '../helpers/world.js'

let own: PartnerWorld
let world: World
let customer: RequestOptions
/** The partner, with the token for the add-on quick, and that add-on. */
let partner: RequestOptions
let quick: Answer['body']

beforeEach(async () => {
  own = await createPartnerWorld({requires: ['many_per_app', 'syslog_drain']})
  ;({world, customer} = own)
  own.partner.answers(({method, body}) => (method === 'POST' ? {status: 202, body: {id: body.uuid, log_drain_url: 'https://logs.example.com'}} : {status: 204}))
  for (const name of ['my-app', 'shared-app', 'other-app']) await made('/teams/apps', {name, team: 'acme'})
  await made('/teams/apps', {name: 'labs-app', team: 'acme-labs'})
  quick = await made('/apps/my-app/addons', {plan: 'fast-db:test', name: 'quick'})
  partner = await own.partnerOf(quick.id)
})

const made = async (path: string, wanted: object, as = customer): Promise<Answer['body']> => {
  const {body, status} = await world.post(path, wanted, as)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const read = async (path: string, as = partner): Promise<Answer['body']> => {
  const {body, status} = await world.get(path, as)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body
}
const names = async (path: string): Promise<string[]> => (await read(path)).map(({name}: {name: string}) => name)

describe('a partner’s token is refused', () => {
  /** What is in the way of a partner for no other reason than that it is one: these answer the owner of the service. */
  it('whatever is not for partners, whatever the owner of the service may do', async () => {
    const values: Record<string, string> = {account: '~', app: 'my-app', addon: 'quick', team: 'acme', partnerService: 'fast-db'}
    const others = (Object.keys(operations) as OperationId[]).filter((id) => !['partner', 'public'].includes(operations[id].access) && !operations[id].partner)
    expect(others.length).toBeGreaterThan(150)
    for (const id of others) {
      const path = operations[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x')
      const {headers} = partner
      expectRefusal(await world.request(operations[id].method as Method, path, {...(headers && {headers}), body: operations[id].method === 'GET' ? undefined : {}}), 403, 'forbidden', 'of the partner of an add-on')
    }
  })

  it('every other add-on and every app without its own, also of whoever owns the service', async () => {
    const second = await made('/apps/my-app/addons', {plan: 'fast-db:test', name: 'second'})
    await made('/apps', {name: 'owners-app'}, own.owner)
    const third = await made('/apps/owners-app/addons', {plan: 'fast-db:test', name: 'third'}, own.owner)
    for (const addon of ['second', second.id, 'third', third.id, 'owners-app::FAST_DB', 'no-addon'])
      for (const rest of ['', '/addon-attachments', '/log-drains']) expectRefusal(await world.get(`/addons/${addon}${rest}`, partner), 404, 'not_found')
    for (const rest of ['', '/addons', '/collaborators', '/domains', '/pipeline-couplings'])
      for (const app of ['other-app', 'owners-app', 'owner-app']) {
        const answer = await world.get(`/apps/${app}${rest}`, partner)
        expectRefusal(answer, 404, 'not_found', "Couldn't find that app.")
        expect(answer.body.message).not.toContain('mean')
      }
    for (const team of ['globex', 'acme-labs', 'no-team']) expectRefusal(await world.get(`/teams/${team}/members`, partner), 404, 'not_found')
    expect([await names('/addons'), await names('/apps/my-app/addons')]).toEqual([['quick'], ['quick']])
  })

  it('what it may read, once it has expired', async () => {
    world.pass(28_799)
    for (const path of ['/addons/quick', '/apps/my-app', '/addons']) expect((await world.get(path, partner)).status).toBe(401)
  })

  it('everything, once its add-on is gone', async () => {
    const {refresh_token} = await own.tokensFor((await made('/apps/my-app/addons', {plan: 'fast-db:test', name: 'second'})).id)
    for (const name of ['quick', 'second']) expect((await world.delete(`/apps/my-app/addons/${name}`, customer)).status).toBe(200)
    for (const path of ['/addons/quick', `/addons/${quick.id}/config`, '/apps/my-app', '/addons']) expect((await world.get(path, partner)).status).toBe(401)
    expectRefusal(await own.exchange({grant_type: 'refresh_token', refresh_token}), 401, 'unauthorized')
  })

  it('everything, once the world is fresh again', async () => {
    const operator = {headers: {authorization: `Bearer ${await world.tokenOf('admin@acme.example', undefined, ['global', 'operator'])}`}}
    expect((await world.post('/control-plane/actions/reset', {}, operator)).status).toBe(200)
    expect((await world.get('/addons', partner)).status).toBe(401)
    expect((await world.get('/addons', customer)).status).toBe(200)
  })

  it('the app, as long as the provision request is not answered', async () => {
    const asked: number[] = []
    own.partner.answers(async ({body}) => {
      const early = await own.partnerOf(body.uuid)
      for (const path of [`/addons/${body.uuid}`, '/apps/other-app', '/apps/other-app/collaborators']) asked.push((await world.get(path, early)).status)
      return {status: 200, body: {id: body.uuid, log_drain_url: 'https://logs.example.com'}}
    })
    await made('/apps/other-app/addons', {plan: 'fast-db:test', name: 'early'})
    expect(asked).toEqual([200, 404, 404])
  })
})

it('a partner’s token is none of the authorizations of whoever owns the service', async () => {
  const listed = await read('/oauth/authorizations', own.owner)
  expect(listed.map(({description}: {description: string}) => description)).toEqual(['a test'])
  for (let number = 1; number < 100; number++) {
    const answer = await world.get(`/oauth/authorizations/00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`, own.owner)
    expectRefusal(answer, 404, 'not_found')
  }
})

describe('a partner’s token reads', () => {
  it('the add-on and its attachments, as its customer does', async () => {
    await made('/addon-attachments', {addon: 'quick', app: 'shared-app', name: 'SHARED'})
    expect(await read('/addons/quick')).toEqual(await read(`/addons/${quick.id}`, customer))
    expect(await read(`/addons/${quick.id}/addon-attachments`)).toEqual(await read(`/addons/${quick.id}/addon-attachments`, customer))
    expect(await read(`/addons/${quick.id}/log-drains`)).toEqual(await read(`/addons/${quick.id}/log-drains`, customer))
    expect((await read(`/addons/${quick.id}/log-drains`)).length).toBe(2)
  })

  it('the apps that it is attached to, with their collaborators, domains and pipelines', async () => {
    const attachment = await made('/addon-attachments', {addon: 'quick', app: 'shared-app', name: 'SHARED'})
    await made('/teams/apps/my-app/collaborators', {user: 'somebody@acme.example', permissions: ['view']})
    await made('/pipelines', {name: 'my-pipeline', owner: {id: (await read('/teams/acme', customer)).id, type: 'team'}})
    await made('/pipelines', {name: 'other-pipeline'}, own.owner)
    for (const app of ['my-app', 'other-app']) await made('/pipeline-couplings', {app, pipeline: 'my-pipeline', stage: 'staging'})
    for (const path of ['/apps/my-app', '/apps/my-app/collaborators', '/apps/my-app/domains', '/apps/shared-app', '/apps/my-app/pipeline-couplings', '/pipelines/my-pipeline'])
      expect(await read(path), path).toEqual(await read(path, customer))
    expect((await read('/apps/my-app/collaborators')).map(({user}: {user: {email: string}}) => user.email)).toEqual(['acme@herokumanager.com', 'somebody@acme.example'])
    expect(await names('/pipelines')).toEqual(['my-pipeline'])
    expectRefusal(await world.get('/pipelines/other-pipeline', partner), 404, 'not_found')
    expect((await read('/pipelines/my-pipeline/pipeline-couplings')).map(({app}: {app: {id: string}}) => app.id)).toEqual([quick.app.id])
    await world.delete(`/addon-attachments/${attachment.id}`, customer)
    expectRefusal(await world.get('/apps/shared-app', partner), 404, 'not_found')
  })

  it('the members of the team whose app it is', async () => {
    expect((await read('/teams/acme/members')).map(({email}: {email: string}) => email)).toEqual((await read('/teams/acme/members', customer)).map(({email}: {email: string}) => email))
  })

  it('with a refreshed token as well, as long as the add-on is there', async () => {
    const {access_token, refresh_token} = await own.tokensFor((await made('/apps/my-app/addons', {plan: 'fast-db:test', name: 'second'})).id)
    expect((await own.exchange({grant_type: 'refresh_token', refresh_token})).status).toBe(200)
    const first = {headers: {authorization: `Bearer ${access_token}`}}
    expect((await world.get('/addons/second', first)).status).toBe(200)
    world.pass(28_800)
    const {body} = await own.exchange({grant_type: 'refresh_token', refresh_token})
    const fresh = {headers: {authorization: `Bearer ${body.access_token}`}}
    expect([(await world.get('/addons/second', first)).status, (await world.get('/addons/second', fresh)).status]).toEqual([401, 200])
    expect(body).toMatchObject({refresh_token, expires_in: 28799, token_type: 'Bearer'})
    expectRefusal(await own.exchange({grant_type: 'refresh_token', refresh_token, client_secret: 'wrong'}), 401, 'unauthorized')
    expectRefusal(await own.exchange({grant_type: 'refresh_token', refresh_token: access_token}), 401, 'unauthorized')
    expectRefusal(await own.exchange({grant_type: 'refresh_token'}), 422, 'invalid_params', 'Require params: refresh_token.')
  })
})
