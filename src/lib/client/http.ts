import type {ClientRequest, IncomingMessage, RequestOptions} from 'node:http'
import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {ReplyLost, Unreachable} from './failures.js'

export interface HttpTarget {
  /** The base URL of the API: `http://127.0.0.1:5000`. */
  url: string
  token?: string
  userAgent: string
  /** Longest silence, in milliseconds, before a request is given up. */
  timeout?: number
}

const defaultTimeout = 30_000
/** Failures to connect: the request cannot have arrived. */
const notSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/**
 * Sends requests over HTTP with one kept-alive connection. `node:http` rather than `fetch`, which costs 80 ms of start
 * on Node 20 (facts/stack.md section 4).
 */
export async function httpSend(target: HttpTarget): Promise<Send> {
  const base = new URL(target.url)
  requireAllowed(base)
  const secure = base.protocol === 'https:'
  const {Agent, request} = secure ? await import('node:https') : await import('node:http')
  const agent = new Agent({keepAlive: true})
  const prefix = base.pathname.replace(/\/$/, '')
  return (asked) => {
    const options: RequestOptions = {
      agent,
      host: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port || (secure ? 443 : 80),
      method: asked.method,
      path: prefix + asked.path,
      headers: headersFor(asked, target),
    }
    return exchange(request(options), asked, base.origin, target.timeout ?? defaultTimeout)
  }
}

/** Tests set SPACEDOCK_LOOPBACK_ONLY, so that no mistake in them can reach a host of other people. */
function requireAllowed({hostname, origin}: URL) {
  if (process.env['SPACEDOCK_LOOPBACK_ONLY'] && !isLoopback(hostname))
    throw new Unreachable(`${origin} is not on this machine, and SPACEDOCK_LOOPBACK_ONLY is set.`)
}

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname)

function headersFor({headers, body}: ApiRequest, {token, userAgent}: HttpTarget): Record<string, string> {
  return {
    ...headers,
    'user-agent': userAgent,
    ...(token && {authorization: `Bearer ${token}`}),
    ...(body !== undefined && {'content-length': String(Buffer.byteLength(body))}),
  }
}

function exchange(request: ClientRequest, {body}: ApiRequest, origin: string, timeout: number): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const lost = (error: Error) => reject(new ReplyLost(`The connection to ${origin} was lost before an answer came (${error.message}).`, {cause: error}))
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)))
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code && notSent.has(error.code)) reject(new Unreachable(`Nobody answers at ${origin} (${error.code}).`, {cause: error}))
      else lost(error)
    })
    request.on('response', (response) => {
      response.on('error', lost)
      read(response).then(resolve, lost)
    })
    request.end(body)
  })
}

async function read(response: IncomingMessage): Promise<ApiResponse> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString()}
}
