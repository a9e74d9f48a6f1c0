import {describe, expect, it} from 'vitest'
import {createWorld, member, type World} from '../helpers/world.js'

const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})

/** A served world, and its operator: of an account of the seeded world. */
async function served() {
  const world = await createWorld({guarded: true})
  const operator = bearer(await world.tokenOf('admin@acme.example', undefined, ['global', 'operator']))
  const make = async (account: string) => (await world.post('/control-plane/tokens', {account, description: 'a test'}, operator)).body as {id: string; token: string}
  return {world, operator, make}
}

const statusOf = async (world: World, token: string) => (await world.get('/account', bearer(token))).status

/** The ways to another world, each of which leads to that of the snapshot `before` or to the seeded one. */
const replacements = [
  ['a saved world is loaded', '/control-plane/snapshots/before/actions/load'],
  ['the world is reset', '/control-plane/actions/reset'],
] as const

describe.each(replacements)('when %s', (_, path) => {
  it('a token that was taken back since is answered 401', async () => {
    const {world, operator, make} = await served()
    const {id, token} = await make(member)
    await world.post('/control-plane/snapshots', {name: 'before'}, operator)
    expect(await statusOf(world, token)).toBe(200)
    await world.delete(`/control-plane/tokens/${id}`, operator)
    expect((await world.post(path, {}, operator)).status).toBe(200)
    expect(await statusOf(world, token)).toBe(401)
  })

  it('a token that has expired stays so, wherever the clock stands then', async () => {
    const {world, operator} = await served()
    const token = await world.tokenOf(member, 3600)
    await world.post('/control-plane/snapshots', {name: 'before'}, operator)
    await world.patch('/control-plane/clock', {advance: 7200}, operator)
    expect((await world.post(path, {}, operator)).status).toBe(200)
    expect((await world.get('/control-plane/clock', operator)).body.now).toBe('2026-01-01T00:00:00.000Z')
    expect(await statusOf(world, token)).toBe(401)
  })

  it('tokens that are valid stay so, those made since too, however many', async () => {
    const {world, operator, make} = await served()
    await world.post('/control-plane/snapshots', {name: 'before'}, operator)
    const made: string[] = []
    for (let count = 0; count < 250; count++) made.push(await world.tokenOf(member))
    const {token} = await make(member)
    expect((await world.post(path, {}, operator)).status).toBe(200)
    for (const one of [token, made[0] ?? '', made.at(-1) ?? '']) expect(await statusOf(world, one)).toBe(200)
    expect((await world.get('/control-plane/tokens', operator)).body).toHaveLength(252)
  })
})

it('an account that comes back with a saved world has no token until it is given one', async () => {
  const {world, operator, make} = await served()
  await world.post('/control-plane/accounts', {email: 'ada@acme.example'}, operator)
  const {token} = await make('ada@acme.example')
  await world.post('/control-plane/snapshots', {name: 'before'}, operator)
  await world.post('/control-plane/actions/reset', {}, operator)
  expect(await statusOf(world, token)).toBe(401)
  await world.post('/control-plane/snapshots/before/actions/load', {}, operator)
  expect(await statusOf(world, token)).toBe(401)
  expect(await statusOf(world, (await make('ada@acme.example')).token)).toBe(200)
})
