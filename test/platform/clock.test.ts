import {beforeEach, expect, it} from 'vitest'
import {createWorld, expectRefusal, member, type World} from '../helpers/world.js'

let world: World
let operator: {headers: Record<string, string>}

const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}})
const move = (body: unknown) => world.patch('/control-plane/clock', body, operator)

beforeEach(async () => {
  world = await createWorld({guarded: true})
  operator = bearer(await world.tokenOf('admin@acme.example', undefined, ['global', 'operator']))
})

it('is for whoever runs the control plane', async () => {
  const other = bearer(await world.tokenOf(member))
  expectRefusal(await world.get('/control-plane/clock', other), 403, 'forbidden')
  expectRefusal(await world.patch('/control-plane/clock', {advance: 60}, other), 403, 'forbidden')
})

it.each([
  [{now: '2026-01-02', advance: 1}, 'either set or advanced'],
  [{now: 'x'}, '"x" is not a moment'],
  [{now: '2026-13-01'}, '"2026-13-01" is not a moment'],
  [{advance: 1e18}, 'is not a moment'],
  [{advance: 3.2e9}, 'a hundred years at most'],
  [{advance: 'x'}, 'advance'],
])('%o is refused', async (body, message) => {
  expectRefusal(await move(body), 422, 'invalid_params', message)
})

it('answers that were kept are not given any longer than they hold on this clock', async () => {
  await world.post('/spaces', {name: 'my-space', team: 'acme'}, operator)
  const state = async () => (await world.get('/spaces/my-space', operator)).body.state
  await move({frozen: true})
  expect([await state(), await state()]).toEqual(['allocating', 'allocating'])
  world.pass(3600)
  expect(await state()).toBe('allocating')
  await move({advance: 60})
  expect([await state(), await state()]).toEqual(['allocated', 'allocated'])
})

it('a clock that is ahead runs as fast as the one outside, and a token ends by it', async () => {
  await move({advance: 3600})
  const {now} = (await world.get('/control-plane/clock', operator)).body
  world.pass(5)
  expect((await world.get('/control-plane/clock', operator)).body.now).toBe(new Date(Date.parse(now) + 5000).toISOString())
  const short = bearer(await world.tokenOf(member, 600))
  expectRefusal(await world.get('/account', short), 401, 'unauthorized')
})

it('a moment that is set stands when the clock does, and runs on when it does not', async () => {
  expect((await move({now: '2030-01-01', frozen: true})).body).toMatchObject({now: '2030-01-01T00:00:00.000Z', frozen: true})
  world.pass(60)
  expect((await move({frozen: false})).body).toMatchObject({now: '2030-01-01T00:00:00.000Z', frozen: false})
  world.pass(60)
  expect((await world.get('/control-plane/clock', operator)).body.now).toBe('2030-01-01T00:01:00.000Z')
})
