import {createHash} from 'node:crypto'
import type {Access, Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse, ErrorBody, Method, Send} from '../operations/wire.js'
import {acceptedScopes} from '../rules/facts.js'
import {StoreFailure} from '../store/failure.js'
import type {Database, Store} from '../store/store.js'
import type {AnswerCache} from './answer-cache.js'
import {entryOf, record, Refusals, type Trail} from './audit.js'
import {afterOf, beforeIn, beforeOf} from './audit-extract.js'
import type {Identify} from './authentication.js'
import {authorize} from './authorization.js'
import {checkBody, parseBody, parseForm} from './body.js'
import type {Context} from './context.js'
import * as errors from './errors.js'
import {Exposure} from './exposure.js'
import {handlers} from './handlers.js'
import {identityIn} from './identity.js'
import {type Ambient, type Moment, readAt, writeAt} from './moment.js'
import {nextDue, removeGone} from './lifecycle.js'
import type {Observer} from './observation.js'
import {Outside} from './outside.js'
import {removeFailed} from './partner-calls.js'
import {asksPartners, resumeCalls} from './partner-resumption.js'
import {counts, type RateLimiter} from './rate-limits.js'
import {Page, pageHeaders, parseRange, wholeList} from './range.js'
import type {RequestLog, Trace} from './request-log.js'
import {declinedFor, routeFor} from './routes.js'
import {readSettings} from './settings.js'
import {type Found, finders} from './subjects/index.js'
import {wantedBy} from './wanted.js'

/** What the control plane needs from outside; everything else follows from the request and the store. */
export interface Surroundings extends Ambient {
  store: Store
  identify: Identify
  /** Told of what should never happen, with the id of the request. */
  report: (error: unknown, requestId: string) => void
  /** Where it is served, once it is. */
  address?: {url?: string}
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
    const noted: Noted = {requestId, trail: {}, trace: {}, exposure: new Exposure(surroundings.spared)}
    const begun = performance.now()
    const told = (answer: ApiResponse): ApiResponse => {
      const marked = noted.exposure.marked(answer)
      surroundings.requests?.add(requestId, request, noted.trace, marked, surroundings.clock(), performance.now() - begun)
      return marked
    }
    const common = {'request-id': requestIds(requestId, request), 'cache-control': 'private, no-cache'}
    try {
      // Who looks at the trail sees what was refused before.
      if (request.path.startsWith('/control-plane/audit')) await refusals.written()
      const answer = await answerTo(surroundings, request, noted)
      return told({...answer, headers: {...common, ...remainingHeader(noted), ...answer.headers}})
    } catch (error) {
      if (error instanceof StoreFailure) surroundings.observer?.note(request, {storeFailure: error.kind})
      const {status, body, headers} = errorFor(error, surroundings, requestId)
      const entry = error instanceof errors.ApiError && noted.trail.actor !== nobody ? entryOf(noted.trail, request, requestId, surroundings.clock(), status) : undefined
      if (entry) refusals.add(entry)
      if (status === 401) surroundings.limits?.forget(request.headers['authorization'] ?? '')
      return told({status, headers: {...common, ...remainingHeader(noted), ...headers, 'content-type': 'application/json'}, body: JSON.stringify(errorBody(body, request))})
    }
  }
}

/** The answer that was kept, else a new one. */
async function answerTo(surroundings: Surroundings, request: ApiRequest, noted: Noted): Promise<ApiResponse> {
  const {cache, store, clock} = surroundings
  const version = request.method === 'GET' && cache ? await store.version() : undefined
  const kept = version === undefined ? undefined : cache?.find(request, version, clock())
  if (!kept) return newAnswerTo(surroundings, request, noted, version)
  surroundings.observer?.reused(kept, request)
  await count(surroundings, request, noted)
  noted.trace.account = surroundings.requests?.askerOf(kept)
  return unlessKnown(kept, request)
}

