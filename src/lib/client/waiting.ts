import type {Target} from './contexts.js'
import {ApiFailure, ReplyLost, TimedOut, Unreachable} from './failures.js'
import {isLoopback} from './http.js'

/** What a look at the thing showed: not yet, or done with this value. Throwing ends the wait as failed. */
export type Look<T> = {done: false} | {done: true; value: T}

export interface WaitOptions {
  /** Milliseconds between looks. */
  interval: number
  /** Milliseconds in all. */
  timeout: number
  /** Words the time-out: what was waited for, and how to go on. */
  onTimeout: () => string
}

const loopbackInterval = 100
const remoteInterval = 30_000

/** How often to look when nobody says: often where it costs nothing, every 30 s where it is counted, as the official CLI. */
export function intervalFor(target: Target): number {
  if (target.kind === 'embedded') return loopbackInterval
  return isLoopback(new URL(target.url).hostname) ? loopbackInterval : remoteInterval
}

/**
 * Looks until it is done. A look that could not be had (a lost connection, 429, 5xx) is taken again: one bad answer in
 * twenty minutes is no reason to lose the wait.
 *
 * @throws {TimedOut} within a second of the time allowed
 */
export async function waitUntil<T>(look: () => Promise<Look<T>>, {interval, timeout, onTimeout}: WaitOptions): Promise<T> {
  const deadline = Date.now() + timeout
  for (;;) {
    const left = deadline - Date.now()
    const seen = await lookBefore(left, look)
    if (seen?.done) return seen.value
    const remaining = deadline - Date.now()
    if (remaining <= 0) throw new TimedOut(onTimeout())
    await pause(Math.min(interval, remaining))
  }
}

/** One look, given up when the time is over; undefined for one that could not be had. */
async function lookBefore<T>(left: number, look: () => Promise<Look<T>>): Promise<Look<T> | undefined> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(left, 0) + 500)
  })
  try {
    return await Promise.race([look(), over])
  } catch (error) {
    if (isPassing(error)) return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof ReplyLost || error instanceof Unreachable || (error instanceof ApiFailure && (error.status === 429 || error.status >= 500) && error.status !== 501)

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
