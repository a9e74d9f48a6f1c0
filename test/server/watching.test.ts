import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createPlatform} from '../../src/lib/client/platform.js'
import {operations} from '../../src/lib/operations/index.js'
import type {ApiRequest, ApiResponse, Method, Send} from '../../src/lib/operations/wire.js'
import {requireToken} from '../../src/lib/platform/authentication.js'
import {createControlPlane} from '../../src/lib/platform/control-plane.js'
import {openControlPlane, type OpenedControlPlane} from '../../src/lib/platform/open.js'
import {type LogWanted, openLog} from '../../src/lib/server/log.js'
import {type Metrics, openMetrics} from '../../src/lib/server/metrics.js'
import {withProbes} from '../../src/lib/server/probes.js'
import {Watcher} from '../../src/lib/server/watch.js'
import {StoreFailure} from '../../src/lib/store/failure.js'
import type {Store} from '../../src/lib/store/store.js'

let controlPlane: OpenedControlPlane
let metrics: Metrics
let lines: string[]
let operator: string
let viewer: string
let send: Send

async function open({level = 'info', format = 'json'}: Partial<LogWanted> = {}, {loopback = true, guarded}: {loopback?: boolean; guarded?: Send} = {}) {
  lines = []
  const {log} = await openLog({level, format}, {write: (line) => lines.push(line)})
  metrics = await openMetrics({version: '1.2.3', store: 'sqlite'})
  const observer = new Watcher({log, metrics})
  controlPlane = await openControlPlane({file: ':memory:'}, {observer, report: (err, request_id) => log.error({request_id, err}, 'unexpected')})
  const platform = createPlatform(controlPlane.trusted)
  const tokenOf = async (account: string, isOperator: boolean) =>
    (await platform.call('control-plane-token.create', {body: {account, description: 'a test', ...(isOperator && {operator: true})}})).token
  operator = await tokenOf('admin@acme.example', true)
  viewer = await tokenOf('viewer@acme.example', false)
  const door = guarded ?? controlPlane.guarded
  const health = {answer: async (): Promise<ApiResponse> => ({status: 200, headers: {}, body: 'health'})}
  send = withProbes(observer.watched(door), {health, metrics, ask: (request) => door(request), open: loopback})
}

beforeEach(() => open())
afterEach(() => controlPlane.close())

const ask = (method: Method, path: string, {token = operator, body, headers}: {token?: string | undefined; body?: string; headers?: Record<string, string>} = {}) =>
  send({method, path, headers: {...(token && {authorization: `Bearer ${token}`}), ...headers}, ...(body !== undefined && {body})})

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

/** The samples of a metric, by the labels that they have. */
async function samples(name: string): Promise<Record<string, number>> {
  const {text} = await metrics.text()
  return Object.fromEntries([...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => [labels, Number(value)]))
}

describe('metrics are refused', () => {
  it.each([
    ['without a token', () => ''],
    ["with another service's", () => 'HRKU-01234567-89ab-cdef-0123-456789abcdef'],
  ])('to other machines %s', async (_, token) => {
    await open({}, {loopback: false})
    expect(await ask('GET', '/metrics', {token: token()})).toMatchObject({status: 401})
  })

  it('to other machines with the token of no operator', async () => {
    await open({}, {loopback: false})
    const {status, body} = await ask('GET', '/metrics', {token: viewer})
    expect(status).toBe(403)
    expect(body).not.toContain('spacedock_')
  })

  it('while the store is away, except to the operator who had them last', async () => {
    let isAway = false
    const away: ApiResponse = {status: 503, headers: {}, body: '{}'}
    await open({}, {loopback: false, guarded: async (request) => (isAway ? away : controlPlane.guarded(request))})
    expect((await ask('GET', '/metrics')).status).toBe(200)
    isAway = true
    expect((await ask('GET', '/metrics')).status).toBe(200)
    expect((await ask('GET', '/metrics', {token: `${operator}x`})).status).toBe(503)
  })

  it('to an operator whose token was taken back, also when the store goes away then', async () => {
    let isAway = false
    const away: ApiResponse = {status: 503, headers: {}, body: '{}'}
    await open({}, {loopback: false, guarded: async (request) => (isAway ? away : controlPlane.guarded(request))})
    expect((await ask('GET', '/metrics')).status).toBe(200)
    const platform = createPlatform(controlPlane.trusted)
    for (const {id} of await platform.call('oauth-authorization.list', {})) await platform.call('oauth-authorization.delete', {authorization: id})
    expect((await ask('GET', '/metrics')).status).toBe(401)
    isAway = true
    expect((await ask('GET', '/metrics')).status).toBe(503)
  })

  it.each(['POST', 'DELETE'] as const)('by %s, which nothing has', async (method) => {
    expect(await ask(method, '/metrics')).toMatchObject({status: 404})
    expect(await ask(method, '/health')).toMatchObject({status: 404})
  })
})

