import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {ReplyLost} from './failures.js'

export interface RetryOptions {
  /** Waits for some milliseconds. */
  sleep: (milliseconds: number) => Promise<void>
  /** Told before each wait that a person would notice, and why there is none where one was asked for. */
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
      const pause = isWorthAnother(outcome, request) ? pauseAfter(outcome, attempt) : undefined
      if (pause !== undefined && pause > longestRetryAfter * 1000) {
        notice(`${reasonFor(outcome)}, and says to come back in ${Math.ceil(pause / 1000)} s: too long to wait here`)
        return settle(outcome)
      }
      if (pause === undefined || attempt === attempts) return settle(outcome)
      if (pause > noticeable) notice(`${reasonFor(outcome)}; trying again in ${Math.ceil(pause / 1000)} s`)
      await sleep(pause)
    }
  }
}

async function attemptOnce(send: Send, request: ApiRequest): Promise<ApiResponse | ReplyLost> {
  try {
    return await send(request)
  } catch (error) {
    if (error instanceof ReplyLost) return error
    throw error
  }
}

function settle(outcome: ApiResponse | ReplyLost): ApiResponse {
  if (outcome instanceof ReplyLost) throw outcome
  return outcome
}

function isWorthAnother(outcome: ApiResponse | ReplyLost, {method}: ApiRequest): boolean {
  if (outcome instanceof ReplyLost) return method === 'GET'
  return outcome.status === 429 || (outcome.status === 503 && method === 'GET')
}

/** Milliseconds until the next try. */
function pauseAfter(outcome: ApiResponse | ReplyLost, attempt: number): number {
  const wanted = outcome instanceof ReplyLost ? undefined : retryAfter(outcome.headers['retry-after'])
  return wanted === undefined ? firstPause * 2 ** (attempt - 1) : wanted * 1000
}

/** `Retry-After` in seconds, given as such or as a date; undefined for anything else. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  const date = /^[a-z]{3}, /i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}

const reasonFor = (outcome: ApiResponse | ReplyLost): string =>
  outcome instanceof ReplyLost ? outcome.message : outcome.status === 429 ? 'The rate limit is reached' : 'The control plane is not available'
