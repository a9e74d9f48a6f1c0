import {createHash} from 'node:crypto'
import type {Access, Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse, ErrorBody, Method, Send} from '../operations/wire.js'
import {StoreFailure} from '../store/failure.js'
import type {Database, Store} from '../store/store.js'
import type {AnswerCache} from './answer-cache.js'
import type {Identify} from './authentication.js'
import {authorize} from './authorization.js'
import {checkBody, parseBody, parseForm} from './body.js'
import type {Context} from './context.js'
import * as errors from './errors.js'
import {handlers} from './handlers.js'
import {identityIn} from './identity.js'
import {nextDue, removeGone} from './lifecycle.js'
import type {Observer} from './observation.js'
import {Outside} from './outside.js'
import {removeFailed} from './partner-calls.js'
import {asksPartners, resumeCalls} from './partner-resumption.js'
import {Page, pageHeaders, parseRange, wholeList} from './range.js'
import {declinedFor, routeFor} from './routes.js'
import {readSettings} from './settings.js'
import {type Found, finders} from './subjects/index.js'
import {wantedBy} from './wanted.js'

/** What the control plane needs from outside; everything else follows from the request and the store. */
export interface Surroundings {
  store: Store
  identify: Identify
  clock: () => Date
  newId: () => string
  /** In [0, 1). */
  random: () => number
  /** Told of what should never happen, with the id of the request. */
  report: (error: unknown, requestId: string) => void
  /** Where it is served, once it is. */
  address?: {url?: string}
  /** Whether others use it too: it is served. */
  shared?: boolean
  /** Keeps answers to reads; worth it where many are asked of one process. */
  cache?: AnswerCache
  /** Aborted when calls to partners that are under way are to be given up: they are made again later. */
  givenUp?: AbortSignal
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
  return async (request) => {
    const requestId = surroundings.newId()
    const common = {'request-id': requestIds(requestId, request), 'cache-control': 'private, no-cache'}
    try {
      const answer = await answerTo(surroundings, request)
      return {...answer, headers: {...common, ...answer.headers}}
    } catch (error) {
      if (error instanceof StoreFailure) surroundings.observer?.note(request, {storeFailure: error.kind})
      const {status, body, headers} = errorFor(error, surroundings, requestId)
      return {status, headers: {...common, ...headers, 'content-type': 'application/json'}, body: JSON.stringify(errorBody(body, request))}
    }
  }
}

/** The answer that was kept, else a new one. */
async function answerTo(surroundings: Surroundings, request: ApiRequest): Promise<ApiResponse> {
  const {cache, store, clock} = surroundings
  const version = request.method === 'GET' && cache ? await store.version() : undefined
  const kept = version === undefined ? undefined : cache?.find(request, version, clock())
  if (kept) surroundings.observer?.reused(kept, request)
  return kept ? unlessKnown(kept, request) : newAnswerTo(surroundings, request, version)
}

/** @param version of the store before it is asked */
async function newAnswerTo(surroundings: Surroundings, request: ApiRequest, version: string | undefined): Promise<ApiResponse> {
  const {store, cache} = surroundings
  const known = methodOf(request)
  // What is refused for its method is refused after everything that a read is refused for.
  const method = known ?? 'GET'
  const wanted = wantedBy(request.headers, request.path)
  const [path = ''] = request.path.split('?')
  const route = known && routeFor(known, path)
  if (route) surroundings.observer?.note(request, {operation: route.id})
  const isPublic = route?.operation.access === 'public'
  const body = method === 'GET' ? {} : isPublic ? parseForm(request.path, request.body) : parseBody(request.body)

  const contextIn = (db: Database, now: Date, actor: Context['actor'], paged: Operation['paged'], warn: Context['warn']): Context => {
    let settings: ReturnType<typeof readSettings> | undefined
    return {
      db,
      actor,
      now,
      newId: surroundings.newId,
      random: surroundings.random,
      settings: () => (settings ??= readSettings(db)),
      wanted,
      url: surroundings.address?.url,
      shared: surroundings.shared ?? false,
      range: wholeList(paged),
      warn,
    }
  }

  // What time has brought about may be something to tell to partners.
  let tellsPartners = route !== undefined && asksPartners(route.id)
  const answer = async (db: Database): Promise<ApiResponse | Continued> => {
    const now = surroundings.clock()
    if (method !== 'GET') {
      await removeGone(db, now)
      if (await removeFailed(contextIn(db, now, nobody, undefined, () => {}))) tellsPartners = true
    }
    const actor = isPublic ? nobody : await surroundings.identify(request, db, now)
    if (!isPublic) surroundings.observer?.note(request, {account: actor.account.email})
    const {id, operation, parameters} = route ?? (await refuseRoute(known, path))
    const warnings: string[] = []
    const context = contextIn(db, now, actor, operation.paged, (message) => warnings.push(message))
    requireForPartners(actor, operation)
    const found = await findSubjects(context, operation, parameters, body)
    requireScope(actor, operation)
    for (const access of accessTo(operation, body)) await authorize(access, context, found)
    context.range = parseRange(operation.paged && request.headers['range'], operation.paged)
    const input = checkBody(operation, body)
    const isCurrent = method === 'GET' || method === 'POST' || (await conditionHolds(request, context))
    // The table of handlers is typed per operation; which one this is, is known only now.
    const handle = handlers[id] as (context: Context, found: Found, input: unknown) => Promise<unknown>
    const value = await handle(context, found, input)
    // After the rules, as conflicts are told last; the transaction takes back what the handler has done.
    if (!isCurrent) throw errors.preconditionFailed()
    if (value instanceof Outside) return {actor, operation, outside: value, warnings}
    const response = responseFor(value, operation, warnings)
    if (cache && version !== undefined && method === 'GET' && !operation.live) {
      await cache.keep(request, response, version, now, () => nextDue(db, now))
      surroundings.observer?.kept(response, request)
    }
    return unlessKnown(response, request)
  }
  const answered = async (): Promise<ApiResponse> => {
    if (method === 'GET') return onlyRead(await store.read(answer))
    const first = await store.write(answer)
    if (!('outside' in first)) return first
    const {actor, operation, outside, warnings} = first
    const outcome = await outside.ask(surroundings.givenUp)
    if (outcome.failure === 'aborted') throw errors.unavailable('The control plane was stopped before the partner had answered. It asks again when it is there again.')
    const value = await store.write((db) => outside.finish(contextIn(db, surroundings.clock(), actor, undefined, (message) => warnings.push(message)), outcome))
    if (value instanceof errors.ApiError) throw value
    return responseFor(value, operation, warnings)
  }
  try {
    return await answered()
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
function requireScope({addonId, scopes}: Context['actor'], {method, access}: Operation) {
  if (addonId !== undefined) return
  const accepted = method === 'GET' ? ['global', 'read', 'read-protected', 'write', 'write-protected'] : ['global', 'write', 'write-protected']
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
  const route = routeFor('GET', request.path.split('?')[0] ?? '')
  if (!route) return false
  const found = await findSubjects(context, route.operation, route.parameters, {})
  const read = handlers[route.id] as (context: Context, found: Found, input: unknown) => Promise<unknown>
  const current = entityTag(JSON.stringify(await read(context, found, undefined)))
  return expected.split(',').some((tag) => tag.trim() === current)
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
