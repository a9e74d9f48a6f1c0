import {type Answer, type OperationId, operations, type PathParameters, type RequestBody} from '../operations/index.js'
import type {Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse, ErrorBody, Method, Send} from '../operations/wire.js'
import {ApiFailure, unreadable, UsageFailure} from './failures.js'

/** What a call may say besides its path and body. */
interface CallOptions {
  /** Variant of the API, as in `version=3.sdk`. */
  variant?: 'dogwood' | 'filters' | 'fir' | 'pipelines' | 'sdk'
  /** Related resources to give in full: `region`, `addon_service,plan`. */
  expand?: string | undefined
  /** A `Range` header: with it one page is asked for, without it every page is. */
  range?: string
  headers?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string>>
}

type BodyArgument<Id extends OperationId> = [RequestBody<Id>] extends [never] ? {body?: never} : {body: RequestBody<Id>}

export type CallArguments<Id extends OperationId> = BodyArgument<Id> & CallOptions & Record<PathParameters<Id>, string>

/** An answer with what its headers say about it. */
export interface Detailed<T> {
  value: T
  /** The entity tag, for a conditional change; absent where the service gives none. */
  etag: string | undefined
}

/** The Platform API, typed from the table of operations. Which backend answers is not its business. */
export interface Platform {
  /** @throws {ApiFailure} when the answer is not a success */
  call<Id extends OperationId>(id: Id, args: CallArguments<Id>): Promise<Answer<Id>>
  callDetailed<Id extends OperationId>(id: Id, args: CallArguments<Id>): Promise<Detailed<Answer<Id>>>
  /**
   * A request that the table of operations has no row for: the target says whether it serves it.
   *
   * @throws {ApiFailure} when the answer is not a success
   */
  callUnlisted(method: Method, path: string, body?: unknown): Promise<unknown>
  /** What the target's clock showed in its last answer, in milliseconds, where it says. */
  serverTime(): number | undefined
}

/**
 * @param send where requests go
 * @param warn is told what the service warns of in a header, once each
 */
export function createPlatform(send: Send, warn: (message: string) => void = () => {}): Platform {
  const warned = new Set<string>()
  let serverTime: number | undefined

  async function exchange(request: ApiRequest): Promise<ApiResponse> {
    const response = await send(request)
    const date = Date.parse(response.headers['date'] ?? '')
    serverTime = Number.isNaN(date) ? undefined : date
    warnOf(response, warned, warn)
    if (response.status >= 400) throw new ApiFailure(response.status, errorBodyOf(response), response.headers)
    return response
  }

  /** Lists come in pages; all of them are one answer, unless the caller asked for one. */
  async function exchangeAll(request: ApiRequest, paged: boolean): Promise<Detailed<unknown>> {
    const response = await exchange(request)
    const value = valueOf(response, request, paged)
    let next = response.headers['next-range']
    if (!next || 'range' in request.headers || !Array.isArray(value)) return {value, etag: response.headers['etag']}
    const items: unknown[] = [...value]
    while (next) {
      const page: ApiRequest = {...request, headers: {...request.headers, range: next}}
      const answer = await exchange(page)
      items.push(...(valueOf(answer, page, true) as unknown[]))
      if (answer.headers['next-range'] === next) throw unreadable(request.method, 'The control plane gives the same page of a list over and over.')
      next = answer.headers['next-range']
    }
    return {value: items, etag: undefined}
  }

  const callDetailed: Platform['callDetailed'] = async (id, args) => {
    const operation: Operation = operations[id]
    const request = requestFor(operation, args as CallOptions & {body?: unknown} & Record<string, unknown>)
    // The table says what the operation answers; the wire cannot prove it.
    return (await exchangeAll(request, operation.paged !== undefined)) as Detailed<never>
  }

  return {
    callDetailed,
    call: async (id, args) => (await callDetailed(id, args)).value,
    callUnlisted: async (method, path, body) => (await exchangeAll(requestFor({method, path}, {body}), false)).value,
    serverTime: () => serverTime,
  }
}

function requestFor(operation: Pick<Operation, 'method' | 'path'>, args: CallOptions & {body?: unknown} & Record<string, unknown>): ApiRequest {
  const {variant, expand, range, headers = {}, query, body} = args
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, String(args[name])))
  return {
    method: operation.method,
    path: query ? `${path}?${new URLSearchParams(query)}` : path,
    headers: {
      accept: `application/vnd.heroku+json; version=3${variant ? `.${variant}` : ''}`,
      ...(expand && {'accept-expansion': expand}),
      ...(range && {range}),
      ...(body !== undefined && {'content-type': 'application/json'}),
      ...headers,
    },
    ...(body !== undefined && {body: JSON.stringify(body)}),
  }
}

/** What stands in a path for a thing. Without a name the path would be that of all such things. */
function segment(kind: string, identity: string): string {
  if (identity === '' || identity === '.' || identity === '..') throw new UsageFailure(`"${identity}" is not the name of a ${kind}.`)
  return encodeURIComponent(identity)
}

/** The value of a success. @throws {NotUnderstood | ReplyLost} when it is none, as from something that is no Platform API */
function valueOf({status, body}: ApiResponse, {method}: ApiRequest, paged: boolean): unknown {
  if (body === '') return undefined
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && (!paged || Array.isArray(value))) return value
  } catch {
    // Told below: what is wrong with the text is nobody's business but its author's.
  }
  throw unreadable(method, `What answers is not a control plane: its answer to ${method} with status ${status} cannot be understood.`)
}

/** What a service that is not ours says in another form is still told as it is. */
function errorBodyOf({status, body}: ApiResponse): ErrorBody {
  try {
    const parsed = JSON.parse(body) as Partial<ErrorBody>
    if (typeof parsed.message === 'string') return {...parsed, id: parsed.id ?? `http_${status}`, message: parsed.message}
  } catch {
    // Not JSON: told by its status below.
  }
  return {id: `http_${status}`, message: `The control plane answered with status ${status} and no explanation.`}
}

function warnOf({headers}: ApiResponse, warned: Set<string>, warn: (message: string) => void) {
  const message = (headers['x-heroku-warning'] ?? headers['warning-message'])?.replace(/^\s*warning:?\s*/i, '').trim()
  if (!message || warned.has(message)) return
  warned.add(message)
  warn(message)
}
