import {createServer as createTlsServer} from 'node:https'
import {type AddressInfo, createServer, type Server} from 'node:net'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {isLoopbackAddress, isPublicAddress} from '../../src/lib/partner/addresses.js'
import {type CallOptions, callPartner, longestAnswer} from '../../src/lib/partner/call.js'
import {createPair} from '../helpers/certificates.js'
import {answering, createFaultyServer, type Fault, hang, reset, saying} from '../helpers/faulty-server.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const post = (url: string) => ({method: 'POST', url, headers: {authorization: 'Basic eA=='}, body: '{"plan":"é"}'})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function callTo(fault: Fault, options?: CallOptions) {
  const server = await createFaultyServer()
  server.always('POST', fault)
  return {server, answer: await callPartner(post(`${server.url}/heroku/resources?v=3`), options)}
}

it('sends what it is given and returns what comes', async () => {
  const {server, answer} = await callTo(answering(201, {'content-type': 'application/json', 'set-cookie': 'a=b'}, '{"id":"é"}'))
  expect(answer).toMatchObject({status: 201, headers: {'content-type': 'application/json', 'set-cookie': 'a=b'}, body: '{"id":"é"}'})
  expect(answer.ms).toBeGreaterThanOrEqual(0)
  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]).toMatchObject({method: 'POST', path: '/heroku/resources?v=3', body: '{"plan":"é"}', headers: {authorization: 'Basic eA=='}})
})

describe('a server that', () => {
  it('redirects is not followed', async () => {
    const {server, answer} = await callTo(answering(307, {location: '/elsewhere'}))
    expect(answer).toMatchObject({failure: 'redirected', message: expect.stringContaining('status 307')})
    expect(server.requests).toHaveLength(1)
  })

  it('redirects a browser has answered', async () => {
    const {answer} = await callTo(answering(302, {location: '/dashboard'}), {redirects: true})
    expect(answer).toMatchObject({status: 302, headers: {location: '/dashboard'}})
  })

  it('answers with too much is cut off, and with as much as is allowed is not', async () => {
    expect((await callTo(answering(200, {}, 'x'.repeat(longestAnswer + 1)))).answer).toMatchObject({failure: 'too-large'})
    expect((await callTo(answering(200, {}, 'x'.repeat(longestAnswer)))).answer).toMatchObject({status: 200})
  })

  it('never answers is given up', async () => {
    expect((await callTo(hang, {timeout: 50})).answer).toMatchObject({failure: 'time-out', message: 'No answer came within 0.05 s.'})
  })

  it('answers by half is given up as well', async () => {
    const half: Fault = ({response}) => {
      response.writeHead(200, {'content-length': 10})
      response.write('half')
    }
    expect((await callTo(half, {timeout: 200})).answer).toMatchObject({failure: 'time-out'})
  })

  it.each([
    ['resets the connection', reset],
    ['ends before its answer does', saying('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')],
    ['speaks no HTTP', saying('220 smtp.example ESMTP\r\n')],
    ['wants to speak another protocol', saying('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chess\r\n\r\n')],
  ])('%s is lost', async (_, fault) => {
    expect((await callTo(fault)).answer).toMatchObject({failure: 'lost', message: expect.stringMatching(/^The connection to 127.0.0.1 ended before an answer came \(\w+\)\.$/)})
  })

  it('is not there is unreachable', async () => {
    const server = createServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await callPartner(post(`http://127.0.0.1:${port}`))).toMatchObject({failure: 'unreachable', message: expect.stringContaining('ECONNREFUSED')})
  })

  it('shows a certificate that nobody has signed is not trusted, and is sent nothing', async () => {
    const {certificate, key} = await createPair({hostnames: ['localhost'], subject: 'CN=localhost'})
    let requests = 0
    const server = createTlsServer({cert: certificate, key}, () => requests++)
    const answer = await callPartner(post(`https://localhost:${await listening(server)}`))
    server.close()
    expect(answer).toMatchObject({failure: 'untrusted', message: expect.stringContaining('cannot be trusted')})
    expect(requests).toBe(0)
  })

  it('speaks no TLS is not trusted', async () => {
    const {url} = await createFaultyServer()
    expect(await callPartner(post(url.replace('http:', 'https:')))).toMatchObject({failure: 'untrusted'})
  })
})

