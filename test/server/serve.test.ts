import {request} from 'node:http'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openControlPlane, type OpenedControlPlane} from '../../src/lib/platform/open.js'
import {createPlatform} from '../../src/lib/client/platform.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'

let controlPlane: OpenedControlPlane
let serving: Serving
let token: string

beforeEach(async () => {
  controlPlane = await openControlPlane({file: ':memory:'})
  serving = await serve({send: controlPlane.guarded, host: '127.0.0.1', port: 0})
  const made = await createPlatform(controlPlane.trusted).call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test', operator: true}})
  token = made.token
})

afterEach(async () => {
  await serving.close()
  await controlPlane.close()
})

interface Told {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

function ask(method: string, path: string, {headers = {}, body}: {headers?: Record<string, string>; body?: string} = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const asked = request(serving.url + path, {agent: false, method, headers: {authorization: `Bearer ${token}`, ...headers}}, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk)).on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, body: text}))
    })
    asked.on('error', reject).end(body)
  })
}

describe('a server answers', () => {
  it.each([
    ['JSON that is none with 400', 'POST', '/spaces', {body: '{"name"'}, 400, 'bad_request'],
    ['a list where an object belongs with 400', 'POST', '/spaces', {body: '[]'}, 400, 'bad_request'],
    ['two MiB with 413', 'POST', '/spaces', {body: JSON.stringify({name: 'x'.repeat(2 * 1024 * 1024)})}, 413, 'request_entity_too_large'],
    ['a path of nothing with 404', 'GET', '/nowhere', {}, 404, 'not_found'],
    ['a method of nothing with 404', 'OPTIONS', '/spaces', {}, 404, 'not_found'],
    ["an operation of Heroku's that it has not with 501", 'GET', '/apps/my-app/builds', {}, 501, 'not_implemented'],
    ['an Accept that it cannot read with 406', 'GET', '/spaces', {headers: {accept: ';;;'}}, 406, 'not_acceptable'],
    ['another major version with 406', 'GET', '/spaces', {headers: {accept: 'application/vnd.heroku+json; version=4'}}, 406, 'not_acceptable'],
    ['no token with 401', 'GET', '/spaces', {headers: {authorization: ''}}, 401, 'unauthorized'],
    ["another service's token with 401", 'GET', '/spaces', {headers: {authorization: 'Bearer HRKU-01234567-89ab-cdef-0123-456789abcdef'}}, 401, 'unauthorized'],
    ['a page of another server with 403', 'GET', '/spaces', {headers: {origin: 'http://localhost:3000'}}, 403, 'forbidden'],
    ['the preflight of such a page with 403', 'OPTIONS', '/spaces', {headers: {origin: 'https://example.com', 'access-control-request-method': 'POST'}}, 403, 'forbidden'],
    ['a name that is not of this machine with 403', 'GET', '/spaces', {headers: {host: 'rebound.example'}}, 403, 'forbidden'],
  ])('%s', async (_, method, path, options, status, id) => {
    const told = await ask(method, path, options)
    expect(told.status).toBe(status)
    expect(JSON.parse(told.body)).toMatchObject({id})
  })

  it('nobody with leave to be read by other pages', async () => {
    for (const headers of [{}, {origin: serving.url}, {origin: 'https://example.com'}]) {
      const told = await ask('GET', '/spaces', {headers})
      expect(Object.keys(told.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect((await ask('GET', '/spaces', {headers: {origin: serving.url}})).status).toBe(200)
  })

  it('headers of more than 32 KiB with 431', async () => {
    expect((await ask('GET', '/spaces', {headers: {'x-long': 'x'.repeat(33 * 1024)}})).status).toBe(431)
  })

  it('HEAD as GET, without the body', async () => {
    const {status, headers, body} = await ask('HEAD', '/spaces')
    expect([status, body]).toEqual([200, ''])
    expect(headers['content-length']).toBe('2')
  })

  it('an unknown variant of the version as the version', async () => {
    expect((await ask('GET', '/regions', {headers: {accept: 'application/vnd.heroku+json; version=3.brand-new'}})).status).toBe(200)
  })

  it('POST that stands for another method as that method', async () => {
    await ask('POST', '/spaces', {body: JSON.stringify({name: 'my-space', team: 'acme'})})
    const {body} = await ask('POST', '/spaces/my-space', {body: JSON.stringify({name: 'new-name'}), headers: {'x-http-method-override': 'PATCH'}})
    expect(JSON.parse(body)).toMatchObject({name: 'new-name'})
  })
})

describe('a server that is to stop', () => {
  it('finishes what is under way: what it has acknowledged is there, and nothing else', async () => {
    const answers = Array.from({length: 20}, (_, index) => ask('POST', '/teams', {body: JSON.stringify({name: `team-${index}`})}))
    await new Promise((resolve) => setImmediate(resolve))
    const [told] = await Promise.all([Promise.allSettled(answers), serving.close()])
    const made = told.filter((answer) => answer.status === 'fulfilled' && answer.value.status === 201).length
    const teams = await createPlatform(controlPlane.trusted).call('team.list', {})
    expect(teams.filter(({name}) => name.startsWith('team-'))).toHaveLength(made)
  })
})
