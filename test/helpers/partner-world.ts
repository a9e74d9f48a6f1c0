import {expect} from 'vitest'
import {manifestOf} from './manifests.js'
import {type PartnerServer, startPartner} from './partner-server.js'
import {type Answer, createWorld, type RequestOptions, type World} from './world.js'

export interface PartnerWorld {
  world: World
  partner: PartnerServer
  /** Whoever has the apps: an admin of acme. */
  customer: RequestOptions
  /** Whoever has pushed the manifest: an admin of globex. */
  owner: RequestOptions
  /** Somebody's token. */
  as(email: string): Promise<RequestOptions>
  /** Has the partner answer later. */
  answersLater(): void
  /** Exchanges the grant that was sent with an add-on, for what its partner may send. */
  tokensFor(addonId: string): Promise<Answer['body']>
  exchange(fields: Record<string, string>): Promise<Answer>
  /** The same, as what is sent with a request. */
  partnerOf(addonId: string): Promise<RequestOptions>
}

const bearer = (token: string): RequestOptions => ({headers: {authorization: `Bearer ${token}`}})

/** A served world with the add-on fast-db, whose partner is on this machine. */
export async function createPartnerWorld(api: Record<string, unknown> = {}): Promise<PartnerWorld> {
  const partner = await startPartner()
  const world = await createWorld({guarded: true, url: 'http://127.0.0.1:5455'})
  const as = async (email: string) => bearer(await world.tokenOf(email))
  const [customer, owner, operator] = [await as('admin@acme.example'), await as('admin@globex.example'), bearer(await world.tokenOf('admin@acme.example', undefined, ['operator']))]
  await world.patch('/control-plane/settings', {'private-partners': 1}, operator)
  const contents = manifestOf('fast-db', {production: {base_url: partner.url, sso_url: partner.url}, ...api})
  const pushed = await world.post('/api/v3/addons/fast-db/manifests', {contents}, owner)
  expect(pushed.status, JSON.stringify(pushed.body)).toBe(200)
  const client_secret = (await world.get('/control-plane/partners/fast-db', owner)).body.client_secret as string
  const exchange = (fields: Record<string, string>) => world.post('/oauth/token', {client_secret, ...fields})
  const tokensFor = async (addonId: string) => {
    const asked = partner.received.findLast(({body}) => body?.uuid === addonId)
    const {body, status} = await exchange({grant_type: 'authorization_code', code: asked?.body.oauth_grant.code})
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  return {
    world,
    partner,
    customer,
    owner,
    as,
    exchange,
    tokensFor,
    partnerOf: async (addonId) => bearer((await tokensFor(addonId)).access_token),
    answersLater: () => partner.answers(({method, body}) => (method === 'POST' ? {status: 202, body: {id: `p-${body.uuid}`}} : {status: 204})),
  }
}
