import type {IncomingMessage, Server, ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {Heroku} from './conformance/heroku.js'

export interface Listening {
  /** `http://127.0.0.1:5456` */
  url: string
  close(): Promise<void>
}

/** The longest request that is read, in bytes. */
const longestRequest = 1024 * 1024

/**
 * Lets a partner on this machine reach the Heroku that is played to it.
 *
 * @param port 0 for any that is free
 * @throws {NodeJS.ErrnoException} EADDRINUSE, when another listens there
 */
export async function listen(heroku: Heroku, port: number): Promise<Listening> {
  const {createServer} = await import('node:http')
  const server = createServer((request, response) => {
    answer(heroku, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server)}
}

async function answer(heroku: Heroku, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longestRequest) throw new Error('too long')
    chunks.push(chunk)
  }
  const {authorization} = request.headers
  const {status, body} = heroku.answer({method: request.method ?? '', path: request.url ?? '', headers: {authorization}, body: Buffer.concat(chunks).toString()})
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body))
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
