import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createPlatform} from '../../src/lib/client/platform.js'
import type {LoggedRequest} from '../../src/lib/operations/requests.js'
import type {Method} from '../../src/lib/operations/wire.js'
import {openControlPlane, type OpenedControlPlane} from '../../src/lib/platform/open.js'

let controlPlane: OpenedControlPlane
let operator: string
let token: string

beforeEach(async () => {
  controlPlane = await openControlPlane({file: ':memory:'})
  const make = async (body: {operator?: boolean}) =>
    (await createPlatform(controlPlane.trusted).call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test', ...body}})).token
  operator = await make({operator: true})
  token = await make({})
})

afterEach(() => controlPlane.close())

const ask = (method: Method, path: string, body?: unknown, by: string | undefined = token) =>
  controlPlane.guarded({method, path, headers: by === '' ? {} : {authorization: `Bearer ${by}`}, ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)})})
const requests = async () => JSON.parse((await ask('GET', '/control-plane/requests', undefined, operator)).body) as LoggedRequest[]

describe('the requests that have arrived', () => {
  it('are for whoever runs the control plane', async () => {
    expect((await ask('GET', '/control-plane/requests')).status).toBe(403)
    expect((await ask('GET', '/control-plane/requests', undefined, '')).status).toBe(401)
    expect((await requests()).map(({status}) => status)).toEqual([403, 401])
  })

  it('are told with what became of them, the newest last', async () => {
    const made = await ask('POST', '/spaces', {name: 'my-space', team: 'acme'})
    await ask('POST', '/spaces', {name: 'my-space', team: 'acme'})
    await ask('GET', '/spaces', undefined, '')
    await ask('GET', '/nowhere')
    await ask('POST', '/spaces', 'not JSON')
    const told = await requests()
    expect(told.map(({method, path, operation, account, status}) => [method, path, operation, account, status])).toEqual([
      ['POST', '/spaces', 'space.create', 'admin@acme.example', 201],
      ['POST', '/spaces', 'space.create', 'admin@acme.example', 422],
      ['GET', '/spaces', 'space.list', null, 401],
      ['GET', '/nowhere', null, 'admin@acme.example', 404],
      ['POST', '/spaces', 'space.create', null, 400],
    ])
    expect(made.headers['request-id']).toBe(told[0]?.id)
    for (const {ms} of told) expect(ms).toBeGreaterThanOrEqual(0)
  })

  it('are told without the looks at them', async () => {
    for (let time = 0; time < 2; time++) expect(await requests()).toEqual([])
  })

  it('are told with who has asked where the answer was kept', async () => {
    for (let time = 0; time < 2; time++) await ask('GET', '/spaces')
    expect((await requests()).map(({account}) => account)).toEqual(['admin@acme.example', 'admin@acme.example'])
  })

  it('are told without what may be secret', async () => {
    await ask('POST', '/apps/my-app/log-drains', {url: 'https://user:hunter2@logs.example.com'})
    await ask('DELETE', `/apps/my-app/log-drains/${encodeURIComponent('https://user:hunter2@logs.example.com')}`)
    await ask('DELETE', '/apps/my-app/log-drains/https://user:hunter2@logs.example.com')
    await ask('POST', '/oauth/token?client_secret=hunter2', 'grant_type=authorization_code&code=hunter2')
    await ask('PATCH', '/apps/my-app/config-vars', {PASSWORD: 'hunter2'})
    const told = await requests()
    expect(JSON.stringify(told)).not.toMatch(/hunter2/)
    expect(told.map(({path, keys}) => [path, keys])).toEqual([
      ['/apps/my-app/log-drains', ['url']],
      ['/apps/my-app/log-drains/…', []],
      ['/apps/my-app/log-drains/…', []],
      ['/oauth/token?client_secret=…', ['client_secret', 'grant_type', 'code']],
      ['/apps/my-app/config-vars', ['PASSWORD']],
    ])
    expect(told[1]?.operation).toBe('log-drain.delete')
  })

  it('name the fault that has struck', async () => {
    const {id} = await createPlatform(controlPlane.trusted).call('control-plane-fault.create', {body: {operation: 'space.list', kind: 'reset'}})
    await ask('GET', '/spaces')
    expect(await requests()).toMatchObject([{fault: id, operation: 'space.list'}])
  })

  it('are bounded: a thousand, with so much of each', async () => {
    for (let number = 0; number < 1005; number++) await ask('GET', `/nowhere/${number}`, undefined, '')
    expect((await requests()).map(({path}) => path)).toEqual(Array.from({length: 1000}, (_, index) => `/nowhere/${index + 5}`))
    await ask('POST', `/spaces/${'x'.repeat(3000)}`, Object.fromEntries(Array.from({length: 200}, (_, index) => [`${index}${'k'.repeat(100)}`, 1])))
    const last = (await requests()).at(-1)
    expect([last?.path.length, last?.keys.length, last?.keys[0]?.length]).toEqual([500, 50, 60])
  })

  it('are not kept by the embedded control plane', async () => {
    await controlPlane.trusted({method: 'GET', path: '/spaces', headers: {}})
    expect((await controlPlane.trusted({method: 'GET', path: '/control-plane/requests', headers: {}})).body).toBe('[]')
    expect(await requests()).toEqual([])
  })
})
