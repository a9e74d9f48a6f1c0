import {afterEach, beforeEach, expect, it, vi} from 'vitest'
import {createOnce} from '../../src/lib/client/create-once.js'
import {ApiFailure, replyLost, ReplyLost, Unreachable} from '../../src/lib/client/failures.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const lost = replyLost('POST', 'The connection to http://127.0.0.1:1 was lost.')
const missing = new ApiFailure(404, {id: 'not_found', message: "Couldn't find that space."}, {})
const serverNow = Date.parse('2026-01-01T12:00:00Z')
const made = {name: 'my-space', created_at: '2026-01-01T12:00:00Z'}

type Outcome = Error | typeof made

/** Creates something on a control plane that answers so, where a look-up finds these, one after the other. */
async function create(answer: Outcome, ...found: Outcome[]) {
  const counts = {creates: 0, looks: 0}
  const give = (outcome: Outcome | undefined) => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome as typeof made))
  const creating = createOnce(
    () => {
      counts.creates++
      return give(answer)
    },
    () => give(found[counts.looks++]),
    () => serverNow,
  ).catch((error: Error) => error)
  await vi.advanceTimersByTimeAsync(5000)
  return {result: await creating, ...counts}
}

it('what was made is looked up when its reply was lost, and never made twice', async () => {
  expect(await create(lost, made)).toEqual({result: made, creates: 1, looks: 1})
})

it('what is made late is found by a second look', async () => {
  expect(await create(lost, missing, made)).toEqual({result: made, creates: 1, looks: 2})
})

it('what was not made is said not to have been', async () => {
  const {result, creates} = await create(lost, missing, missing)
  expect(result).toBeInstanceOf(ReplyLost)
  expect((result as Error).message).toBe('The connection to http://127.0.0.1:1 was lost. It was looked up by its name and is not there: it was not created.')
  expect(creates).toBe(1)
})

it('what was there before is not said to be new', async () => {
  const {result} = await create(lost, {...made, created_at: '2026-01-01T11:59:30Z'})
  expect(result).toBeInstanceOf(ReplyLost)
  expect((result as Error).message).toContain('There is one of that name, which is older than this request: this one was not created.')
})

it.each([
  ['nobody answers', new Unreachable('Nobody answers.')],
  ['its own reply is lost', replyLost('GET', 'Lost again.')],
  ['a 404 comes from something else', new ApiFailure(404, {id: 'http_404', message: 'Not Found'}, {})],
])('when the look-up cannot be had because %s, nothing is claimed', async (_, trouble) => {
  const {result} = await create(lost, trouble)
  expect(result).toBe(lost)
  expect(lost.message).toContain('It is not known whether the request was carried out.')
})

it.each([
  ['a refusal', new ApiFailure(422, {id: 'invalid_params', message: 'Name my-space is already taken'}, {})],
  ['nobody at the target', new Unreachable('Nobody answers.')],
])('%s is no lost reply, and nothing is looked up', async (_, refusal) => {
  expect(await create(refusal)).toEqual({result: refusal, creates: 1, looks: 0})
})
