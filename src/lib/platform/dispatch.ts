import type {Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse, Method} from '../operations/wire.js'
import type {Database} from '../store/store.js'
import {entryOf, record} from './audit.js'
import {afterOf} from './audit-extract.js'
import {accessTo, authorize, requireForPartners, requireScope} from './authorization.js'
import {checkBody, parseBody, parseForm} from './body.js'
import type {Context} from './context.js'
import type {Surroundings} from './control-plane.js'
import * as errors from './errors.js'
import {beforeNow, conditionHolds} from './finding.js'
import {handlers} from './handlers.js'
import {nextDue, removeGone} from './lifecycle.js'
import {type Moment, readAt, writeAt} from './moment.js'
import {nobody, type Noted} from './noted.js'
import {Outside} from './outside.js'
import {removeFailed} from './partner-calls.js'
import {asksPartners, type ContextIn, resumeCalls} from './partner-resumption.js'
import {parseRange, wholeList} from './range.js'
import {countRequest} from './rate-limits.js'
import {responseFor, unlessKnown} from './responses.js'
import {declinedFor, routeFor} from './routes.js'
import {readSettings} from './settings.js'
import {findSubjects} from './subjects/finding.js'
import type {Found} from './subjects/index.js'
import {together} from './together.js'
import {wantedBy} from './wanted.js'

/** @param seen the version of the store before it is asked, where answers are kept */
export async function newAnswerTo(surroundings: Surroundings, request: ApiRequest, noted: Noted, seen: string | undefined): Promise<ApiResponse> {
  const {cache} = surroundings
  const {exposure, observed, requestId, trail} = noted
  const known = methodOf(request)
  observed.method = known
  // What is refused for its method is refused after everything that a read is refused for.
  const method = known ?? 'GET'
  const wanted = wantedBy(request.headers, request.path)
  const [path = ''] = request.path.split('?')
  const route = known && routeFor(known, path)
  if (route) observed.operation = route.id
  const isPublic = route?.operation.access === 'public'
  const body = method === 'GET' ? {} : isPublic ? parseForm(request.path, request.body) : parseBody(request.body)
  observed.body = body
  exposure.meet({path, method, operation: route?.id, body})

  // What is counted may have changed the store.
  const version = (await countRequest(surroundings, request, noted)) && seen !== undefined ? await surroundings.store.version() : seen

  const contextIn: ContextIn = (db, {now, newId, random}, actor, warn = () => {}) => {
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
      worlds: surroundings.worlds,
      strike: exposure.strike,
      range: wholeList(),
      warn,
    }
  }

  // What time has brought about may be something to tell to partners.
  let tellsPartners = route !== undefined && asksPartners(route.id)
  const answer = async (db: Database, moment: Moment): Promise<ApiResponse | Continued> => {
    exposure.look(moment.threats)
    const {now} = moment
    const identified = () => (isPublic ? nobody : surroundings.identify(request, db, now))
    let [isLate, actor] = await together(removeGone(db, now, moment.over), identified())
    if (isLate && (await removeFailed(contextIn(db, moment, nobody)))) {
      tellsPartners = true
      // It may be a partner's token that has gone.
      actor = await identified()
    }
    observed.account = actor.account.email || undefined
    const {id, operation, parameters} = route ?? (await refuseRoute(known, path))
    Object.assign(trail, {actor, id, operation, before: null, after: afterOf(id, operation, body, undefined)})
    const warnings: string[] = []
    const context = contextIn(db, moment, actor, (message) => warnings.push(message))
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
    const entry = entryOf(trail, request, requestId, surroundings.clock(), operation.status)
    if (entry) await record(db, entry)
    if (value instanceof Outside) return {actor, operation, outside: value, warnings}
    const response = responseFor(value, operation, warnings)
    if (cache && version !== undefined && method === 'GET' && !operation.live) await cache.keep(request, {answer: response, observed}, version, moment, () => nextDue(db, now))
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
      const result = await outside.finish(contextIn(db, moment, actor, (message) => warnings.push(message)), outcome)
      const entry = result instanceof errors.ApiError && entryOf(trail, request, requestId, surroundings.clock(), result.status)
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
