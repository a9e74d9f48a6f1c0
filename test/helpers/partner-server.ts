import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {afterEach} from 'vitest'

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  /** Parsed; undefined where there was none. */
  // Tests say what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

export interface Reply {
  status: number
  /** An object is sent as JSON, a string as it is. */
  body?: unknown
  /** End the connection instead. */
  hangUp?: boolean
}

export interface PartnerServer {
  url: string
  received: Received[]
  /** What it answers from now on. */
  answers(reply: (received: Received) => Promise<Reply> | Reply): void
  close(): Promise<void>
}

const opened: PartnerServer[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** A partner's server on loopback: provisions with a URL, and agrees to everything else, unless it is told otherwise. */
export async function startPartner(): Promise<PartnerServer> {
  const received: Received[] = []
  let reply: (request: Received) => Promise<Reply> | Reply = agreeable
  const server = createServer((request, response) => {
    void (async () => {
      const sent = await text(request)
      const own: Received = {method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: sent === '' ? undefined : JSON.parse(sent)}
      received.push(own)
      const {body, hangUp, status} = await reply(own)
      if (hangUp) request.socket.destroy()
      else response.writeHead(status, {'content-type': 'application/json'}).end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const partner: PartnerServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers: (next) => {
      reply = next
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  opened.push(partner)
  return partner
}

export const agreeable = ({method, body}: Received): Reply => {
  if (method === 'POST') return {status: 200, body: {id: `p-${body.uuid}`, config: {FAST_DB_URL: `https://${body.name}.example.com`}, message: 'Welcome to Fast DB.'}}
  return method === 'DELETE' ? {status: 204} : {status: 200, body: {}}
}
