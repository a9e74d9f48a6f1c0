import {request} from 'node:http'
import {afterEach, describe, expect, it} from 'vitest'
import type {ApiRequest, ApiResponse} from '../../src/lib/operations/wire.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'
import {WrongTokens} from '../../src/lib/server/wrong-tokens.js'

const allowed = 20

/** Counts with a clock that only the test moves. */
function counting() {
  let now = 5
  return {wrong: new WrongTokens(() => now), pass: (seconds: number) => (now += seconds * 1000)}
}

const countTimes = (wrong: WrongTokens, address: string, times: number) => Array.from({length: times}, () => wrong.count(address))

describe('an address that sends wrong credentials', () => {
  it('is told to wait after twenty within a minute, and for the rest of it', () => {
    const {wrong, pass} = counting()
    expect(countTimes(wrong, '10.0.0.1', allowed)).toEqual(Array(allowed).fill(undefined))
    pass(20)
    expect(wrong.count('10.0.0.1')).toBe(40)
    pass(39.5)
    expect(wrong.count('10.0.0.1')).toBe(1)
    pass(0.5)
    expect(wrong.count('10.0.0.1')).toBeUndefined()
  })

  it('is not another address, nor a network of its neighbours in IPv4', () => {
    const {wrong} = counting()
    countTimes(wrong, '10.0.0.1', allowed + 1)
    expect(wrong.count('10.0.0.2')).toBeUndefined()
    expect(wrong.count('::ffff:10.0.0.1')).toBe(60)
  })

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3', true],
    ['2001:db8::1', '2001:db8:0:0:5::', true],
    ['::1', '::2', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1:2:3:4:5', '2001:db8::2:2:3:4:5', false],
  ])('%s and %s are of one network: %s', (one, other, same) => {
    const {wrong} = counting()
    countTimes(wrong, one, allowed + 1)
    expect(wrong.count(other)).toBe(same ? 60 : undefined)
  })

  it('is remembered with ten thousand others at most', () => {
    const {wrong} = counting()
    countTimes(wrong, 'first', allowed + 1)
    for (let number = 0; number < 20_000; number++) wrong.count(`10.1.${number >> 8}.${number & 255}`)
    expect(wrong.size).toBe(10_000)
    expect(wrong.count('first')).toBeUndefined()
  })
})

let serving: Serving | undefined
afterEach(() => serving?.close())

const right = 'Bearer right'
const unauthorized: ApiResponse = {status: 401, headers: {'content-type': 'application/json', 'request-id': 'one'}, body: '{"id":"unauthorized"}'}
const answered: ApiResponse = {status: 200, headers: {'content-type': 'application/json'}, body: '[]'}
const send = async ({headers}: ApiRequest) => (headers['authorization'] === right ? answered : unauthorized)

function ask(path: string, authorization?: string): Promise<{status: number | undefined; headers: Record<string, unknown>; id: string}> {
  return new Promise((resolve, reject) => {
    request(`${serving?.url}${path}`, {agent: false, headers: authorization === undefined ? {} : {authorization}}, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk)).on('end', () => resolve({status: response.statusCode, headers: response.headers, id: (JSON.parse(text) as {id: string}).id}))
    })
      .on('error', reject)
      .end()
  })
}

describe('a server', () => {
  it('answers many wrong tokens with 429 and when to come back, and a right one all the while', async () => {
    const {wrong, pass} = counting()
    serving = await serve({send, host: '127.0.0.1', port: 0, wrongTokens: wrong})
    for (let time = 0; time < allowed; time++) expect(await ask('/account', `Bearer wrong-${time}`)).toMatchObject({status: 401, id: 'unauthorized'})
    pass(10)
    expect(await ask('/account', 'Bearer wrong')).toMatchObject({status: 429, id: 'rate_limit', headers: {'retry-after': '50', connection: 'close', 'request-id': 'one'}})
    expect((await ask('/account', right)).status).toBe(200)
    pass(50)
    expect((await ask('/account', 'Bearer wrong')).status).toBe(401)
  })

  it('counts what partners exchange, and nobody who has just not signed in', async () => {
    const {wrong} = counting()
    serving = await serve({send, host: '127.0.0.1', port: 0, wrongTokens: wrong})
    for (let time = 0; time <= allowed; time++) expect((await ask('/account')).status).toBe(401)
    expect(wrong.size).toBe(0)
    for (let time = 0; time < allowed; time++) await ask(`${time % 2 === 0 ? '' : '/worlds/ci'}/oauth/token?code=1`)
    expect((await ask('/oauth/token?code=2')).status).toBe(429)
  })
})
