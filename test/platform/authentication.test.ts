import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal, member, viewer} from '../helpers/world.js'

const admin = 'admin@acme.example'
const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})

describe('a served control plane refuses', () => {
  it.each([
    ['no credentials', undefined],
    ['an empty bearer token', 'Bearer '],
    ['a token it did not make', 'Bearer test-token-9999'],
    ['a scheme it does not know', 'Digest abc'],
    ['two words after the scheme', 'Bearer a b'],
    ['Basic that is not base64', 'Basic §'],
  ])('%s', async (_, authorization) => {
    const world = await createWorld({guarded: true})
    await world.tokenOf(admin)
    expectRefusal(await world.get('/account', authorization === undefined ? {} : {headers: {authorization}}), 401, 'unauthorized', 'Invalid credentials provided.')
  })

  it('a token from the moment it expires', async () => {
    const world = await createWorld({guarded: true})
    const token = await world.tokenOf(admin, 60)
    world.pass(59)
    expect((await world.get('/account', bearer(token))).status).toBe(200)
    world.pass(1)
    expectRefusal(await world.get('/account', bearer(token)), 401, 'unauthorized')
  })

  it('to act as somebody else because a header says so', async () => {
    const world = await createWorld({guarded: true})
    const token = await world.tokenOf(member)
    expect((await world.get('/account', {...bearer(token), as: admin})).body.email).toBe(member)
  })

  it('changes with a token for reading, and operating without the scope for it', async () => {
    const world = await createWorld({guarded: true})
    const reading = bearer(await world.tokenOf(admin, undefined, ['read']))
    expect((await world.get('/spaces', reading)).status).toBe(200)
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme'}, reading), 403, 'forbidden', 'scope is read')
    const global = bearer(await world.tokenOf(admin))
    expectRefusal(await world.get('/control-plane/settings', global), 403, 'forbidden')
    expect((await world.get('/control-plane/settings', bearer(await world.tokenOf(admin, undefined, ['operator'])))).status).toBe(200)
  })
})

describe('a token', () => {
  it('works as bearer token and as password of Basic, with any user name', async () => {
    const world = await createWorld({guarded: true})
    const token = await world.tokenOf(viewer)
    for (const user of ['', viewer, 'anybody']) {
      const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`
      expect((await world.get('/account', {headers: {authorization}})).body.email).toBe(viewer)
    }
  })

  it('of its own making lasts ten years at most', async () => {
    const world = await createWorld()
    expectRefusal(await world.post('/oauth/authorizations', {expires_in: Number.MAX_SAFE_INTEGER}), 422, 'invalid_params', 'expires_in is at most 315576000 seconds')
    expect((await world.post('/oauth/authorizations', {expires_in: 315_576_000})).status).toBe(201)
  })

  it('is told once, expires when it was asked to, and is gone when it is deleted', async () => {
    const world = await createWorld({guarded: true})
    const first = bearer(await world.tokenOf(member))
    const {status, body} = await world.post('/oauth/authorizations', {description: 'ci', expires_in: 100, scope: ['read']}, first)
    expect(status).toBe(201)
    const made = bearer(body.access_token.token)
    expect((await world.get('/account', made)).body.email).toBe(member)
    world.pass(40)
    expect((await world.get(`/oauth/authorizations/${body.id}`, first)).body.access_token).toMatchObject({expires_in: 60, token: ''})
    expect((await world.delete(`/oauth/authorizations/${body.id}`, first)).status).toBe(200)
    expectRefusal(await world.get('/account', made), 401, 'unauthorized')
  })

  it('cannot make one that may do more than itself', async () => {
    const world = await createWorld({guarded: true})
    const writing = bearer(await world.tokenOf(member, undefined, ['write']))
    expectRefusal(await world.post('/oauth/authorizations', {scope: ['global']}, writing), 403, 'forbidden', 'global')
    expectRefusal(await world.post('/oauth/authorizations', {scope: ['operator']}, bearer(await world.tokenOf(member))), 422, 'invalid_params', 'operator')
  })

  it('of somebody else is not there', async () => {
    const world = await createWorld({guarded: true})
    const {body} = await world.post('/oauth/authorizations', {}, bearer(await world.tokenOf(member)))
    expectRefusal(await world.get(`/oauth/authorizations/${body.id}`, bearer(await world.tokenOf(viewer))), 404, 'not_found')
  })
})

describe("a server's own token", () => {
  const own = bearer('SPCD-of-this-process')

  it.each([['another', 'SPCD-of-this-procesz'], ['its beginning', 'SPCD-of-this'], ['more than it', 'SPCD-of-this-process-']])('is not %s', async (_, token) => {
    const world = await createWorld({guarded: true, token: 'SPCD-of-this-process'})
    expectRefusal(await world.get('/account', bearer(token)), 401, 'unauthorized', 'Invalid credentials provided.')
    expect((await world.get('/account', own)).status).toBe(200)
  })

  it('is an operator, stands in no store, and is unknown to another server of the same world', async () => {
    const world = await createWorld({guarded: true, token: 'SPCD-of-this-process'})
    expect((await world.get('/control-plane/settings', own)).status).toBe(200)
    expect((await world.get('/oauth/authorizations', own)).body).toEqual([])
    expectRefusal(await (await createWorld({guarded: true, token: 'SPCD-of-another'})).get('/account', own), 401, 'unauthorized')
  })
})

describe('the first token of a world', () => {
  const path = '/control-plane/tokens/actions/create-first'
  const own = bearer('SPCD-of-this-process')
  const created = () => createWorld({guarded: true, token: 'SPCD-of-this-process'})

  it('is for an operator to ask for', async () => {
    const world = await created()
    expectRefusal(await world.post(path, {}, bearer(await world.tokenOf(admin))), 403, 'forbidden')
    expectRefusal(await world.post(path), 401, 'unauthorized')
  })

  it('is made once, by whichever of ten comes first', async () => {
    const world = await created()
    const made = await Promise.all(Array.from({length: 10}, () => world.post(path, {}, own)))
    const [first, ...others] = made.flatMap(({body}) => body.first ?? [])
    expect(others).toEqual([])
    expect(first).toMatchObject({account: admin, expires_at: null})
    expect((await world.get('/control-plane', bearer(first.token))).status).toBe(200)
  })

  it('is not made where an operator has a token, but where that is over', async () => {
    const world = await created()
    await world.tokenOf(admin)
    await world.tokenOf(admin, 60, ['global', 'operator'])
    expect((await world.post(path, {}, own)).body).toEqual({first: null})
    world.pass(60)
    expect((await world.post(path, {}, own)).body.first.token).toMatch(/^SPCD-/)
  })

  it('outlives the return to the seeded world', async () => {
    const world = await created()
    const {first} = (await world.post(path, {}, own)).body
    await world.post('/control-plane/actions/reset', {}, own)
    expect((await world.get('/control-plane', bearer(first.token))).status).toBe(200)
  })
})
