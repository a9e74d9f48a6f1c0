import {type Answer, type OperationId, operations, type PathParameters, type RequestBody} from '../operations/index.js'
import type {Operation} from '../operations/operation.js'
import type {ApiRequest, ApiResponse, ErrorBody, Send} from '../operations/wire.js'
import {ApiFailure} from './failures.js'

/** What a call may say besides its path and body. */
interface CallOptions {
  /** Variant of the API, as in `version=3.sdk`. */
  variant?: 'fir' | 'sdk'
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
}

/**
 * @param send where requests go
 * @param warn is told what the service warns of in a header, once each
 */
export function createPlatform(send: Send, warn: (message: string) => void = () => {}): Platform {
  const warned = new Set<string>()

  async function exchange(request: ApiRequest): Promise<ApiResponse> {
    const response = await send(request)
    warnOf(response, warned, warn)
    if (response.status >= 400) throw new ApiFailure(response.status, errorBodyOf(response), response.headers)
    return response
  }

  /** Lists come in pages; all of them are one answer, unless the caller asked for one. */
  async function exchangeAll(request: ApiRequest): Promise<Detailed<unknown>> {
    const response = await exchange(request)
    const value: unknown = response.body === '' ? undefined : JSON.parse(response.body)
    let next = response.headers['next-range']
    if (!next || 'range' in request.headers || !Array.isArray(value)) return {value, etag: response.headers['etag']}
    const items: unknown[] = [...value]
    while (next) {
      const page = await exchange({...request, headers: {...request.headers, range: next}})
      items.push(...(JSON.parse(page.body) as unknown[]))
      next = page.headers['next-range']
    }
    return {value: items, etag: undefined}
  }

  const callDetailed: Platform['callDetailed'] = async (id, args) => {
    const request = requestFor(operations[id], args as CallOptions & {body?: unknown} & Record<string, unknown>)
    // The table says what the operation answers; the wire cannot prove it.
    return (await exchangeAll(request)) as Detailed<never>
  }

  return {callDetailed, call: async (id, args) => (await callDetailed(id, args)).value}
}

function requestFor(operation: Operation, args: CallOptions & {body?: unknown} & Record<string, unknown>): ApiRequest {
  const {variant, expand, range, headers = {}, query, body} = args
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])))
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
