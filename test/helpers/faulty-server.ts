import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach} from 'vitest'
import type {ApiRequest, ApiResponse, Method, Send} from '../../src/lib/operations/wire.js'

/** A request as it arrived: with everything the client put into it. */
export interface Recorded extends ApiRequest {
  body: string
}

interface Exchange {
  request: Recorded
  response: ServerResponse
  /** Has the control plane behind the server answer. */
  forward: (request?: ApiRequest) => Promise<ApiResponse>
}

/** What the server does with a request instead of answering it. */
export type Fault = (exchange: Exchange) => Promise<void> | void

export interface FaultyServer {
  url: string
  /** Every request so far, in order. */
  requests: Recorded[]
  /** The requests so far, as `GET /spaces`. */
  seen(): string[]
  /** From now on these faults, one a request, for the requests that are meant; the last one stays if it is said to. */
  fault(method: Method, ...faults: Fault[]): void
  /** Every request of this method from now on. */
  always(method: Method, fault: Fault): void
}

const open: (() => void)[] = []

afterEach(() => {
  for (const close of open.splice(0)) close()
})

const nobody: Send = () => Promise.reject(new Error('There is no control plane behind this server.'))

/**
 * A server on 127.0.0.1 that does to requests what networks and proxies do, in front of a control plane.
 *
 * @param clock what its answers are dated by
 */
export async function createFaultyServer(send: Send = nobody, {clock = () => new Date()} = {}): Promise<FaultyServer> {
  const requests: Recorded[] = []
  const queued = new Map<string, Fault[]>()
  const standing = new Map<string, Fault>()
  const server = createServer((incoming, response) => {
    void answer(incoming, response)
  })

  async function answer(incoming: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
    const method = incoming.method as Method
    const request: Recorded = {method, path: incoming.url ?? '', headers: incoming.headers as Record<string, string>, body: Buffer.concat(chunks).toString()}
    requests.push(request)
    response.setHeader('date', clock().toUTCString())
    const forward = (changed: ApiRequest = request) => send(changed)
    const fault = queued.get(method)?.shift() ?? standing.get(method) ?? passOn
    await fault({request, response, forward})
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    seen: () => requests.map(({method, path}) => `${method} ${path}`),
    fault: (method, ...faults) => void queued.set(method, faults),
    always: (method, fault) => void standing.set(method, fault),
  }
}

/** No fault: the control plane's own answer. */
export const passOn: Fault = async ({response, forward}) => give(response, await forward())

/** Answers by itself, as a proxy does. */
export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Fault =>
  ({response}) =>
    give(response, {status, headers, body})

/** As a proxy in front of a control plane that is down. */
export const unavailable = answering(503, {'content-type': 'text/html'}, '<h1>Application error</h1>')

/** As a rate limit. @param seconds of the `Retry-After`, which need not be whole here */
export const limited = (seconds: number | string): Fault =>
  answering(429, {'content-type': 'application/json', 'retry-after': String(seconds)}, '{"id":"rate_limit","message":"Your account reached the API rate limit"}')

/** The connection is reset before the control plane has heard of the request. */
export const reset: Fault = ({response}) => void response.socket?.resetAndDestroy()

/** The control plane does what was asked, and the reply gets lost. */
export const loseReply: Fault = async ({response, forward}) => {
  await forward()
  response.socket?.resetAndDestroy()
}

/** Half of the reply arrives. */
export const cutReply: Fault = async ({response, forward}) => {
  const {status, headers, body} = await forward()
  response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(body)})
  response.write(body.slice(0, body.length / 2), () => response.socket?.destroy())
}

/** Nothing ever comes. */
export const hang: Fault = () => {}

/** The bytes as they are, in place of an HTTP answer. */
export const saying =
  (bytes: string): Fault =>
  ({response}) =>
    void response.socket?.end(bytes)

/** A service that does not know of conditional changes: it neither keeps `If-Match` nor gives an `ETag`. */
export const unconditional: Fault = async ({request, response, forward}) => {
  const answer = await forward({...request, headers: without('if-match', request.headers)})
  give(response, {...answer, headers: without('etag', answer.headers)})
}

const without = (name: string, headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))

function give(response: ServerResponse, {status, headers, body}: ApiResponse) {
  response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(body)})
  response.end(body)
}
