import {describe, expect, it} from 'vitest'
import {NotUnderstood, ReplyLost, Unreachable} from '../../src/lib/client/failures.js'
import {retryAfter, withRetries} from '../../src/lib/client/retries.js'
import type {ApiResponse, Method} from '../../src/lib/operations/wire.js'

const answer = (status: number, headers: Record<string, string> = {}): ApiResponse => ({status, headers, body: '{}'})
const lost = new ReplyLost('The connection was lost.')

/** Sends one request to a target that gives these outcomes, one after the other, and the last one for ever. */
async function send(method: Method, ...outcomes: (ApiResponse | Error)[]) {
  let tries = 0
  const pauses: number[] = []
  const notices: string[] = []
  const patient = withRetries(
    async () => {
      const outcome = outcomes[Math.min(tries++, outcomes.length - 1)] as ApiResponse | Error
      if (outcome instanceof Error) throw outcome
      return outcome
    },
    {sleep: async (milliseconds) => void pauses.push(milliseconds), notice: (message) => void notices.push(message)},
  )
  const result = await patient({method, path: '/spaces', headers: {}}).catch((error: Error) => error)
  return {result, tries, pauses, notices}
}

describe('a read', () => {
  it.each([
    ['a lost reply', lost],
    ['a 503', answer(503)],
    ['a 429', answer(429)],
  ])('is tried again after %s', async (_, fault) => {
    const {result, tries} = await send('GET', fault, answer(200))
    expect(result).toMatchObject({status: 200})
    expect(tries).toBe(2)
  })

  it('is given up after four attempts, with longer and longer pauses', async () => {
    const {result, tries, pauses} = await send('GET', answer(503))
    expect(result).toMatchObject({status: 503})
    expect(tries).toBe(4)
    expect(pauses).toEqual([150, 300, 600])
  })

  it('that is lost every time is lost', async () => {
    expect((await send('GET', lost)).result).toBe(lost)
  })

  it.each([
    ['a target where nobody answers', new Unreachable('Nobody answers.')],
    ['a target that is none', new NotUnderstood('What answers is not a control plane.')],
  ])('is not tried again on %s', async (_, fault) => {
    const {result, tries} = await send('GET', fault, answer(200))
    expect(result).toBe(fault)
    expect(tries).toBe(1)
  })

  it.each([400, 401, 404, 422, 500, 501, 502])('is not tried again after a %i', async (status) => {
    expect((await send('GET', answer(status), answer(200))).tries).toBe(1)
  })
})

describe.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s', (method) => {
  it.each([
    ['a lost reply', lost],
    ['a 503, which may come from a proxy that gave up waiting', answer(503)],
  ])('is never sent twice after %s', async (_, fault) => {
    expect((await send(method, fault, answer(200))).tries).toBe(1)
  })

  it('is sent again after a 429, which says that nothing was done', async () => {
    const {result, tries} = await send(method, answer(429, {'retry-after': '3'}), answer(201))
    expect(result).toMatchObject({status: 201})
    expect(tries).toBe(2)
  })
})

describe('Retry-After', () => {
  it('is obeyed, and told when a person would notice', async () => {
    const {pauses, notices} = await send('GET', answer(429, {'retry-after': '7'}), answer(200))
    expect(pauses).toEqual([7000])
    expect(notices).toEqual(['The rate limit is reached; trying again in 7 s'])
  })

  it('is obeyed on a 503 too', async () => {
    const {pauses, notices} = await send('GET', answer(503, {'retry-after': '2'}), answer(200))
    expect(pauses).toEqual([2000])
    expect(notices).toEqual(['The control plane is not available; trying again in 2 s'])
  })

  it('is obeyed three times at most', async () => {
    const {result, pauses} = await send('POST', answer(429, {'retry-after': '1'}))
    expect(result).toMatchObject({status: 429})
    expect(pauses).toEqual([1000, 1000, 1000])
  })

  it('of more than two minutes is not waited for, and said', async () => {
    const {result, tries, pauses, notices} = await send('GET', answer(429, {'retry-after': '3600'}))
    expect(result).toMatchObject({status: 429})
    expect({tries, pauses}).toEqual({tries: 1, pauses: []})
    expect(notices).toEqual(['The rate limit is reached, and says to come back in 3600 s: too long to wait here'])
  })

  const now = Date.parse('2026-01-01T00:00:00Z')
  it.each([
    ['0', 0],
    [' 12 ', 12],
    ['1.5', 1.5],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1e9', undefined],
    ['', undefined],
  ])('"%s" is %s seconds', (header, seconds) => {
    expect(retryAfter(header, now)).toBe(seconds)
  })
})
