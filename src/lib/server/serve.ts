import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {isLoopback} from '../client/http.js'
import type {ApiRequest, ApiResponse, Method, Send} from '../operations/wire.js'
import {breakOff} from './broken.js'

export interface ServeOptions {
  send: Send
  /** Address to listen on. */
  host: string
  /** Port to listen on; 0 for any that is free. */
  port: number
  patience?: Partial<Patience>
  /** Told when the server has stopped and nobody waits for an answer any more: what is still waited for is to be given up. */
  giveUp?: () => void
}

/** Times, in milliseconds, after which a slow or silent client is dropped. */
interface Patience {
  /** Until a request's headers are there. */
  headers: number
  /** Until the whole request is there. */
  request: number
  /** Between requests on one connection. */
  keepAlive: number
  /** Without any traffic, as from a client that does not take its answer. */
  silence: number
  /** For requests under way once the server is to stop. */
  drain: number
}

const defaultPatience: Patience = {headers: 10_000, request: 30_000, keepAlive: 5_000, silence: 60_000, drain: 5_000}

export interface Serving {
  /** The base URL to reach it at from this machine. */
  url: string
  /** Stops listening, lets requests that are under way finish, and cuts off clients that have not after some seconds. */
  close: () => Promise<void>
}

/** Most bytes of a body that are kept: one more than the control plane reads, so that it can say it is too large. */
const mostBytes = 1024 * 1024 + 1

/** Serves the seam over HTTP: the only place with a listening socket. */
export async function serve({send, host, port, patience, giveUp}: ServeOptions): Promise<Serving> {
  const {headers, request, keepAlive, silence, drain} = {...defaultPatience, ...patience}
  const loopbackOnly = isLoopback(host)
  const work = new Work()
  const options = {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: Math.min(headers / 2, 5_000),
    maxHeaderSize: 32 * 1024,
  }
  const server = createServer(options, (incoming, response) => {
    if (loopbackOnly && !isLocalName(incoming.headers.host)) {
      refuseName(response)
      return
    }
    work.begin()
    void answer(send, incoming, response, () => !server.listening).then(() => work.end())
  })
  server.setTimeout(silence)
  await listen(server, host, port)
  const {port: actual} = server.address() as AddressInfo
  return {
    url: `http://${urlHost(host)}:${actual}`,
    async close() {
      await drained(server, drain)
      giveUp?.()
      // A client that was cut off may have left a change behind that is still being made.
      await work.done()
    },
  }
}

/** Requests under way. */
class Work {
  #count = 0
  #whenDone = () => {}

  begin() {
    this.#count++
  }

  end() {
    if (--this.#count === 0) this.#whenDone()
  }

  /** Resolves when there are none. */
  done(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#count === 0) resolve()
      else this.#whenDone = resolve
    })
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({host, port}, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function drained(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patience)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

async function answer(send: Send, request: IncomingMessage, response: ServerResponse, isStopping: () => boolean): Promise<void> {
  try {
    const told = await send(hasBody(request) ? {...requestFrom(request), body: await bodyOf(request)} : requestFrom(request))
    // A client that keeps its connection would keep the server.
    if (isStopping()) response.setHeader('connection', 'close')
    const deliver = told.broken ? breakOff : respond
    deliver(response, told, request.method === 'HEAD')
  } catch {
    // The client has gone in the middle of its request: there is nobody to answer.
    response.destroy()
  }
}

const hasBody = ({method}: IncomingMessage): boolean => method !== 'GET' && method !== 'HEAD'

const requestFrom = (request: IncomingMessage): ApiRequest => ({
  // The control plane refuses methods it does not know.
  method: (request.method === 'HEAD' ? 'GET' : request.method) as Method,
  path: request.url ?? '/',
  headers: request.headers as Record<string, string>,
})

/** The body, of which no more is kept than shows that it is too large. By events: iterating costs more than all else of a request. */
function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      if (size < mostBytes) chunks.push(chunk)
      size += chunk.length
    })
    request.once('end', () => resolve(Buffer.concat(chunks).toString()))
    request.once('error', reject)
  })
}

function respond(response: ServerResponse, {status, headers, body}: ApiResponse, headOnly: boolean) {
  response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(body), 'x-content-type-options': 'nosniff', vary: 'Authorization,Accept-Encoding'})
  response.end(headOnly ? undefined : body)
}

/** A web page whose name suddenly leads to this machine (DNS rebinding) comes with its own name in `Host`. */
const isLocalName = (host: string | undefined): boolean => isLoopback((host ?? '').replace(/:\d+$/, ''))

function refuseName(response: ServerResponse) {
  const body = JSON.stringify({id: 'forbidden', message: 'This control plane answers to localhost and 127.0.0.1 only.'})
  response.writeHead(403, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)})
  response.end(body)
}

/** An address to listen on as an address to go to: everywhere includes this machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