it('is given up by whoever called', async () => {
  const giveUp = new AbortController()
  const hanging: Fault = () => giveUp.abort()
  expect((await callTo(hanging, {signal: giveUp.signal})).answer).toMatchObject({failure: 'aborted'})
  expect((await callTo(answering(200), {signal: AbortSignal.abort()})).answer).toMatchObject({failure: 'aborted'})
})

describe('an address that may not be called', () => {
  it('is refused as it stands', async () => {
    const {server, answer} = await callTo(answering(200), {allows: isPublicAddress})
    expect(answer).toMatchObject({failure: 'forbidden-address', message: '127.0.0.1 may not be called.'})
    expect(server.requests).toEqual([])
  })

  it('is refused behind a name that was elsewhere when it was looked at before', async () => {
    vi.stubEnv('SPACEDOCK_LOOPBACK_ONLY', '')
    const server = await createFaultyServer()
    server.always('POST', answering(200))
    const places = ['8.8.8.8', '127.0.0.1']
    const resolve = async () => [{address: places.shift() ?? '', family: 4}]
    expect((await resolve()).every(({address}) => isPublicAddress(address))).toBe(true)
    const answer = await callPartner(post(server.url.replace('127.0.0.1', 'localhost')), {resolve, allows: isPublicAddress})
    expect(answer).toMatchObject({failure: 'forbidden-address', message: 'localhost is at 127.0.0.1, which may not be called.'})
    expect(server.requests).toEqual([])
  })

  it('is refused also where it is one of several', async () => {
    const resolve = async () => [{address: '127.0.0.1', family: 4}, {address: '10.0.0.1', family: 4}]
    expect(await callPartner(post('http://localhost'), {resolve})).toMatchObject({failure: 'forbidden-address', message: expect.stringContaining('10.0.0.1')})
  })

  it('is any but the own while SPACEDOCK_LOOPBACK_ONLY is set', async () => {
    expect(await callPartner(post('https://acme.example'))).toMatchObject({failure: 'forbidden-address', message: expect.stringContaining('SPACEDOCK_LOOPBACK_ONLY')})
    expect(await callPartner(post('https://192.0.2.1'))).toMatchObject({failure: 'forbidden-address'})
  })

  it("is Heroku's own", async () => {
    vi.stubEnv('SPACEDOCK_LOOPBACK_ONLY', '')
    const resolve = () => Promise.reject(new Error('nothing is to be looked up'))
    for (const host of ['api.heroku.com', 'heroku.com', 'id.HEROKU.com.']) {
      expect(await callPartner(post(`https://${host}/addons`), {resolve})).toMatchObject({failure: 'forbidden-address'})
    }
    expect(await callPartner(post('https://acme.herokuapp.com'), {resolve})).toMatchObject({failure: 'unreachable'})
  })
})

it('finds a server by its name', async () => {
  const server = await createFaultyServer()
  server.always('POST', answering(200))
  const resolve = async () => [{address: '127.0.0.1', family: 4}]
  expect(await callPartner(post(server.url.replace('127.0.0.1', 'localhost')), {resolve})).toMatchObject({status: 200})
})

it.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['127.1.2.3', false],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['172.31.0.1', false],
  ['172.32.0.1', true],
  ['192.168.0.1', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['fec0::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a00:1', false],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['acme.example', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['128.0.0.1', false],
  ['127.0.0.1.example', false],
  ['localhost', false],
])('%s is loopback: %s', (address, isLoopback) => {
  expect(isLoopbackAddress(address)).toBe(isLoopback)
})