describe('metrics', () => {
  it('are for everybody on this machine, where only this machine can ask', async () => {
    const {status, headers, body} = await ask('GET', '/metrics', {token: ''})
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(body).toContain('process_resident_memory_bytes')
    expect(body).toContain('spacedock_info{version="1.2.3",store="sqlite"} 1')
  })

  it('count requests by operation, method and class of status, and those answered by what was kept', async () => {
    await ask('POST', '/spaces', {body: JSON.stringify({name: 'my-space', team: 'acme'})})
    for (let i = 0; i < 3; i++) await ask('GET', '/spaces/my-space')
    await ask('GET', '/spaces/none')
    expect(await samples('spacedock_requests_total')).toEqual({
      'operation="space.create",method="POST",status="2xx"': 1,
      'operation="space.info",method="GET",status="2xx"': 3,
      'operation="space.info",method="GET",status="4xx"': 1,
    })
    expect(await samples('spacedock_cached_answers_total')).toEqual({'': 2})
    expect(await samples('spacedock_request_duration_seconds_count')).toEqual({'operation="space.create"': 1, 'operation="space.info"': 4})
  })

  it('have durations as Prometheus adds them up: each bound counts everything below it', async () => {
    for (const seconds of [0.0004, 0.0005, 0.003, 0.2, 60]) {
      metrics.begin()
      metrics.end({operation: 'space.info', method: 'GET', status: 200, seconds, cached: false, storeFailure: undefined})
    }
    const counts = await samples('spacedock_request_duration_seconds_bucket')
    const bounds = ['0.0005', '0.001', '0.0025', '0.005', '0.1', '0.25', '10', '+Inf']
    expect(bounds.map((bound) => counts[`operation="space.info",le="${bound}"`])).toEqual([2, 2, 2, 3, 3, 4, 4, 5])
    expect((await samples('spacedock_request_duration_seconds_sum'))['operation="space.info"']).toBeCloseTo(60.2039)
    expect(await samples('spacedock_request_duration_seconds_count')).toEqual({'operation="space.info"': 5})
    expect((await metrics.text()).text).toContain('# TYPE spacedock_request_duration_seconds histogram')
  })

  it('have no more series than there are operations, whatever is asked for', async () => {
    for (let i = 0; i < 50; i++) {
      await ask('GET', `/made-up-${i}`)
      await ask('GET', `/spaces/made-up-${i}`)
      await ask(`METHOD${i}` as Method, '/spaces')
    }
    expect(Object.keys(await samples('spacedock_requests_total')).sort()).toEqual([
      'operation="space.info",method="GET",status="4xx"',
      'operation="unknown",method="GET",status="4xx"',
      'operation="unknown",method="other",status="4xx"',
    ])
    expect(Object.keys(await samples('spacedock_request_duration_seconds_count')).every((label) => /^operation="(unknown|[\w-]+\.[\w-]+)"$/.test(label))).toBe(true)
    expect(Object.keys(operations).every((id) => /^[\w-]+\.[\w-]+$/.test(id))).toBe(true)
  })

  it('count requests that are under way, until they have ended in whatever way', async () => {
    let letGo = (_: ApiResponse | Error) => {}
    const observer = new Watcher({log: (await openLog({level: 'silent', format: 'json'})).log, metrics})
    const held = observer.watched(
      () =>
        new Promise((resolve, reject) => {
          letGo = (end) => (end instanceof Error ? reject(end) : resolve(end))
        }),
    )
    const request: ApiRequest = {method: 'GET', path: '/spaces', headers: {}}
    const asked = held(request)
    expect(await samples('spacedock_requests_under_way')).toEqual({'': 1})
    letGo(new Error('the end'))
    await expect(asked).rejects.toThrow('the end')
    expect(await samples('spacedock_requests_under_way')).toEqual({'': 0})
  })

  it('count what the store could not do, by what was wrong', async () => {
    const observer = new Watcher({log: (await openLog({level: 'silent', format: 'json'})).log, metrics})
    const fail = async (): Promise<never> => {
      throw new StoreFailure('full', 'There is no room left.')
    }
    const store: Store = {kind: 'sqlite', location: 'nowhere', read: fail, write: fail, version: async () => undefined, close: async () => {}}
    const surroundings = {store, observer, identify: requireToken, clock: () => new Date(), newId: () => 'an-id', random: () => 0, report: () => {}}
    const failing = observer.watched(createControlPlane(surroundings))
    const {status} = await failing({method: 'GET', path: '/spaces', headers: {}})
    expect(status).toBe(503)
    expect(await samples('spacedock_store_errors_total')).toEqual({'kind="full"': 1})
    expect(await samples('spacedock_requests_total')).toEqual({'operation="space.list",method="GET",status="5xx"': 1})
  })
})

