import {createServer, type IncomingMessage, type OutgoingHttpHeaders, type RequestOptions} from 'node:http'
import type {AddressInfo} from 'node:net'
import {requireAllowed} from '../client/http.js'
import {drained, explained, listen} from './listening.js'
import {ownNames, refusalOf} from './own-names.js'
import {refuse} from './refuse.js'
import type {Serving} from './serve.js'
import {stopSignals} from './stop-signals.js'

export interface RelayOptions {
  /** The control plane that everything goes to. */
  url: string
  /** Port of this machine to listen on; 0 for any that is free. */
  port: number
}

const host = '127.0.0.1'
/** Times in milliseconds: for the headers of a request, for silence on either side, for what is under way at the end. */
const patience = {headers: 10_000, silence: 120_000, drain: 5_000}

/** Fields that are about one connection (RFC 9110 7.6.1); `Host` is about the place that is asked. */
const hopByHop = ['connection', 'host', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade']

/**
 * Listens on this machine and passes every request on to one control plane, for clients that go to this machine alone. What
 * they send, their tokens too, goes there and nowhere else; it holds none of its own.
 */
export async function openRelay({url, port}: RelayOptions): Promise<Serving> {
  const base = new URL(url)
  requireAllowed(base)
  const secure = base.protocol === 'https:'
  const {Agent, request} = secure ? await import('node:https') : await import('node:http')
  const agent = new Agent({keepAlive: true})
  const isOwn = ownNames({host})
  const prefix = base.pathname.replace(/\/$/, '')
  const target: RequestOptions = {agent, host: base.hostname.replace(/^\[|\]$/g, ''), port: base.port || (secure ? 443 : 80), maxHeaderSize: 64 * 1024, timeout: patience.silence}

  const server = createServer({headersTimeout: patience.headers, maxHeaderSize: 32 * 1024}, (incoming, response) => {
    const refusal = refusalOf(incoming.headers, isOwn)
    // Only a proxy is asked for whole URLs.
    if (refusal !== undefined || !incoming.url?.startsWith('/')) {
      refuse(response, 403, {id: 'forbidden', message: refusal ?? 'This relay is no proxy: it leads to one control plane.'})
      return
    }
    const headers = {...passedOn(incoming), host: base.host, via: [...(incoming.headers.via === undefined ? [] : [incoming.headers.via]), '1.1 spacedock'].join(', ')}
    const asked = request({...target, method: incoming.method, path: prefix + incoming.url, headers: incoming.headers['transfer-encoding'] === undefined ? headers : {...headers, 'transfer-encoding': 'chunked'}})
    const fail = (why: string) => {
      if (response.headersSent) response.destroy()
      else refuse(response, 502, {id: 'bad_gateway', message: `${base.origin} ${why}`})
    }
    asked.on('timeout', () => asked.destroy(new Error('no answer came in time')))
    asked.on('error', (error: NodeJS.ErrnoException) => fail(`cannot be reached, or has broken off (${error.code ?? error.message}).`))
    asked.on('response', (answer) => {
      const status = answer.statusCode ?? 502
      if (status >= 300 && status < 400 && status !== 304) {
        answer.resume()
        fail(`answered with a redirect (${status}). The relay leads to that one place only.`)
        return
      }
      response.writeHead(status, answer.statusMessage, passedOn(answer))
      answer.on('error', () => response.destroy())
      answer.pipe(response)
    })
    // Whoever has gone waits for nothing.
    response.on('close', () => response.writableFinished || asked.destroy())
    incoming.on('error', () => asked.destroy())
    incoming.pipe(asked)
  })
  server.setTimeout(patience.silence)
  await listen(server, host, port)
  const {port: actual} = server.address() as AddressInfo
  return {
    url: `http://${host}:${actual}`,
    async close() {
      await drained(server, patience.drain)
      agent.destroy()
    },
  }
}

/** Relays until the process is told to stop, then lets requests finish; told a second time, it ends at once. @returns what `started` returned */
export async function runRelay<T>(options: RelayOptions, started: (url: string) => T): Promise<T> {
  const stop = stopSignals((exitCode) => process.exit(exitCode))
  try {
    const relay = await openRelay(options)
    try {
      const result = started(relay.url)
      await stop.asked
      return result
    } finally {
      await relay.close()
    }
  } catch (error) {
    throw explained(error, {host, port: options.port})
  } finally {
    stop.release()
  }
}

/** All fields but those of the connection, as often as they were sent. */
function passedOn({rawHeaders, headers}: IncomingMessage): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const left = new Set([...hopByHop, ...named])
  const fields: Record<string, string[]> = {}
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    const key = name.toLowerCase()
    if (!left.has(key)) (fields[key] ??= []).push(value)
  }
  return Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}
