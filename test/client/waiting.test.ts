import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {ApiFailure, ReplyLost, TimedOut, Unreachable} from '../../src/lib/client/failures.js'
import {intervalFor, type Look, waitUntil, within} from '../../src/lib/client/waiting.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const notYet: Look<string> = {done: false}
const done: Look<string> = {done: true, value: 'allocated'}
const hours = 60 * 60 * 1000

const failure = (status: number, headers: Record<string, string> = {}) => new ApiFailure(status, {id: 'some_id', message: `status ${status}`}, headers)

/** Waits for a thing that shows these one after the other, and the last one for ever; time passes until the wait ends. */
async function wait(shows: (Error | Look<string> | Promise<never>)[], {interval = 100, timeout = 10_000} = {}) {
  const began = Date.now()
  const looks: number[] = []
  const waiting = waitUntil(
    async () => {
      looks.push(Date.now() - began)
      const shown = shows[Math.min(looks.length, shows.length) - 1] as Error | Look<string> | Promise<never>
      if (shown instanceof Error) throw shown
      return shown
    },
    {interval, timeout, onTimeout: (trouble) => `too long${trouble ? `: ${trouble.message}` : ''}`},
  )
  const ended = waiting.then(
    (value) => ({value, error: undefined}),
    (error: Error) => ({value: undefined, error}),
  )
  let over = false
  void ended.then(() => (over = true))
  while (!over) await vi.advanceTimersByTimeAsync(50)
  return {...(await ended), looks, took: Date.now() - began}
}

describe('a wait', () => {
  it('looks at once, then each interval, until it is done', async () => {
    const {value, looks} = await wait([notYet, notYet, done])
    expect(value).toBe('allocated')
    expect(looks).toEqual([0, 100, 200])
  })

  it.each([
    ['a 503', failure(503)],
    ['a 500', failure(500)],
    ['a 429', failure(429)],
    ['a lost reply', new ReplyLost('The connection was lost.')],
  ])('survives %s, from the first look on', async (_, fault) => {
    expect((await wait([fault, notYet, fault, fault, done])).value).toBe('allocated')
  })

  it('survives a control plane that is started again', async () => {
    const away = new Unreachable('Nobody answers.')
    expect((await wait([notYet, away, away, away, done])).value).toBe('allocated')
  })

  it('does not wait for nobody', async () => {
    const away = new Unreachable('Nobody answers.')
    const {error, looks} = await wait([away, done])
    expect(error).toBe(away)
    expect(looks).toEqual([0])
  })

  it.each([401, 403, 404, 422, 501])('ends with a %i', async (status) => {
    const refused = failure(status)
    const {error, looks} = await wait([notYet, refused, done])
    expect(error).toBe(refused)
    expect(looks).toHaveLength(2)
  })

  it('leaves a control plane alone for as long as it asks to', async () => {
    const {looks} = await wait([failure(429, {'retry-after': '3'}), done])
    expect(looks).toEqual([0, 3000])
  })
})

describe('the time-out', () => {
  it('ends a wait that never comes to its end, with a last look', async () => {
    const {error, looks, took} = await wait([notYet], {interval: 4000, timeout: 10_000})
    expect(error).toBeInstanceOf(TimedOut)
    expect(looks).toEqual([0, 4000, 8000, 10_000])
    expect(took).toBeLessThanOrEqual(11_000)
  })

  it('ends a wait whose looks never come back', async () => {
    const {error, took} = await wait([new Promise<never>(() => {})])
    expect(error).toBeInstanceOf(TimedOut)
    expect(error?.message).toBe('too long: no answer has come')
    expect(took).toBeLessThanOrEqual(11_000)
  })

  it('says why the last look could not be had', async () => {
    expect((await wait([notYet, failure(503)])).error?.message).toBe('too long: status 503')
  })

  it('does not send one last look to where it was asked not to', async () => {
    const {error, looks, took} = await wait([failure(429, {'retry-after': '600'})])
    expect(error).toBeInstanceOf(TimedOut)
    expect(looks).toEqual([0])
    expect(took).toBeLessThanOrEqual(11_000)
  })

  it('longer than a timer can count is still a time-out, not none at all', async () => {
    const {value, looks} = await wait([notYet, done], {interval: 2 * hours, timeout: 1e12})
    expect(value).toBe('allocated')
    expect(looks).toEqual([0, 2 * hours])
  })
})

it('what takes longer than it may is left to itself', async () => {
  const result = within(100, new Promise<string>(() => {}))
  await vi.advanceTimersByTimeAsync(100)
  expect(await result).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

it('what fails within its time fails', async () => {
  await expect(within(100, Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})

it.each([
  [{kind: 'embedded', name: 'local'} as const, 100],
  [{kind: 'remote', name: 'ci', url: 'http://127.0.0.1:5000'} as const, 100],
  [{kind: 'remote', name: 'ci', url: 'http://localhost:5000'} as const, 100],
  [{kind: 'remote', name: 'shared', url: 'https://spaces.example.com'} as const, 30_000],
  [{kind: 'heroku', name: 'heroku', url: 'https://api.heroku.com'} as const, 30_000],
])('looks as often as suits %o: every %i ms', (target, interval) => {
  expect(intervalFor(target)).toBe(interval)
})
