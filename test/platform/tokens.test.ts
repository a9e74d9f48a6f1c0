import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal, member, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})
const accounts = '/control-plane/accounts'
const tokens = '/control-plane/tokens'
const unknown = '01234567-89ab-cdef-0123-456789abcdef'

const emails = async (world: World) => (await world.get(accounts)).body.map(({email}: {email: string}) => email)
const made = async (world: World, wanted: object) => (await world.post(tokens, wanted)).body

describe('an account is refused', () => {
  it.each<[string, object, ...string[]]>([
    ['without an address', {}, 'email'],
    ['for what is no address', {email: 'ada'}, 'ada is not a valid email address.'],
    ['for an address that has one, however it is written', {email: 'Admin@ACME.example'}, 'There is an account admin@acme.example already.'],
    ["for a team's own address", {email: 'acme@herokumanager.com'}, 'stands for a team'],
    ['with an empty name', {email: 'ada@acme.example', name: ' '}, '1 to 100 characters'],
    ['with a name that is too long', {email: 'ada@acme.example', name: 'x'.repeat(101)}, '1 to 100 characters'],
  ])('%s', async (_, body, ...said) => {
    const world = await createWorld()
    const before = await emails(world)
    expectRefusal(await world.post(accounts, body), 422, 'invalid_params', ...said)
    expect(await emails(world)).toEqual(before)
  })
})

describe('a token is refused', () => {
  it.each<[string, object, number, ...string[]]>([
    ['for nobody', {}, 422, 'account'],
    ['for an account there is none of', {account: 'nobody@acme.example'}, 404, "Couldn't find that account."],
    ['with a scope there is none of', {account: member, scope: ['everything']}, 422, "Couldn't find that scope: everything. Scopes are global, identity, read, write, read-protected, write-protected."],
    ['with the scope of an operator, which is no scope', {account: member, scope: ['operator']}, 422, "Couldn't find that scope: operator."],
    ['with no scope', {account: member, scope: []}, 422, "Couldn't find that scope"],
    ['that has expired before it is made', {account: member, expires_in: 0}, 422, 'expires_in'],
    ['that lasts a part of a second', {account: member, expires_in: 1.5}, 422, 'expires_in'],
    ['that lasts longer than ten years', {account: member, expires_in: 315_576_001}, 422, 'at most 315576000 seconds'],
    ['that lasts longer than there are dates', {account: member, expires_in: Number.MAX_SAFE_INTEGER}, 422, 'ten years'],
    ['with a description that is too long', {account: member, description: 'x'.repeat(256)}, 422, 'at most 255 characters'],
  ])('%s', async (_, body, status, ...said) => {
    const world = await createWorld()
    expectRefusal(await world.post(tokens, body), status, status === 404 ? 'not_found' : 'invalid_params', ...said)
    expect((await world.get(tokens)).body).toEqual([])
  })
})

describe('who runs the control plane, and nobody else,', () => {
  it.each([
    ['GET', accounts],
    ['POST', accounts],
    ['GET', tokens],
    ['POST', tokens],
    ['DELETE', `${tokens}/${unknown}`],
  ] as const)('may ask %s %s', async (method, path) => {
    const world = await createWorld({guarded: true})
    expectRefusal(await world.request(method, path, bearer(await world.tokenOf(admin))), 403, 'forbidden', 'Only whoever runs this control plane may do that.')
  })

  it('learns which tokens there are', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['operator']))
    const {id} = (await world.post(tokens, {account: member}, operator)).body
    const other = bearer(await world.tokenOf(admin))
    const answers = [await world.delete(`${tokens}/${id}`, other), await world.delete(`${tokens}/${unknown}`, other)]
    expect(answers.map(({body}) => body)).toEqual([answers[0]?.body, answers[0]?.body])
    expect(answers.map(({status}) => status)).toEqual([403, 403])
  })
})