/** @param seen the version of the store before it is asked, where answers are kept */
async function newAnswerTo(surroundings: Surroundings, request: ApiRequest, noted: Noted, seen: string | undefined): Promise<ApiResponse> {
  const {cache} = surroundings
  const {exposure, requestId, trace, trail} = noted
  const known = methodOf(request)
  trace.method = known
  // What is refused for its method is refused after everything that a read is refused for.
  const method = known ?? 'GET'
  const wanted = wantedBy(request.headers, request.path)
  const [path = ''] = request.path.split('?')
  const route = known && routeFor(known, path)
  if (route) surroundings.observer?.note(request, {operation: route.id})
  const isPublic = route?.operation.access === 'public'
  const body = method === 'GET' ? {} : isPublic ? parseForm(request.path, request.body) : parseBody(request.body)
  trace.body = body
  exposure.meet({path, method, operation: route?.id, body})

  // What is counted may have changed the store.
  const version = (await count(surroundings, request, noted)) && seen !== undefined ? await surroundings.store.version() : seen

  const contextIn = (db: Database, {now, newId, random}: Moment, actor: Context['actor'], paged: Operation['paged'], warn: Context['warn']): Context => {
    let settings: ReturnType<typeof readSettings> | undefined
    return {
      db,
      actor,
      now,
      outside: surroundings.clock,
      newId,
      random,
      settings: () => (settings ??= readSettings(db)),
      wanted,
      url: surroundings.address?.url,
      shared: surroundings.shared ?? false,
      unspent: (account) => surroundings.limits?.unspent(account) ?? 0,
      requests: surroundings.requests,
      strike: exposure.strike,
      range: wholeList(paged),
      warn,
    }
  }

  // What time has brought about may be something to tell to partners.
  let tellsPartners = route !== undefined && asksPartners(route.id)
  const answer = async (db: Database, moment: Moment): Promise<ApiResponse | Continued> => {
    await exposure.look(db)
    const {now} = moment
    if (method !== 'GET') {
      const isLate = await removeGone(db, now)
      if (isLate && (await removeFailed(contextIn(db, moment, nobody, undefined, () => {})))) tellsPartners = true
    }
    const actor = isPublic ? nobody : await surroundings.identify(request, db, now)
    trace.account = actor.account.email || undefined
    if (!isPublic) surroundings.observer?.note(request, {account: actor.account.email})
    const {id, operation, parameters} = route ?? (await refuseRoute(known, path))
    Object.assign(trail, {actor, id, operation, before: null, after: afterOf(id, operation, body, undefined)})
    const warnings: string[] = []
    const context = contextIn(db, moment, actor, operation.paged, (message) => warnings.push(message))
    requireForPartners(actor, operation)
    const found = await findSubjects(context, operation, parameters, body)
    requireScope(actor, operation)
    for (const access of accessTo(operation, body)) await authorize(access, context, found)
    context.range = parseRange(operation.paged && request.headers['range'], operation.paged)
    const input = checkBody(operation, body)
    const isCurrent = method === 'GET' || method === 'POST' || (await conditionHolds(request, context))
    // The table of handlers is typed per operation; which one this is, is known only now.
    const handle = handlers[id] as (context: Context, found: Found, input: unknown) => Promise<unknown>
    const before = operation.method === 'GET' ? null : await beforeNow(request, context, {id, operation, found, body})
    const value = await handle(context, found, input)
    // After the rules, as conflicts are told last; the transaction takes back what the handler has done.
    if (!isCurrent) throw errors.preconditionFailed()
    Object.assign(trail, {before, after: afterOf(id, operation, body, value)})
    const entry = entryOf(trail, request, requestId, now, operation.status)
    if (entry) await record(db, entry)
    if (value instanceof Outside) return {actor, operation, outside: value, warnings}
    const response = responseFor(value, operation, warnings)
    if (cache && version !== undefined && method === 'GET' && !operation.live) {
      surroundings.requests?.attribute(response, actor.account.email)
      await cache.keep(request, response, version, moment, () => nextDue(db, now))
      surroundings.observer?.kept(response, request)
    }
    return unlessKnown(response, request)
  }
  const answered = async (): Promise<ApiResponse> => {
    if (method === 'GET') return onlyRead(await readAt(surroundings, answer))
    const first = await writeAt(surroundings, answer)
    if (!('outside' in first)) return first
    const {actor, operation, outside, warnings} = first
    const outcome = await outside.ask(surroundings.givenUp)
    if (outcome.failure === 'aborted') throw errors.unavailable('The control plane was stopped before the partner had answered. It asks again when it is there again.')
    const value = await writeAt(surroundings, async (db, moment) => {
      const result = await outside.finish(contextIn(db, moment, actor, undefined, (message) => warnings.push(message)), outcome)
      const entry = result instanceof errors.ApiError && entryOf(trail, request, requestId, moment.now, result.status)
      if (entry) await record(db, entry)
      return result
    })
    if (value instanceof errors.ApiError) {
      // What has become of it stands in the trail with what has.
      delete trail.actor
      throw value
    }
    return responseFor(value, operation, warnings)
  }
  try {
    return await exposure.through(surroundings.store, answered, surroundings.givenUp)
  } finally {
    // Also after a refusal: it may be what was left behind that stands in the way.
    if (tellsPartners) {
      const resumed = resumeCalls(surroundings, contextIn)
      if (surroundings.background) surroundings.background(resumed)
      else await resumed
    }
  }
}

