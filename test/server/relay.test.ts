import {once} from 'node:events'
import {createServer, type IncomingMessage, request, type RequestListener, type Server} from 'node:http'
import {type AddressInfo, connect} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {openRelay} from '../../src/lib/server/relay.js'
import type {Serving} from '../../src/lib/server/serve.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function upstream(listener: RequestListener): Promise<{url: string; host: string; server: Server}> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const {port} = server.address() as AddressInfo
  return {url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, server}
}

async function relayTo(url: string): Promise<Serving> {
  const relay = await openRelay({url, port: 0})
  closing.push(() => relay.close())
  return relay
}

interface Asked {
  method?: string
  path?: string
  headers?: Record<string, string | string[]>
  body?: string
}

interface Told {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

const ask = (relay: Serving, {method = 'GET', path = '/spaces', headers = {}, body}: Asked = {}): Promise<Told> =>
  new Promise((resolve, reject) => {
    request(relay.url + path, {agent: false, method, headers}, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk)).on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, body: text}))
    })
      .on('error', reject)
      .end(body)
  })

/** An upstream that says what it was sent. */
const mirror: RequestListener = (incoming, response) => {
  let body = ''
  incoming.on('data', (chunk) => (body += chunk)).on('end', () => response.end(JSON.stringify({method: incoming.method, url: incoming.url, headers: incoming.headers, body})))
}

describe('a relay refuses', () => {
  it.each<[string, Asked, number, string]>([
    ['a name that is not of this machine', {headers: {host: 'rebound.example'}}, 403, 'forbidden'],
    ['a web page', {headers: {origin: 'https://example.com'}}, 403, 'forbidden'],
    ['a preflight', {method: 'OPTIONS', headers: {origin: 'https://example.com'}}, 403, 'forbidden'],
  ])('%s', async (_, asked, status, id) => {
    const arrived: unknown[] = []
    const relay = await relayTo((await upstream((incoming) => arrived.push(incoming.url))).url)
    const told = await ask(relay, asked)
    expect([told.status, JSON.parse(told.body).id]).toEqual([status, id])
    expect(arrived).toEqual([])
  })

  it.each([['GET http://example.com/ HTTP/1.1'], ['CONNECT example.com:443 HTTP/1.1'], ['OPTIONS * HTTP/1.1']])('to be a proxy: %s', async (line) => {
    const arrived: unknown[] = []
    const {url} = await relayTo((await upstream((incoming) => arrived.push(incoming.url))).url)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.end(`${line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`).resume()
    await once(socket, 'close')
    expect(arrived).toEqual([])
  })

  it.each([301, 302, 303, 307, 308])('to follow %i anywhere, and tells nobody where it leads', async (status) => {
    const elsewhere: unknown[] = []
    const other = await upstream((incoming) => elsewhere.push(incoming.headers))
    const relay = await relayTo((await upstream((_, response) => response.writeHead(status, {location: other.url}).end())).url)
    const told = await ask(relay, {headers: {authorization: 'Bearer secret'}})
    expect([told.status, JSON.parse(told.body).id, told.headers.location]).toEqual([502, 'bad_gateway', undefined])
    expect(elsewhere).toEqual([])
  })

  it('what is not there, and what breaks off, with 502', async () => {
    const {server, url} = await upstream((incoming) => incoming.socket.destroy())
    const relay = await relayTo(url)
    expect((await ask(relay)).status).toBe(502)
    server.close()
    await once(server, 'close')
    expect(JSON.parse((await ask(relay)).body).message).toContain(`${url} cannot be reached`)
  })
})

describe('a relay passes on', () => {
  it('method, path, body and every field but those of the connection', async () => {
    const {url, host} = await upstream(mirror)
    const relay = await relayTo(`${url}/base`)
    const headers = {authorization: 'Bearer secret', 'if-match': '"tag"', connection: 'close, x-own', 'x-own': '1', te: 'trailers', 'keep-alive': '5', 'proxy-connection': 'keep-alive', 'x-many': ['a', 'b']}
    const told = JSON.parse((await ask(relay, {method: 'PATCH', path: '/spaces/my%20space?a=%2F', headers, body: '{"name":"x"}'})).body)
    expect(told).toMatchObject({method: 'PATCH', url: '/base/spaces/my%20space?a=%2F', body: '{"name":"x"}'})
    const {connection: _, 'transfer-encoding': __, ...rest} = told.headers
    expect(rest).toEqual({authorization: 'Bearer secret', 'content-length': '12', 'if-match': '"tag"', 'x-many': 'a, b', host, via: '1.1 spacedock'})
  })

  it.each(['GET', 'DELETE', 'POST', 'PUT'])('%s without a body', async (method) => {
    const told = JSON.parse((await ask(await relayTo((await upstream(mirror)).url), {method})).body)
    expect(told).toMatchObject({method, body: ''})
  })

  it('the answer with its status and fields, as often as they come', async () => {
    const {url} = await upstream((_, response) => response.writeHead(429, ['Retry-After', '7', 'X-Many', 'a', 'X-Many', 'b', 'Connection', 'close, x-own', 'X-Own', '1', 'Request-Id', 'one']).end('{}'))
    const {status, headers, body} = await ask(await relayTo(url))
    expect([status, body]).toEqual([429, '{}'])
    expect(headers).toMatchObject({'retry-after': '7', 'x-many': 'a, b', 'request-id': 'one'})
    expect(headers).not.toHaveProperty('x-own')
  })

  it('304, which leads nowhere', async () => {
    const {url} = await upstream((_, response) => response.writeHead(304, {etag: '"tag"'}).end())
    expect(await ask(await relayTo(url))).toMatchObject({status: 304, headers: {etag: '"tag"'}})
  })

  it('each part of an answer as it comes', async () => {
    let more = () => {}
    const {url} = await upstream((_, response) => {
      response.write('first')
      more = () => response.end('second')
    })
    const {url: here} = await relayTo(url)
    const asked = request(`${here}/log`, {agent: false}).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    const [first] = (await once(response, 'data')) as [Buffer]
    expect(String(first)).toBe('first')
    more()
    const [second] = (await once(response, 'data')) as [Buffer]
    expect(String(second)).toBe('second')
  })

  it('that its client has gone', async () => {
    let gone: Promise<unknown> = Promise.resolve()
    let arrived = () => {}
    const there = new Promise<void>((resolve) => (arrived = resolve))
    const {url} = await upstream((incoming) => {
      gone = once(incoming.socket, 'close')
      arrived()
    })
    const {url: here} = await relayTo(url)
    const asked = request(`${here}/spaces`, {agent: false}).on('error', () => {})
    asked.end()
    await there
    asked.destroy()
    await gone
  })
})

it('a relay goes to no other machine where nothing may', async () => {
  await expect(openRelay({url: 'https://spaces.example.com', port: 0})).rejects.toThrow('SPACEDOCK_LOOPBACK_ONLY')
})
