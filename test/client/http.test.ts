import dns from 'node:dns'
import {createServer as createTlsServer} from 'node:https'
import {type AddressInfo, createServer} from 'node:net'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {NotUnderstood, ReplyLost, Unreachable, UsageFailure} from '../../src/lib/client/failures.js'
import {isLoopback, openHttp} from '../../src/lib/client/http.js'
import type {Method} from '../../src/lib/operations/wire.js'
import {selfSigned} from '../helpers/certificate.js'
import {answering, createFaultyServer, cutReply, type Fault, hang, reset, saying} from '../helpers/faulty-server.js'
import {createWorld} from '../helpers/world.js'

const html = {'content-type': 'text/html'}
const json = {'content-type': 'application/json'}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** Sends one request, and gives the answer or what went wrong instead. */
async function ask(url: string, method: Method = 'GET', limits: {silence?: number; patience?: number} = {}) {
  const {send, close} = await openHttp({url, userAgent: 'test', ...limits})
  try {
    return await send({method, path: '/spaces', headers: {accept: 'application/json'}, ...(method !== 'GET' && {body: '{}'})}).catch((error: Error) => error)
  } finally {
    close()
  }
}

async function askOf(fault: Fault, method?: Method, limits?: {silence?: number; patience?: number}) {
  const server = await createFaultyServer((await createWorld()).send)
  server.always('GET', fault)
  server.always('POST', fault)
  return {origin: server.url, result: await ask(server.url, method, limits), server}
}

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('nobody is reached', () => {
  it('where nobody listens, named by its address', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const result = await ask(url, 'POST')
    expect(result).toBeInstanceOf(Unreachable)
    expect(result).toMatchObject({message: `Nobody answers at ${url} (ECONNREFUSED).`})
  })

  it('by plain HTTP over TLS: nothing was sent', async () => {
    const {origin} = await askOf(answering(200))
    const https = origin.replace('http:', 'https:')
    const result = await ask(https, 'POST')
    expect(result).toBeInstanceOf(Unreachable)
    expect((result as Error).message).toContain(`${https} does not speak TLS`)
  })

  it('at a name that there is none of', async () => {
    vi.stubEnv('SPACEDOCK_LOOPBACK_ONLY', '')
    vi.spyOn(dns, 'lookup').mockImplementation(((_: string, __: unknown, tell: (error: Error) => void) =>
      tell(Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.example'), {code: 'ENOTFOUND'}))) as never)
    const result = await ask('https://nowhere.example', 'POST')
    expect(result).toBeInstanceOf(Unreachable)
    expect(result).toMatchObject({message: 'Nobody answers at https://nowhere.example: the name nowhere.example cannot be found (ENOTFOUND).'})
  })

  it('with a certificate that nobody vouches for: nothing was sent', async () => {
    const requests: string[] = []
    const server = createTlsServer(selfSigned, (request) => void requests.push(request.url ?? ''))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const result = await ask(url, 'POST')
    server.close()
    expect(result).toBeInstanceOf(Unreachable)
    expect((result as Error).message).toMatch(new RegExp(`^${url} cannot be trusted: .*self-signed.* Nothing was sent\\. `))
    expect(requests).toEqual([])
  })

  it('on another machine while SPACEDOCK_LOOPBACK_ONLY is set', async () => {
    await expect(openHttp({url: 'https://api.heroku.com', userAgent: 'test'})).rejects.toThrow('https://api.heroku.com is not on this machine')
  })
})

describe('a reply is lost', () => {
  it.each([
    ['when the connection is reset', reset],
    ['when it stops half-way', cutReply],
  ])('%s', async (_, fault) => {
    const {origin, result} = await askOf(fault, 'POST')
    expect(result).toBeInstanceOf(ReplyLost)
    expect((result as Error).message).toContain(`The connection to ${origin} was lost before an answer came`)
    expect((result as Error).message).toContain('It is not known whether the request was carried out.')
  })

  it('when nothing comes for too long', async () => {
    const {result} = await askOf(hang, 'GET', {silence: 30})
    expect(result).toBeInstanceOf(ReplyLost)
    expect((result as Error).message).toMatch(/no answer within 0.03 s\)\.$/)
  })

  it('when it comes byte by byte without end', async () => {
    const {result} = await askOf(
      ({response}) => {
        response.writeHead(200, json)
        const drip = setInterval(() => response.write(' '), 5)
        response.on('close', () => clearInterval(drip))
      },
      'GET',
      {silence: 10_000, patience: 60},
    )
    expect(result).toBeInstanceOf(ReplyLost)
    expect((result as Error).message).toContain('no answer within 0.06 s')
  })
})

describe('what answers is not a control plane', () => {
  it.each<[string, Fault, string]>([
    ['a web page', answering(200, html, '<h1>Welcome</h1>'), 'it answered GET with status 200 and text/html.'],
    ['nothing at all', answering(200, json), 'it answered GET with status 200 and nothing else.'],
    ['an answer without a type', answering(200, {}, '[]'), 'it answered GET with status 200 and no content type.'],
    ["another web server's 404", answering(404, html, 'Not Found'), 'it answered GET with status 404 and text/html.'],
  ])('with %s', async (_, fault, words) => {
    const {origin, result} = await askOf(fault)
    expect(result).toBeInstanceOf(NotUnderstood)
    expect((result as Error).message).toBe(`What answers at ${origin} is not a control plane: ${words}`)
  })

  it('with something that is no HTTP', async () => {
    const {result} = await askOf(saying('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(result).toBeInstanceOf(NotUnderstood)
    expect((result as Error).message).toContain('does not speak HTTP as it should')
  })

  it('and whether it did what it was asked to is not known', async () => {
    const {result} = await askOf(answering(200, html, 'Thank you'), 'POST')
    expect(result).toBeInstanceOf(ReplyLost)
    expect((result as Error).message).toContain('It is not known whether the request was carried out.')
  })

  it.each([502, 503, 429, 403])('yet a proxy may refuse with %i in its own form', async (status) => {
    const {result} = await askOf(answering(status, html, '<h1>No</h1>'))
    expect(result).toMatchObject({status, body: '<h1>No</h1>'})
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with status %i is not followed', async (status) => {
    const elsewhere = await createFaultyServer()
    const {origin, result, server} = await askOf(answering(status, {location: `${elsewhere.url}/login?secret=1`}))
    expect(result).toBeInstanceOf(NotUnderstood)
    expect((result as Error).message).toBe(`${origin} answered GET with status ${status}, a redirect to ${elsewhere.url}. Redirects are not followed; name the address itself.`)
    expect(server.requests).toHaveLength(1)
    expect(elsewhere.requests).toEqual([])
  })
})

it('a base path stands before every path', async () => {
  const server = await createFaultyServer((await createWorld()).send)
  await ask(`${server.url}/behind/a/proxy/`)
  expect(server.seen()).toEqual(['GET /behind/a/proxy/spaces'])
})

it.each(['two\nlines', 'a b', 'ümlaut', ''])('a token that cannot be one is refused without being shown: %j', async (token) => {
  const refused = await openHttp({url: 'http://127.0.0.1:1', userAgent: 'test', token}).catch((error: Error) => error)
  expect(refused).toBeInstanceOf(UsageFailure)
  if (token !== '') expect((refused as Error).message).not.toContain(token)
})

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['[::1]', true],
  ['127.evil.example', false],
  ['localhost.evil.example', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['', false],
])('%s is this machine: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is)
})

describe('a connection', () => {
  /** The ports that a client comes from with two requests, so many milliseconds apart. */
  async function portsOf(apart: number) {
    const ports: (number | undefined)[] = []
    const server = await createFaultyServer()
    server.always('GET', (exchange) => {
      ports.push(exchange.response.socket?.remotePort)
      return answering(200, json, '[]')(exchange)
    })
    const {send, close} = await openHttp({url: server.url, userAgent: 'test'})
    await send({method: 'GET', path: '/spaces', headers: {}})
    // The kept connection is handed back in the turn after the answer.
    await new Promise(setImmediate)
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + apart)
    await send({method: 'GET', path: '/spaces', headers: {}})
    close()
    return ports
  }

  it('is used again', async () => {
    const [first, second] = await portsOf(10)
    expect(second).toBe(first)
  })

  it('that has been idle for long is not: the server may be closing it just now', async () => {
    const [first, second] = await portsOf(1500)
    expect(second).not.toBe(first)
  })
})