/** Who asks without a token. */
const nobody: Context['actor'] = {account: {id: '', email: '', name: null, created_at: '', updated_at: ''}, scopes: [], operator: false}

/** What is known of a request besides its answer. */
interface Noted {
  requestId: string
  /** For the audit trail. */
  trail: Trail
  /** For the requests that have arrived. */
  trace: Trace
  /** To faults that are set. */
  exposure: Exposure
  /** Requests that are left to the account. */
  remaining?: number
}

/**
 * Counts a request to its account.
 *
 * @returns whether the store had to be asked
 * @throws {ApiError} 401, or 429 where none is left
 */
async function count(surroundings: Surroundings, request: ApiRequest, noted: Noted): Promise<boolean> {
  const {limits, identify} = surroundings
  const authorization = request.headers['authorization']
  if (!limits || authorization === undefined || !counts(request.path)) return false
  const known = limits.spendKnown(authorization)
  noted.remaining = known ?? (await limits.spend(authorization, () => readAt(surroundings, async (db, {now}) => (await identify(request, db, now)).account.id)))
  return known === undefined
}

/** Nothing where nothing is counted. */
const remainingHeader = ({remaining}: Noted): Record<string, string> => (remaining === undefined || !Number.isFinite(remaining) ? {} : {'ratelimit-remaining': String(remaining)})

/** An operation that goes on outside its transaction. */
interface Continued {
  actor: Context['actor']
  operation: Operation
  outside: Outside<unknown>
  warnings: string[]
}

function onlyRead(answered: ApiResponse | Continued): ApiResponse {
  if ('outside' in answered) throw new Error('A read cannot go on outside.')
  return answered
}

