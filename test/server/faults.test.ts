import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {ReplyLost} from '../../src/lib/client/failures.js'
import {type Connection, openHttp} from '../../src/lib/client/http.js'
import {createPlatform, type Platform} from '../../src/lib/client/platform.js'
import {withRetries} from '../../src/lib/client/retries.js'
import type {RequestBody} from '../../src/lib/operations/index.js'
import {openControlPlane, type OpenedControlPlane} from '../../src/lib/platform/open.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'

let controlPlane: OpenedControlPlane
let serving: Serving
let connection: Connection
let operator: Platform

beforeEach(async () => {
  controlPlane = await openControlPlane({file: ':memory:'})
  serving = await serve({send: controlPlane.guarded, host: '127.0.0.1', port: 0})
  operator = createPlatform(controlPlane.trusted)
  const {token} = await operator.call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test'}})
  connection = await openHttp({url: serving.url, token, userAgent: 'a test'})
})

afterEach(async () => {
  connection.close()
  controlPlane.giveUp()
  await serving.close()
  await controlPlane.close()
})

const fault = (body: RequestBody<'control-plane-fault.create'>) => operator.call('control-plane-fault.create', {body})
const create = () => connection.send({method: 'POST', path: '/spaces', headers: {}, body: '{"name":"my-space","team":"acme"}'})
const names = async () => (await operator.call('space.list', {})).map(({name}) => name)

describe('served over HTTP', () => {
  it('a connection that is reset is lost to the client, and nothing is done', async () => {
    await fault({kind: 'reset', operation: 'space.create'})
    await expect(create()).rejects.toThrow(ReplyLost)
    expect(await names()).toEqual([])
    expect((await create()).status).toBe(201)
  })

  it('a lost reply is lost to the client, and everything is done', async () => {
    await fault({kind: 'lost-reply', operation: 'space.create'})
    await expect(create()).rejects.toThrow(/It is not known whether the request was carried out/)
    expect(await names()).toEqual(['my-space'])
  })

  it.each(['GET', 'POST'] as const)('an answer that ends in its middle is none (%s)', async (method) => {
    await fault({kind: 'truncate', operation: method === 'GET' ? 'account.info' : 'space.create'})
    const asked = method === 'GET' ? connection.send({method, path: '/account', headers: {}}) : create()
    await expect(asked).rejects.toThrow(/lost before an answer came/)
    expect(await names()).toEqual(method === 'GET' ? [] : ['my-space'])
  })

  it('an answer without a body cannot be cut in its middle, so the connection is reset', async () => {
    const ask = (headers: Record<string, string>) => connection.send({method: 'GET', path: '/account', headers})
    const {headers} = await ask({})
    const known = {'if-none-match': headers['etag'] ?? ''}
    expect((await ask(known)).status).toBe(304)
    await fault({kind: 'truncate', operation: 'account.info', times: 2})
    await expect(ask(known)).rejects.toThrow(/lost before an answer came/)
    await expect(fetch(`${serving.url}/account`, {method: 'HEAD'})).rejects.toThrow()
  })

  it('a read is tried again by our client until the fault is spent', async () => {
    for (const kind of ['reset', 'truncate', 'lost-reply']) await fault({kind, operation: 'space.list'})
    const pauses: number[] = []
    const platform = createPlatform(withRetries(connection.send, {sleep: async (pause) => void pauses.push(pause), notice: () => {}}))
    expect(await platform.call('space.list', {})).toEqual([])
    expect(pauses).toHaveLength(3)
  })

  it('an error is answered with its header and its Retry-After', async () => {
    const {id} = await fault({operation: '*', status: 429, retry_after: 7})
    expect(await connection.send({method: 'GET', path: '/account', headers: {}})).toMatchObject({status: 429, headers: {'retry-after': '7', 'spacedock-fault': id}})
  })

  it('latency holds back who is struck and nobody else, and ends when the server gives up', async () => {
    const {id} = await fault({operation: 'space.list', latency: 600_000})
    const late = connection.send({method: 'GET', path: '/spaces', headers: {}})
    await struck()
    const first = await Promise.race([late.then(() => 'late'), connection.send({method: 'GET', path: '/account', headers: {}}).then(() => 'other')])
    expect(first).toBe('other')
    controlPlane.giveUp()
    expect(await late).toMatchObject({status: 200, headers: {'spacedock-fault': id}})
  })
})

/** The faults, once one of them has struck. */
async function struck() {
  for (;;) {
    const faults = await operator.call('control-plane-fault.list', {})
    if (faults.some((one) => one.struck > 0)) return faults
    // What has been sent has to arrive in between.
    await new Promise((resolve) => setImmediate(resolve))
  }
}
