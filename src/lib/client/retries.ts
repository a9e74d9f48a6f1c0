import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {ReplyLost, Unreachable} from './failures.js'

/** Waits; tests and Ctrl-C have their own. */
export type Sleep = (milliseconds: number) => Promise<void>

export interface RetryOptions {
  sleep: Sleep
  /** Told before each wait that a person would notice. */
  notice: (message: string) => void
}

/** How often a request is tried in all. */
const attempts = 4
/** First pause, in milliseconds; each further one doubles. */
const firstPause = 150
/** The longest `Retry-After` that is obeyed, in seconds; a longer one is left to the caller. */
const longestRetryAfter = 120
/** Pauses longer than this, in milliseconds, are told. */
const noticeable = 1000

/**
 * Tries again what is safe to try again: reads after a lost connection or a 503, and anything after a 429, which says
 * that nothing was done and when to come back. A change is otherwise never sent twice.
 */
export function withRetries(send: Send, {sleep, notice}: RetryOptions): Send {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(send, request)
      const pause = attempt < attempts ? pauseAfter(outcome, request, attempt) : undefined
      if (pause === undefined) {
        if (outcome instanceof Error) throw outcome
        return outcome
      }
      if (pause > noticeable) notice(`${reasonFor(outcome)}; trying again in ${Math.ceil(pause / 1000)} s`)
      await sleep(pause)
    }
  }
}

async function attemptOnce(send: Send, request: ApiRequest): Promise<ApiResponse | Error> {
  try {
    return await send(request)
  } catch (error) {
    if (error instanceof ReplyLost || error instanceof Unreachable) return error
    throw error
  }
}

/** Milliseconds until the next try, or undefined when there is to be none. */
function pauseAfter(outcome: ApiResponse | Error, {method}: ApiRequest, attempt: number): number | undefined {
  const backOff = firstPause * 2 ** (attempt - 1)
  if (outcome instanceof Error) return method === 'GET' && outcome instanceof ReplyLost ? backOff : undefined
  if (outcome.status !== 429 && !(outcome.status === 503 && method === 'GET')) return undefined
  const wanted = retryAfter(outcome.headers['retry-after'])
  if (wanted !== undefined && wanted > longestRetryAfter) return undefined
  return wanted === undefined ? backOff : wanted * 1000
}

/** `Retry-After` in seconds, given as such or as a date. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}

const reasonFor = (outcome: ApiResponse | Error): string =>
  outcome instanceof Error ? outcome.message : outcome.status === 429 ? 'The rate limit is reached' : 'The control plane is not available'