it('whoever watches is told once of each request, with all that was found out: also where the answer was kept, and where none is left', async () => {
  const told: unknown[] = []
  const watched = await openControlPlane({file: ':memory:'}, {observer: {answered: ({path}, {body: _, ...observed}) => told.push({path, ...observed})}})
  const platform = createPlatform(watched.trusted)
  await platform.call('control-plane-setting.update', {body: {'requests-per-hour': 3}})
  const {token} = await platform.call('control-plane-token.create', {body: {account: 'viewer@acme.example', description: 'a test'}})
  const get = async (path: string, by = token) => (await watched.guarded({method: 'GET', path, headers: {authorization: `Bearer ${by}`}})).status
  expect([await get('/spaces', 'wrong'), await get('/spaces'), await get('/spaces'), await get('/nowhere'), await get('/spaces')]).toEqual([401, 200, 200, 404, 429])
  const account = 'viewer@acme.example'
  const list = {method: 'GET', path: '/spaces', operation: 'space.list'}
  expect(told).toEqual([list, {...list, account}, {...list, account, cached: true}, {method: 'GET', path: '/nowhere', account}, list])
  await watched.close()
})

describe('the log never has', () => {
  const secret = 'correct-horse-battery-staple'

  it.each(['info', 'debug'] as const)('credentials, bodies or query strings in it, at %s', async (level) => {
    await open({level})
    await ask('POST', '/spaces', {body: JSON.stringify({name: secret, team: 'acme', password: secret})})
    await ask('PATCH', '/apps/none/config-vars', {body: JSON.stringify({KEY: secret})})
    await ask('POST', `/oauth/token?client_secret=${secret}`, {token: '', body: `client_secret=${secret}`, headers: {'content-type': 'application/x-www-form-urlencoded'}})
    await ask('GET', `/spaces?key=${secret}`)
    await ask('GET', '/spaces', {token: '', headers: {authorization: `Basic ${Buffer.from(`:${secret}`).toString('base64')}`}})
    await ask('DELETE', `/oauth/authorizations/${operator}`)
    expect(lines).toHaveLength(6)
    const all = lines.join('')
    for (const hidden of [secret, operator, operator.slice(5), Buffer.from(`:${secret}`).toString('base64')]) expect(all).not.toContain(hidden)
  })

  it('what drivers hang on their errors, nor secrets in the words of one', async () => {
    const {log} = await openLog({level: 'error', format: 'json'}, {write: (line) => lines.push(line)})
    const cause = Object.assign(new Error(`connecting to postgres://user:${secret}@db.example/x failed`), {detail: secret, parameters: [secret]})
    log.error({err: new Error(`Bearer ${secret} of SPCD-${secret} -----BEGIN PRIVATE KEY-----\n${secret}`, {cause})}, 'unexpected')
    expect(lines.join('')).not.toContain(secret)
    expect(logged()[0]).toMatchObject({err: {type: 'Error', cause: {message: 'connecting to postgres://[hidden]@db.example/x failed'}}})
  })

  it.each(['json', 'text'] as const)('more lines than there are requests, nor what a terminal obeys: %s', async (format) => {
    await open({level: 'debug', format})
    await ask('GET', '/spaces/\u001B[2J\nforged', {headers: {'user-agent': 'curl\r\n2026 error forged \u001B[31m\u009B31m'}})
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd()).not.toMatch(/[^\x20-\x7E]/)
  })
})

