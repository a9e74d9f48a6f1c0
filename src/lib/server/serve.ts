import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {ApiRequest, ApiResponse, Method, Send} from '../operations/wire.js'

export interface ServeOptions {
  send: Send
  /** Address to listen on. */
  host: string
  /** Port to listen on; 0 for any that is free. */
  port: number
}

export interface Serving {
  /** The base URL to reach it at from this machine. */
  url: string
  /** Stops listening, lets requests that are under way finish, and cuts off what has not after some seconds. */
  close: () => Promise<void>
}

/** Most bytes of a body that are taken in: one more than the control plane reads, so that it can say it is too large. */
const mostBytes = 1024 * 1024 + 1
/** Times, in milliseconds, after which a slow or silent client is dropped. */
const headersTimeout = 10_000
const requestTimeout = 30_000
const keepAliveTimeout = 5_000
/** How long requests under way may take once the server is to stop, in milliseconds. */
const drainTimeout = 5_000

/** Serves the seam over HTTP: the only place with a listening socket. */
export async function serve({send, host, port}: ServeOptions): Promise<Serving> {
  const loopbackOnly = isLoopback(host)
  const server = createServer({headersTimeout, requestTimeout, keepAliveTimeout, maxHeaderSize: 32 * 1024}, (request, response) => {
    if (loopbackOnly && !isLocalName(request.headers.host)) refuseName(response)
    else void answer(send, request, response)
  })
  await listen(server, host, port)
  const {port: actual} = server.address() as AddressInfo
  return {url: `http://${urlHost(host)}:${actual}`, close: () => close(server)}
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

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), drainTimeout)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

async function answer(send: Send, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const asked = await requestFrom(request)
    if (asked) respond(response, await send(asked), request.method === 'HEAD')
  } catch {
    // The client has gone in the middle of its request: there is nobody to answer.
    response.destroy()
  }
}

async function requestFrom(request: IncomingMessage): Promise<ApiRequest | undefined> {
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await bodyOf(request)
  return {
    // The control plane refuses methods it does not know.
    method: (request.method === 'HEAD' ? 'GET' : request.method) as Method,
    path: request.url ?? '/',
    headers: request.headers as Record<string, string>,
    ...(body !== undefined && {body}),
  }
}

/** The body, of which no more is kept than shows that it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size < mostBytes) chunks.push(chunk)
    size += chunk.length
  }
  return Buffer.concat(chunks).toString()
}

function respond(response: ServerResponse, {status, headers, body}: ApiResponse, headOnly: boolean) {
  response.writeHead(status, {...headers, 'content-length': Buffer.byteLength(body), 'x-content-type-options': 'nosniff', vary: 'Authorization,Accept-Encoding'})
  response.end(headOnly ? undefined : body)
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** A web page whose name suddenly leads to this machine (DNS rebinding) comes with its own name in `Host`. */
function isLocalName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '')
  return isLoopback(name) || name === '[::1]'
}

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
