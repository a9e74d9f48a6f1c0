import {beforeEach, expect, it, vi} from 'vitest'
import {callPartner} from '../../src/lib/partner/call.js'
import {createApp} from '../helpers/apps.js'
import {manifestOf} from '../helpers/manifests.js'
import {createWorld, expectRefusal, type World} from '../helpers/world.js'

// How long a partner takes is said here, so that nobody has to wait for it.
vi.mock('../../src/lib/partner/call.js')
const call = vi.mocked(callPartner)

let world: World

beforeEach(async () => {
  call.mockReset()
  world = await createWorld()
  expect((await world.post('/api/v3/addons/fast-db/manifests', {contents: {...manifestOf('fast-db'), name: 'Fast DB ⚡ naïve'}})).status).toBe(200)
  await createApp(world, {name: 'my-app'})
})

const create = () => world.post('/apps/my-app/addons', {plan: 'fast-db:test'})
const methods = () => call.mock.calls.map(([{method}]) => method)
const answer = (ms: number) => ({status: 200, headers: {}, body: '{"id":"1"}', ms})

it('a partner that does not answer in time is told to let go only when it has had the time to be done', async () => {
  call.mockResolvedValueOnce({failure: 'time-out', message: 'No answer came within 25 s.', ms: 25_000})
  expectRefusal(await create(), 503, 'addon_provider_error', 'No answer came within 25 s.')
  expect((await world.get('/apps/my-app/addons')).body).toEqual([])
  world.pass(59)
  await world.get('/addons')
  expect(methods()).toEqual(['POST'])
  world.pass(1)
  call.mockResolvedValueOnce({status: 204, headers: {}, body: '', ms: 1})
  await world.get('/addons')
  expect(methods()).toEqual(['POST', 'DELETE'])
})

it.each([
  [3000, undefined],
  [3001, 'Fast DB ? na?ve took 3.0 s to answer. Partners should answer within 3 s, and must within 25.'],
])('an answer after %i ms is warned of where it took too long, in what a header can carry', async (ms, warning) => {
  call.mockResolvedValueOnce(answer(ms))
  const {headers, status} = await create()
  expect([status, headers['x-heroku-warning']]).toEqual([201, warning])
})