const methods = new Set<string>(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'])
const isMethod = (method: string): method is Method => methods.has(method)

/** POST with `X-Http-Method-Override` stands for another method, for clients that cannot send it (facts 1.1). */
function methodOf({method, headers}: ApiRequest): Method | undefined {
  const override = headers['x-http-method-override']?.toUpperCase()
  const meant = method === 'POST' && override !== undefined ? override : method
  return isMethod(meant) ? meant : undefined
}

async function refuseRoute(method: Method | undefined, path: string): Promise<never> {
  const declined = method && (await declinedFor(method, path))
  throw declined ? errors.declined(declined.id, declined.reason) : errors.noSuchEndpoint()
}

/** A partner's token is for what partners may, and before anything is looked for. */
function requireForPartners({addonId}: Context['actor'], {access, partner}: Operation) {
  if (addonId !== undefined && access !== 'partner' && access !== 'public' && !partner)
    throw errors.forbidden('This token is of the partner of an add-on. It may read that add-on and the apps that it is attached to, and set its config vars and its state.')
}

/** A token for reading may not change anything (facts/platform-api.md 1.2, `Oauth-Scope-Accepted`). */
function requireScope({addonId, scopes}: Context['actor'], {method, access, scope}: Operation) {
  if (addonId !== undefined) return
  const accepted: readonly string[] = acceptedScopes[scope ?? 'plain'][method === 'GET' ? 'read' : 'write']
  if (access !== 'operator' && access !== 'partner' && access !== 'public' && !scopes.some((scope) => accepted.includes(scope)))
    throw errors.forbidden(`This token's scope is ${scopes.join(', ') || 'empty'}; this needs one of ${accepted.join(', ')}.`)
}

/** What the operation asks for, and what the keys of this body ask for besides. */
const accessTo = ({access, accessByKey = {}}: Operation, body: Record<string, unknown>): Access[] => [
  access,
  ...Object.entries(accessByKey).flatMap(([key, besides]) => (body[key] === undefined ? [] : [besides])),
]

/** Finds what the path names, then what the body names; what the body names wrongly in form is left to its check. */
async function findSubjects(
  context: Context,
  {named = {}}: Operation,
  parameters: Readonly<Record<string, string>>,
  body: Record<string, unknown>,
): Promise<Found> {
  const identities: [string, string][] = Object.entries(parameters)
  for (const [name, key] of Object.entries(named)) {
    const identity = identityIn(body[key])
    if (identity !== undefined) identities.push([name, identity])
  }
  const found: Record<string, unknown> = {}
  for (const [name, identity] of identities) {
    found[name] = await finders[name as keyof typeof finders](context, identity, found as Found)
  }
  return found as Found
}

/** Whether the `If-Match` that a change came with is the entity tag of what stands at its path now, before the change. */
async function conditionHolds(request: ApiRequest, context: Context): Promise<boolean> {
  const expected = request.headers['if-match']
  if (expected === undefined || expected === '*') return true
  const found = await currentAt(request, context)
  const current = found === undefined ? undefined : entityTag(JSON.stringify(found))
  return expected.split(',').some((tag) => tag.trim() === current)
}

/** What a read of the place of a change would answer now; undefined where nothing is read there. */
async function currentAt(request: ApiRequest, context: Context): Promise<unknown> {
  const route = routeFor('GET', request.path.split('?')[0] ?? '')
  if (!route) return undefined
  const found = await findSubjects(context, route.operation, route.parameters, {})
  const read = handlers[route.id] as (context: Context, found: Found, input: unknown) => Promise<unknown>
  return read(context, found, undefined)
}

/** What there is of what a change is about, in short: of the thing itself, or of the document that is replaced. */
async function beforeNow(request: ApiRequest, context: Context, {id, operation, found, body}: {id: string; operation: Operation; found: Found; body: Record<string, unknown>}): Promise<string | null> {
  const known = beforeOf(id, operation, Object.values(found).at(-1), body)
  if (known !== undefined) return known
  // Where there is nothing yet, a read is refused; the change may not be.
  const current = await currentAt(request, context).catch((error: unknown) => {
    if (!(error instanceof errors.ApiError)) throw error
  })
  return beforeIn(id, current, body)
}

function responseFor(value: unknown, {status, method, paged}: Operation, warnings: readonly string[]): ApiResponse {
  const page = value instanceof Page ? value : undefined
  const body = JSON.stringify(page ? page.items : value)
  const headers = {
    'content-type': 'application/json',
    ...(page && paged && pageHeaders(page, paged)),
    ...(warnings.length > 0 && {'x-heroku-warning': headerText(warnings.join(' '))}),
    ...(method === 'GET' && {etag: entityTag(body)}),
  }
  return {status: page?.more ? 206 : status, headers, body}
}

/** A header carries no more of a text than Latin-1, and clients that read it as UTF-8 no more than ASCII. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7E]/g, '?')

/** What the client says it has already is not sent again. */
const unlessKnown = (response: ApiResponse, {headers}: ApiRequest): ApiResponse =>
  response.headers['etag'] !== undefined && headers['if-none-match'] === response.headers['etag'] ? {...response, status: 304, body: ''} : response

const entityTag = (body: string): string => `"${createHash('md5').update(body).digest('hex')}"`

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
