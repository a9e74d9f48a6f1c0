import type {LookupAddress} from 'node:dns'
import type {ClientRequest, IncomingMessage} from 'node:http'
import {isIP, type LookupFunction} from 'node:net'
import {isLoopbackAddress} from './addresses.js'

/** Partners must answer within 25 s, and should within 3 (Dev Center "Add-on Partner API Reference"). In milliseconds. */
export const patience = {must: 25_000, should: 3000} as const
/** The longest answer that is read, in bytes. */
export const longestAnswer = 1024 * 1024

interface Outgoing {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
}

export interface CallOptions {
  /** Longest time in milliseconds from the call to the end of its answer. */
  timeout?: number
  /** Whether an IP address may be called. It is asked about each address that is about to be connected to. */
  allows?: (address: string) => boolean
  /** Which addresses a name has; the DNS knows when it is left out. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>
  /** Take a redirect for an answer: a browser would follow it, Heroku does not. */
  redirects?: boolean
  /** Gives the call up. */
  signal?: AbortSignal
}

export interface Answered {
  failure?: undefined
  status: number
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** Milliseconds it took. */
  ms: number
}

export interface Unanswered {
  /** `unreachable`: nothing was sent; `lost`: the connection ended before the answer did. */
  failure: 'aborted' | 'forbidden-address' | 'lost' | 'redirected' | 'time-out' | 'too-large' | 'unreachable' | 'untrusted'
  /** A sentence. */
  message: string
  ms: number
}

/**
 * Sends a request to a partner's server, over a connection of its own, verifying the certificate. Redirects are not
 * followed: they would take the credentials to somewhere nobody named. Never throws for what a server does.
 */
export async function callPartner(outgoing: Outgoing, options: CallOptions = {}): Promise<Answered | Unanswered> {
  const since = performance.now()
  const ms = () => Math.round(performance.now() - since)
  try {
    const {status, headers, body} = await exchange(outgoing, options)
    if (status >= 300 && status < 400 && !options.redirects) return {failure: 'redirected', message: `${originOf(outgoing)} answered with status ${status}, a redirect. Redirects are not followed.`, ms: ms()}
    return {status, headers, body, ms: ms()}
  } catch (error) {
    return {...failureOf(error as NodeJS.ErrnoException, originOf(outgoing)), ms: ms()}
  }
}

type Raw = Omit<Answered, 'failure' | 'ms'>

async function exchange({method, url: text, headers, body}: Outgoing, {timeout = patience.must, allows, resolve, signal}: CallOptions): Promise<Raw> {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const mayCall = guardOf(allows)
  requireHost(host, mayCall)
  const {request} = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const call = request({
    agent: false,
    host,
    port: url.port,
    method,
    path: url.pathname + url.search,
    headers: {...headers, ...(body !== undefined && {'content-length': String(Buffer.byteLength(body))})},
    lookup: lookupWith(mayCall, resolve),
  })
  const timer = setTimeout(() => call.destroy(new Given('time-out', `No answer came within ${timeout / 1000} s.`)), timeout)
  const abort = () => call.destroy(new Given('aborted', 'The call was given up.'))
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  try {
    return await answerTo(call, body)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function answerTo(call: ClientRequest, body: string | undefined): Promise<Raw> {
  return new Promise((resolve, reject) => {
    // Nothing is written before the connection is there, and over TLS its handshake, which fails in ways of its own.
    let connected = false
    call.once('socket', (socket) => socket.once('connect', () => (connected = true)))
    const fail = (error: NodeJS.ErrnoException) => reject(connected && isLoss(error) ? new Given('lost', `The connection to ${call.host} ended before an answer came (${error.code ?? error.message}).`) : error)
    call.on('error', fail)
    let answered = false
    call.on('response', (response) => {
      answered = true
      read(response).then(resolve, fail)
    })
    // A switch to another protocol (status 101), which nobody asked for, ends the call without an error.
    call.on('close', () => {
      if (!answered) fail(new Error('closed'))
    })
    call.end(body)
  })
}

async function read(response: IncomingMessage): Promise<Raw> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestAnswer) throw new Given('too-large', `The answer is longer than ${longestAnswer} bytes.`)
    chunks.push(chunk)
  }
  const headers = Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
  return {status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString()}
}

/** A call that we ended, and why. */
class Given extends Error {
  constructor(
    readonly failure: Unanswered['failure'],
    message: string,
  ) {
    super(message)
  }
}

type Guard = (address: string) => boolean

/** The caller's guard; tests set SPACEDOCK_LOOPBACK_ONLY, so that no mistake in them can reach a host of other people. */
const guardOf =
  (allows: Guard = () => true): Guard =>
  (address) =>
    allows(address) && (!process.env['SPACEDOCK_LOOPBACK_ONLY'] || isLoopbackAddress(address))

/** What can be told from the host alone. Node looks no address up, so that they are to be looked at here. */
function requireHost(host: string, mayCall: Guard) {
  if (isIP(host) !== 0) requireAddress(host, host, mayCall)
  else if (process.env['SPACEDOCK_LOOPBACK_ONLY'] && host !== 'localhost') throw new Given('forbidden-address', `${host} is not on this machine, and SPACEDOCK_LOOPBACK_ONLY is set.`)
  // What is played here must not end up with the one that is played.
  else if (/(^|\.)heroku\.com\.?$/.test(host)) throw new Given('forbidden-address', `${host} is Heroku's own, not a partner's.`)
}

function requireAddress(address: string, host: string, mayCall: Guard) {
  if (!mayCall(address)) throw new Given('forbidden-address', `${address === host ? host : `${host} is at ${address}, which`} may not be called.`)
}

/** Looks a name up, and holds back addresses that may not be called: what was looked at is what is connected to. */
function lookupWith(mayCall: Guard, resolve: CallOptions['resolve']): LookupFunction {
  return (hostname, {all}, callback) => {
    const look = async (): Promise<LookupAddress[]> => {
      const addresses = await (resolve ?? resolveByDns)(hostname)
      for (const {address} of addresses) requireAddress(address, hostname, mayCall)
      return addresses
    }
    look().then(
      (addresses) => (all ? callback(null, addresses) : callback(null, addresses[0]?.address ?? '', addresses[0]?.family)),
      (error: NodeJS.ErrnoException) => callback(error, all ? [] : ''),
    )
  }
}

async function resolveByDns(hostname: string): Promise<LookupAddress[]> {
  const {lookup} = await import('node:dns')
  return new Promise((resolve, reject) => lookup(hostname, {all: true}, (error, addresses) => (error ? reject(error) : resolve(addresses))))
}

const isLoss = (error: NodeJS.ErrnoException): boolean => !(error instanceof Given) && !isTlsTrouble(error)

const isTlsTrouble = ({code = ''}: NodeJS.ErrnoException): boolean => /CERT|SIGNATURE|ISSUER|EPROTO|^ERR_SSL/.test(code)

function failureOf(error: NodeJS.ErrnoException, origin: string): Omit<Unanswered, 'ms'> {
  if (error instanceof Given) return {failure: error.failure, message: error.message}
  const {code = '', message} = error
  if (!isTlsTrouble(error)) return {failure: 'unreachable', message: `${origin} cannot be reached (${code || message}).`}
  const spoken = code !== 'EPROTO' && !code.startsWith('ERR_SSL')
  return {failure: 'untrusted', message: spoken ? `The certificate of ${origin} cannot be trusted: ${message} (${code}).` : `${origin} does not speak TLS (${code}).`}
}

const originOf = ({url}: Outgoing): string => new URL(url).origin