describe('a token', () => {
  it('is told once, and afterwards nobody is told', async () => {
    const world = await createWorld()
    const {token, ...shown} = await made(world, {account: member, description: 'ci', scope: ['read', 'write'], expires_in: 60})
    expect(token).toMatch(/^SPCD-[\w-]{32}$/)
    expect(shown).toMatchObject({account: member, description: 'ci', scopes: ['read', 'write'], expires_at: '2026-01-01T00:01:00Z'})
    const listed = await world.get(tokens)
    expect(listed.body).toEqual([shown])
    expect(JSON.stringify(listed)).not.toContain(token)
  })

  it('is refused from the moment it is revoked, also where answers are kept', async () => {
    const world = await createWorld({guarded: true})
    const operator = bearer(await world.tokenOf(admin, undefined, ['operator']))
    const {id, token} = (await world.post(tokens, {account: member}, operator)).body
    for (let time = 0; time < 2; time++) expect((await world.get('/account', bearer(token))).body.email).toBe(member)
    expect((await world.delete(`${tokens}/${id}`, operator)).body).toMatchObject({id, account: member})
    expectRefusal(await world.get('/account', bearer(token)), 401, 'unauthorized', 'Invalid credentials provided.')
    expectRefusal(await world.delete(`${tokens}/${id}`, operator), 404, 'not_found', "Couldn't find that token.")
  })

  it('of an operator may run the control plane, whatever else it may', async () => {
    const world = await createWorld({guarded: true})
    const first = bearer(await world.tokenOf(admin, undefined, ['operator']))
    const reading = bearer((await world.post(tokens, {account: admin, operator: true, scope: ['read']}, first)).body.token)
    expect((await world.get(tokens, reading)).status).toBe(200)
    expectRefusal(await world.post('/spaces', {name: 'my-space', team: 'acme'}, reading), 403, 'forbidden', 'scope is read, operator')
  })
})

describe('a scope', () => {
  const asked: Record<string, (world: World, options: object) => Promise<{status: number}>> = {
    account: (world, options) => world.get('/account', options),
    apps: (world, options) => world.get('/apps', options),
    'config vars': (world, options) => world.get('/apps/my-app/config-vars', options),
    releases: (world, options) => world.get('/apps/my-app/releases', options),
    'app change': (world, options) => world.patch('/apps/my-app', {maintenance: true}, options),
    'config change': (world, options) => world.patch('/apps/my-app/config-vars', {KEY: '1'}, options),
    'release change': (world, options) => world.post('/apps/my-app/releases', {release: 'v1'}, options),
  }

  it.each<[string, string[]]>([
    ['global', Object.keys(asked)],
    ['identity', ['account']],
    ['read', ['account', 'apps']],
    ['write', ['account', 'apps', 'app change']],
    ['read-protected', ['account', 'apps', 'config vars', 'releases']],
    ['write-protected', Object.keys(asked)],
  ])('%s allows %j and nothing else', async (scope, allowed) => {
    const world = await createWorld({guarded: true})
    await world.post('/apps', {name: 'my-app'}, bearer(await world.tokenOf(admin)))
    const own = bearer(await world.tokenOf(admin, undefined, [scope]))
    const permitted: string[] = []
    for (const [name, ask] of Object.entries(asked)) if ((await ask(world, own)).status !== 403) permitted.push(name)
    expect(permitted).toEqual(allowed)
  })
})

it('an account that is made has a name and no tokens, and can be added to a team', async () => {
  const world = await createWorld()
  expect((await world.post(accounts, {email: 'Ada@acme.example', name: 'Ada'})).body).toMatchObject({email: 'ada@acme.example', name: 'Ada', tokens: 0})
  await made(world, {account: 'ada@acme.example', expires_in: 10})
  await made(world, {account: 'ada@acme.example'})
  const countOf = async () => (await world.get(accounts)).body.find(({email}: {email: string}) => email === 'ada@acme.example').tokens
  expect(await countOf()).toBe(2)
  world.pass(10)
  expect(await countOf()).toBe(1)
  expect((await world.put('/teams/acme/members', {email: 'ada@acme.example', role: 'member'})).status).toBe(200)
})
