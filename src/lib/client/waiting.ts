import type {Target} from './contexts.js'
import {ApiFailure, isPassing, TimedOut, Unreachable} from './failures.js'
import {isLoopback} from './http.js'
import {retryAfter} from './retries.js'
import {sleep} from './sleep.js'

/** What a look at the thing showed: not yet, or done with this value. Throwing ends the wait as failed. */
export type Look<T> = {done: false} | {done: true; value: T}

export interface WaitOptions {
  /** Milliseconds between looks. */
  interval: number
  /** Milliseconds in all. */
  timeout: number
  /** Words the time-out: what was waited for, and how to go on. `trouble` is why the last look could not be had. */
  onTimeout: (trouble: Error | undefined) => string
}

const loopbackInterval = 100
const remoteInterval = 30_000
/** How long past its time, in milliseconds, a wait stays with a look that is under way. */
const grace = 500

/** How often to look when nobody says: often where it costs nothing, every 30 s where it is counted, as the official CLI. */
export function intervalFor(target: Target): number {
  if (target.kind === 'embedded') return loopbackInterval
  return isLoopback(new URL(target.url).hostname) ? loopbackInterval : remoteInterval
}

/**
 * Looks until it is done. A look that could not be had (a lost connection, 429, 5xx) is taken again: one bad answer in
 * twenty minutes is no reason to lose the wait. Only where nobody has answered at all yet is nobody to be waited for.
 *
 * @throws {TimedOut} within a second of the time allowed
 */
export async function waitUntil<T>(look: () => Promise<Look<T>>, {interval, timeout, onTimeout}: WaitOptions): Promise<T> {
  const deadline = performance.now() + timeout
  let answered = false
  for (;;) {
    let trouble: Error | undefined
    try {
      const seen = await within(deadline + grace - performance.now(), look())
      if (seen?.done) return seen.value
      if (!seen) trouble = new Error('no answer has come')
      answered = true
    } catch (error) {
      if (!isPassing(error) || (error instanceof Unreachable && !answered)) throw error
      trouble = error as Error
      answered ||= !(error instanceof Unreachable)
    }
    const remaining = deadline - performance.now()
    const pause = Math.max(interval, askedPause(trouble))
    if (remaining > 0) await sleep(Math.min(pause, remaining))
    // The time that is left allows one more look at its end, unless that was asked not to come so soon.
    if (remaining <= 0 || askedPause(trouble) > remaining) throw new TimedOut(onTimeout(trouble))
  }
}

/** How long the control plane has asked to be left alone, in milliseconds. */
const askedPause = (trouble: Error | undefined): number =>
  trouble instanceof ApiFailure ? (retryAfter(trouble.headers['retry-after']) ?? 0) * 1000 : 0

/** What comes of something, or undefined when it takes more than some milliseconds; then it is left to itself. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController()
  try {
    return await Promise.race([work, sleep(Math.max(milliseconds, 0), over.signal).then(() => undefined)])
  } finally {
    over.abort()
  }
}
