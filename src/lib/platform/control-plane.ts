import type {ApiRequest, ApiResponse, ErrorBody, Send} from '../operations/wire.js'
import {StoreFailure} from '../store/failure.js'
import type {Store} from '../store/store.js'
import type {AnswerCache} from './answer-cache.js'
import {entryOf, Refusals} from './audit.js'
import type {Identify} from './authentication.js'
import {newAnswerTo} from './dispatch.js'
import * as errors from './errors.js'
import {Exposure} from './exposure.js'
import type {Ambient} from './moment.js'
import {nobody, type Noted} from './noted.js'
import type {Observer} from './observation.js'
import {countRequest, type RateLimiter, remainingHeader} from './rate-limits.js'
import type {RequestLog} from './request-log.js'
import {unlessKnown} from './responses.js'
import type {Worlds} from './worlds.js'

/** What the control plane needs from outside; everything else follows from the request and the store. */
export interface Surroundings extends Ambient {
  store: Store
  identify: Identify
  /** Told of what should never happen, with the id of the request. */
  report: (error: unknown, requestId: string) => void
  /** Where it is served, once it is. */
  address?: {readonly url?: string | undefined}
  /** Whether others use it too: it is served. */
  shared?: boolean
  /** Counts the requests of accounts, where it is served. */
  limits?: RateLimiter
  /** Writes down what was refused; waited for by whoever closes the store. */
  refusals?: Refusals
  /** Keeps answers to reads; worth it where many are asked of one process. */
  cache?: AnswerCache
  /** Aborted when calls to partners that are under way are to be given up: they are made again later. */
  givenUp?: AbortSignal
  /** Keeps the latest requests, to be looked at. */
  requests?: RequestLog
  /** The worlds beside this one, where it is the main one. */
  worlds?: Worlds
  /** Whether this is the control plane's own housekeeping, which no fault strikes. */
  spared?: boolean
  /** Takes work that whoever asks need not wait for; where nobody does, they wait. It never fails. */
  background?: (work: Promise<void>) => void
  /** Watches what is asked. */
  observer?: Observer | undefined
}

/**
 * The control plane: answers requests of the Platform API from a store.
 *
 * Refusals come in a fixed order, so that a request that is wrong in two ways is always told the same: unparsable →
 * unauthenticated → not found or not visible → forbidden → malformed → rule → conflict.
 */
export function createControlPlane(surroundings: Surroundings): Send {
  const refusals = surroundings.refusals ?? new Refusals(surroundings.store)
  return async (request) => {
    const requestId = surroundings.newId()
    const noted: Noted = {requestId, trail: {}, observed: {}, exposure: new Exposure(surroundings.spared)}
    const begun = performance.now()
    const told = (answer: ApiResponse): ApiResponse => {
      const marked = noted.exposure.marked(answer)
      surroundings.requests?.add(requestId, request, noted.observed, marked, surroundings.clock(), performance.now() - begun)
      surroundings.observer?.answered(request, noted.observed)
      return marked
    }
    const withCommon = (headers: ApiResponse['headers']) => Object.assign({'request-id': requestIds(requestId, request), 'cache-control': 'private, no-cache'}, remainingHeader(noted), headers)
    try {
      // Who looks at the trail sees what was refused before.
      if (request.path.startsWith('/control-plane/audit')) await refusals.written()
      const answer = await answerTo(surroundings, request, noted)
      return told({...answer, headers: withCommon(answer.headers)})
    } catch (error) {
      if (error instanceof StoreFailure) noted.observed = {...noted.observed, storeFailure: error.kind}
      const {status, body, headers} = errorFor(error, surroundings, requestId)
      const entry = error instanceof errors.ApiError && noted.trail.actor !== nobody ? entryOf(noted.trail, request, requestId, surroundings.clock(), status) : undefined
      if (entry) refusals.add(entry)
      if (status === 401) surroundings.limits?.forget(request.headers['authorization'] ?? '')
      return told({status, headers: withCommon({...headers, 'content-type': 'application/json'}), body: JSON.stringify(errorBody(body, request))})
    }
  }
}

/** The answer that was kept, else a new one. */
async function answerTo(surroundings: Surroundings, request: ApiRequest, noted: Noted): Promise<ApiResponse> {
  const {cache, store, clock} = surroundings
  const version = request.method === 'GET' && cache ? await store.version() : undefined
  const kept = version === undefined ? undefined : cache?.find(request, version, clock())
  if (!kept) return newAnswerTo(surroundings, request, noted, version)
  noted.observed = kept.observed
  await countRequest(surroundings, request, noted)
  return unlessKnown(kept.answer, request)
}

/** The control plane's own id first, then those the client sent (facts/platform-api.md 1.2); bounded, as clients repeat them. */
function requestIds(own: string, {headers}: ApiRequest): string {
  const sent = headers['request-id'] ?? ''
  return /^[\w,. -]{1,4096}$/.test(sent) ? `${own},${sent}` : own
}

/** Under `/api/v3` clients read `error`: a sentence, or `{base: sentences}` (heroku-cli-addons-admin). */
const errorBody = (body: ErrorBody, {path}: ApiRequest): ErrorBody => (path.startsWith('/api/v3/') ? {error: body.message, ...body} : body)

function errorFor(error: unknown, {report}: Surroundings, requestId: string): {status: number; body: ErrorBody; headers: Readonly<Record<string, string>>} {
  if (error instanceof errors.ApiError) return error
  if (error instanceof StoreFailure) return error.kind === 'unknown' ? errors.outcomeUnknown(error.message) : errors.unavailable(error.message)
  report(error, requestId)
  return errors.internalServerError()
}
