import {X509Certificate} from 'node:crypto'
import {createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {isLoopback} from '../client/http.js'
import type {ApiRequest, ApiResponse, ErrorBody, Method, Send} from '../operations/wire.js'
import {breakOff} from './broken.js'
import {drained, listen} from './listening.js'
import {ownNames, refusalOf} from './own-names.js'
import {refuse} from './refuse.js'
import type {Identity} from './tls.js'
import {WrongTokens} from './wrong-tokens.js'

export interface ServeOptions {
  send: Send
  /** Address to listen on. */
  host: string
  /** Port to listen on; 0 for any that is free. */
  port: number
  /** Names to answer to besides those that are its own anyway. */
  names?: readonly string[]
  /** What to speak TLS with. */
  tls?: Identity
  patience?: Partial<Patience>
  /** Told when the server has stopped and nobody waits for an answer any more: what is still waited for is to be given up. */
  giveUp?: () => void
  wrongTokens?: WrongTokens
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
export async function serve({send, host, port, names, tls, patience, giveUp, wrongTokens = new WrongTokens()}: ServeOptions): Promise<Serving> {
  const {headers, request, keepAlive, silence, drain} = {...defaultPatience, ...patience}
  const certificate = tls && new X509Certificate(tls.cert)
  const isOwn = ownNames({host, names, certificate})
  const work = new Work()
  const sendAll = slowingWrongTokens(send, wrongTokens)
  const options = {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionsCheckingInterval: Math.min(headers / 2, 5_000),
    maxHeaderSize: 32 * 1024,
  }
  const server = await listenerFor(options, tls, (incoming, response) => {
    const refusal = refusalOf(incoming.headers, isOwn)
    if (refusal !== undefined) {
      refuse(response, 403, {id: 'forbidden', message: refusal})
      return
    }
    work.begin()
    void answer(sendAll, incoming, response, () => !server.listening).then(() => work.end())
  })
  server.setTimeout(silence)
  await listen(server, host, port)
  const {port: actual} = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://${urlHost(host, certificate)}:${actual}`,
    async close() {
      await drained(server, drain)
      giveUp?.()
      // A client that was cut off may have left a change behind that is still being made.
      await work.done()
    },
  }
}

/** TLS is loaded by who speaks it. */
async function listenerFor(options: ServerOptions, tls: Identity | undefined, listener: RequestListener): Promise<Server> {
  if (!tls) return createServer(options, listener)
  const https = await import('node:https')
  return https.createServer({...options, ...tls, ...(options.headersTimeout !== undefined && {handshakeTimeout: options.headersTimeout})}, listener)
}

/** Answers who sends many wrong credentials with when to come back, and lets go of the connection. */
const slowingWrongTokens =
  (send: Send, wrongTokens: WrongTokens): Send =>
  async (request) => {
    const told = await send(request)
    if (told.status !== 401 || !hasCredentials(request)) return told
    const seconds = wrongTokens.count(request.from ?? '')
    if (seconds === undefined) return told
    const body: ErrorBody = {id: 'rate_limit', message: `Too many wrong credentials have come from this address. Come back in ${seconds} s with the right ones.`}
    return {status: 429, headers: {...told.headers, 'retry-after': String(seconds), connection: 'close'}, body: JSON.stringify(body)}
  }

/** A token, or what a partner exchanges for one. */
const hasCredentials = ({headers, path}: ApiRequest): boolean => headers['authorization'] !== undefined || /^(\/worlds\/[^/]*)?\/oauth\/token/.test(path)

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
  from: request.socket.remoteAddress ?? '',
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
  // Spread into a literal, headers are copied one by one by the runtime, which takes a tenth of a kept read.
  response.writeHead(status, Object.assign({}, headers, {'content-length': Buffer.byteLength(body), 'x-content-type-options': 'nosniff', vary: 'Authorization,Accept-Encoding'}))
  response.end(headOnly ? undefined : body)
}

/** An address to listen on as one to go to from this machine: everywhere includes it. By a name that the certificate is for, where there is one. */
function urlHost(host: string, certificate: X509Certificate | undefined): string {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' && certificate?.checkIP('::1') ? '::1' : host === '::' ? '127.0.0.1' : host
  if (certificate && isLoopback(address) && !certificate.checkIP(address) && certificate.checkHost('localhost')) return 'localhost'
  return address.includes(':') ? `[${address}]` : address
}
