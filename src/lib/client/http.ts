import type {ClientRequest, IncomingMessage, RequestOptions} from 'node:http'
import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {replyLost, unreadable, Unreachable, UsageFailure} from './failures.js'

export interface HttpTarget {
  /** The base URL of the API: `http://127.0.0.1:5000`. */
  url: string
  token?: string
  userAgent: string
  /** The certificate, in PEM, by which the target is known: no other is taken, and this one from whomever it is signed. */
  certificate?: string | undefined
  /** Longest silence, in milliseconds, before a request is given up. */
  silence?: number
  /** Longest time, in milliseconds, from a request until the end of its answer. */
  patience?: number
}

export interface Connection {
  send: Send
  /** Gives up what is under way. */
  close: () => void
}

const defaultSilence = 30_000
const defaultPatience = 120_000
/**
 * How long a connection may have been idle to be used again, in milliseconds. Servers close those that have been idle
 * for long (many after 5 s), and a change that meets the closing is lost without anybody knowing what became of it.
 */
const longestIdle = 1000
/** The longest answer that is read, in bytes: a thousand times the largest page of a list. */
const longestAnswer = 256 * 1024 * 1024

/**
 * Sends requests over HTTP, on connections that are kept. Redirects are not followed: they would take the token, or a
 * change, to somewhere nobody named. `node:http` rather than `fetch`, which costs 80 ms of start on Node 20
 * (facts/stack.md section 4).
 *
 * @throws {UsageFailure} for a token that cannot be one
 */
export async function openHttp(target: HttpTarget): Promise<Connection> {
  const base = new URL(target.url)
  requireAllowed(base)
  requireToken(target)
  const secure = base.protocol === 'https:'
  const {Agent, request} = secure ? await import('node:https') : await import('node:http')
  const agent = new Agent({keepAlive: true, ...(secure && target.certificate !== undefined && (await knownBy(target.certificate)))})
  const prefix = base.pathname.replace(/\/$/, '')
  let idleSince = 0
  const limits = {origin: base.origin, secure, silence: target.silence ?? defaultSilence, patience: target.patience ?? defaultPatience}
  return {
    close: () => agent.destroy(),
    async send(asked) {
      const options: RequestOptions = {
        agent,
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || (secure ? 443 : 80),
        method: asked.method,
        path: prefix + asked.path,
        headers: headersFor(asked, target),
      }
      if (performance.now() - idleSince > longestIdle) for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
      try {
        return requireAnswer(await exchange(request(options), asked, limits), asked, base.origin)
      } finally {
        idleSince = performance.now()
      }
    },
  }
}

/** Trust in one certificate, whatever name it is for. */
async function knownBy(pem: string) {
  const {X509Certificate} = await import('node:crypto')
  const {fingerprint256} = new X509Certificate(pem)
  return {
    ca: pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [],
    allowPartialTrustChain: true,
    checkServerIdentity: (_: string, shown: {fingerprint256: string}) =>
      shown.fingerprint256 === fingerprint256 ? undefined : Object.assign(new Error('it shows another certificate than the one it was started with'), {code: 'ERR_TLS_CERT_ALTNAME_INVALID'}),
  }
}

/** Tests set SPACEDOCK_LOOPBACK_ONLY, so that no mistake in them can reach a host of other people. */
export function requireAllowed({hostname, origin}: URL): void {
  if (process.env['SPACEDOCK_LOOPBACK_ONLY'] && !isLoopback(hostname))
    throw new Unreachable(`${origin} is not on this machine, and SPACEDOCK_LOOPBACK_ONLY is set.`)
}

/** A token with a line break in it would end the header early. It is not repeated, as it may be a secret of another kind. */
function requireToken({token, url}: HttpTarget) {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new UsageFailure(`The token for ${url} has a character in it that no token has, such as a line break.`)
}

/** Whether a host name is this machine's own and stays so: no name in the DNS. */
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

interface Limits {
  origin: string
  secure: boolean
  silence: number
  patience: number
}

function exchange(request: ClientRequest, asked: ApiRequest, {origin, secure, silence, patience}: Limits): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    // Nothing is written before the connection, and over TLS its handshake, is there: until then a failure is harmless.
    let connected = false
    request.once('socket', (socket) => {
      if (request.reusedSocket) connected = true
      else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true))
    })
    const giveUp = (after: number) => request.destroy(new Error(`no answer within ${after / 1000} s`))
    const timer = setTimeout(giveUp, patience, patience)
    const fail = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(connected ? lostAt(origin, asked, error) : unreachable(origin, error))
    }
    request.setTimeout(silence, () => giveUp(silence))
    request.on('error', fail)
    request.on('response', (response) => {
      response.on('error', fail)
      read(response)
        .then(resolve, fail)
        .finally(() => clearTimeout(timer))
    })
    request.end(asked.body)
  })
}

function lostAt(origin: string, {method}: ApiRequest, error: NodeJS.ErrnoException): Error {
  if (error.code?.startsWith('HPE_')) return unreadable(method, `What answers at ${origin} does not speak HTTP as it should (${error.message}).`)
  return replyLost(method, `The connection to ${origin} was lost before an answer came (${error.message}).`, error)
}

/** Why no connection came about: for the name, for the address, or for what answers there. */
function unreachable(origin: string, error: NodeJS.ErrnoException): Unreachable {
  const {code = '', message} = error
  const {hostname} = new URL(origin)
  const sentence =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? `Nobody answers at ${origin}: the name ${hostname} cannot be found (${code}).`
      : /CERT|SIGNATURE|ISSUER|PURPOSE/.test(code)
        ? `${origin} cannot be trusted: ${message} (${code}). Nothing was sent. A certificate of your own authority is trusted with NODE_EXTRA_CA_CERTS=FILE.`
        : code === 'EPROTO' || code.startsWith('ERR_SSL')
          ? `${origin} does not speak TLS (${code}). Nothing was sent.`
          : `Nobody answers at ${origin} (${code || message}).`
  return new Unreachable(sentence, {cause: error})
}

async function read(response: IncomingMessage): Promise<ApiResponse> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestAnswer) throw new Error(`an answer of more than ${longestAnswer} bytes`)
    chunks.push(chunk)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return {status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString()}
}

/**
 * Holds an answer to the form of a Platform API's. A success that is none, or a 404 of another service at the same
 * address, would otherwise be taken for the truth about a space. Proxies may refuse and fail in their own form.
 *
 * @throws {NotUnderstood | ReplyLost}
 */
function requireAnswer(response: ApiResponse, {method}: ApiRequest, origin: string): ApiResponse {
  const {status, headers, body} = response
  // Without the path, which may hold a drain's URL and its credentials.
  const told = `${method} with status ${status}`
  if (status >= 300 && status < 400 && status !== 304) {
    const to = headers['location'] && URL.canParse(headers['location'], origin) ? ` to ${new URL(headers['location'], origin).origin}` : ''
    throw unreadable(method, `${origin} answered ${told}, a redirect${to}. Redirects are not followed; name the address itself.`)
  }
  const mayBeEmpty = status === 202 || status === 204 || status === 304
  const decisive = status < 300 || status === 404
  const json = /^application\/([\w.+-]+\+)?json\b/i.test(headers['content-type'] ?? '')
  if (decisive && (body === '' ? !mayBeEmpty : !json))
    throw unreadable(method, `What answers at ${origin} is not a control plane: it answered ${told} and ${body === '' ? 'nothing else' : (headers['content-type'] ?? 'no content type')}.`)
  return response
}