describe('the log', () => {
  it('has a line for each request: which, what, how it ended, how long it took, and who asked', async () => {
    const {headers} = await ask('GET', '/spaces', {token: viewer})
    expect(logged()).toEqual([
      {level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), pid: process.pid, request_id: headers['request-id'], method: 'GET', operation: 'space.list', status: 200, duration_ms: expect.any(Number), account: 'viewer@acme.example', msg: 'request'},
    ])
  })

  it('says of an answer that was kept who asked and for what, too', async () => {
    await ask('GET', '/spaces', {token: viewer})
    await ask('GET', '/spaces', {token: viewer})
    expect(logged()[1]).toMatchObject({operation: 'space.list', account: 'viewer@acme.example', cached: true})
  })

  it('says which world it was asked for, by header and by path, also where the answer was kept', async () => {
    await ask('GET', '/spaces', {token: viewer, headers: {'spacedock-world': 'ci'}})
    await ask('GET', '/worlds/ci/spaces', {token: viewer})
    await ask('GET', '/worlds/ci/spaces', {token: 'SPCD-wrong'})
    await ask('GET', '/spaces', {token: viewer})
    expect(logged().map(({account, cached, operation, status, world}) => [operation, status, account, world, cached])).toEqual([
      ['space.list', 200, 'viewer@acme.example', 'ci', undefined],
      ['space.list', 200, 'viewer@acme.example', 'ci', true],
      ['space.list', 401, undefined, 'ci', undefined],
      ['space.list', 200, 'viewer@acme.example', undefined, undefined],
    ])
  })

  it('says who was refused, and of nobody who has shown no token', async () => {
    await ask('POST', '/spaces', {token: viewer, body: JSON.stringify({name: 'x', team: 'acme'})})
    await ask('GET', '/spaces', {token: ''})
    await ask('GET', '/nowhere')
    expect(logged().map(({operation, account, status}) => ({operation, account, status}))).toEqual([
      {operation: 'space.create', account: 'viewer@acme.example', status: 403},
      {operation: 'space.list', account: undefined, status: 401},
      {operation: undefined, account: 'admin@acme.example', status: 404},
    ])
  })

  it('is quiet about what goes well and about refusals, unless more is asked for', async () => {
    await open({level: 'warn'})
    await ask('GET', '/spaces')
    await ask('GET', '/spaces', {token: ''})
    await ask('GET', '/apps/x/builds')
    await ask('GET', '/health')
    await ask('GET', '/metrics')
    expect(lines).toEqual([])
  })

  it('has what nobody has expected, with its stack, by the id that the client was told', async () => {
    await controlPlane.close()
    const {status, headers} = await ask('GET', '/spaces')
    expect(status).toBe(500)
    const [unexpected, request] = logged()
    expect(unexpected).toMatchObject({level: 'error', request_id: headers['request-id'], msg: 'unexpected', err: {stack: expect.stringContaining('    at ')}})
    expect(request).toMatchObject({level: 'error', request_id: headers['request-id'], status: 500})
  })

  it('is text for people: a line for each, the stack below', async () => {
    await open({format: 'text'})
    const {headers} = await ask('GET', '/spaces')
    expect(lines[0]).toMatch(new RegExp(`^\\S+Z info request request_id=${headers['request-id']} method=GET operation=space.list status=200 duration_ms=[\\d.]+ account=admin@acme.example\n$`))
    await controlPlane.close()
    await ask('GET', '/teams')
    expect(lines[1]).toMatch(/^\S+Z error unexpected request_id=\S+\n\w*Error: .*\n {4}at /)
  })
})
