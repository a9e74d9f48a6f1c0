import type {ErrorBody} from '../operations/wire.js'
import {scalingLimitsUrl} from '../rules/facts.js'
import {isRefusal, type Refusal} from '../rules/refusal.js'

/** An answer that is not a success: thrown anywhere in the control plane, answered as it is. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message)
  }
}

/*
 * The catalogue of Heroku's error ids and statuses (facts/platform-api.md 1.6, 4). The literal sentences are the
 * documented ones; where none is known it is by analogy, and docs/limits.md lists it.
 */

export const badRequest = (message: string) => new ApiError(400, {id: 'bad_request', message})

export const unauthorized = (message = 'Invalid credentials provided.') => new ApiError(401, {id: 'unauthorized', message})

export const forbidden = (message: string) => new ApiError(403, {id: 'forbidden', message})

/** `thing` as a person calls it, `resource` as the API's clients do. */
export const notFound = (thing: string, resource: string = thing.replaceAll(' ', '_'), hint = '') =>
  new ApiError(404, {id: 'not_found', message: `Couldn't find that ${thing}.${hint}`, resource})

export const noSuchEndpoint = () =>
  new ApiError(404, {
    id: 'not_found',
    message:
      'The requested API endpoint was not found. Are you using the right HTTP verb (i.e. `GET` vs. `POST`), and did you specify your intended version with the `Accept` header?',
  })

export const notAcceptable = (accept: string) =>
  new ApiError(406, {
    id: 'not_acceptable',
    message: `The Accept header "${accept}" asks for nothing this API has. Use "application/vnd.heroku+json; version=3".`,
  })

/** What stands in the way is not the request's own fault (facts/platform-api.md 1.6). */
export const conflict = (message: string) => new ApiError(409, {id: 'conflict', message})

export const preconditionFailed = () =>
  new ApiError(412, {
    id: 'precondition_failed',
    message: 'The resource has changed since it was read. Read it again and repeat the change.',
  })

export const bodyTooLarge = (limit: number) =>
  new ApiError(413, {
    id: 'request_entity_too_large',
    message: `The request body is larger than ${limit / 1024 / 1024} MiB.`,
  })

export const rangeNotSatisfiable = (message: string) =>
  new ApiError(416, {id: 'requested_range_not_satisfiable', message})

/** A request that is understood and breaks a rule. */
export const invalid = (message: string, url?: string) =>
  new ApiError(422, {id: 'invalid_params', message, ...(url && {url})})

/** A name that several things have (facts/platform-api.md 1.6). */
export const multipleMatches = (message: string) => new ApiError(422, {id: 'multiple_matches', message})

/** More dynos than the limit (facts/platform-api.md 4). */
export const aboveLimit = (id: 'cannot_run_above_limit' | 'cannot_update_above_limit', message: string, limit: number) =>
  new ApiError(422, {id, message, limit, url: scalingLimitsUrl})

/** `confirm` is the name the caller must repeat to go ahead. */
export const confirmationRequired = (message: string, confirm: string) =>
  new ApiError(423, {id: 'confirmation_required', message}, {'x-confirmation-required': confirm})

export const internalServerError = () =>
  new ApiError(500, {id: 'internal_server_error', message: 'Something went wrong in the control plane. Nothing was changed.'})

/** Whether a change was made cannot be told: it must not look as if it could simply be asked for again. */
export const outcomeUnknown = (message: string) => new ApiError(500, {id: 'internal_server_error', message})

export const declined = (operation: string, reason: string) =>
  new ApiError(501, {id: 'not_implemented', message: `spacedock does not serve ${operation}: ${reason}`})

export const unavailable = (message: string) =>
  new ApiError(503, {id: 'service_unavailable', message}, {'retry-after': '1'})

/** What a rule has allowed; a refusal is thrown as the 422 it is. */
export function accept<T>(decided: Refusal | T): T {
  if (isRefusal(decided)) throw invalid(decided.message, decided.url)
  return decided as T
}
