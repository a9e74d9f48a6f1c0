import {beforeEach, describe, expect, it} from 'vitest'
import {createHeroku, type Heroku} from '../../src/lib/partner/conformance/heroku.js'
import {listen} from '../../src/lib/partner/listen.js'

let heroku: Heroku
let ids: number

beforeEach(() => {
  ids = 0
  heroku = createHeroku({configVars: ['ACME_CACHE_URL', 'OTHER_URL'], prefix: 'ACME_CACHE', requires: []}, () => `id-${++ids}`)
  heroku.expect('uuid-1', 'acme-cache-1', 'code-1')
})

const form = (fields: Record<string, string>) => new URLSearchParams({grant_type: 'authorization_code', code: 'code-1', client_secret: 'client-secret', ...fields}).toString()
const exchange = (body = form({}), query = '') => heroku.answer({method: 'POST', path: `/oauth/token${query}`, headers: {}, body})
const about = (method: string, path: string, body: unknown = '', token = 'HRKU-id-1') =>
  heroku.answer({method, path: `/addons/uuid-1${path}`, headers: {authorization: `Bearer ${token}`}, body: typeof body === 'string' ? body : JSON.stringify(body)})

describe('the exchange of a grant', () => {
  it('gives tokens as Heroku does', () => {
    expect(exchange()).toEqual({
      status: 200,
      body: {access_token: 'HRKU-id-1', refresh_token: 'id-2', token_type: 'Bearer', expires_in: 28_799, user_id: 'id-3', session_nonce: null},
    })
    expect([...heroku.secrets].toSorted()).toEqual(['HRKU-id-1', 'client-secret', 'id-2'])
  })

  it('takes a query for a form', () => {
    expect(exchange('', `?${form({})}`).status).toBe(200)
  })

  it('is made once', () => {
    exchange()
    expect(exchange()).toMatchObject({status: 401, body: {message: 'The code has been exchanged before.'}})
    expect(heroku.flowOf('uuid-1')?.calls.map(({text}) => text)).toEqual(['POST /oauth/token: status 200', 'POST /oauth/token: status 401, The code has been exchanged before.'])
  })

  it.each([
    ['another code', {code: 'code-2'}, 401],
    ['no client secret', {client_secret: ''}, 401],
    ['another grant type', {grant_type: 'password'}, 400],
  ])('is refused with %s', (_, fields, status) => {
    expect(exchange(form(fields as unknown as Record<string, string>)).status).toBe(status)
  })
})

describe('with the token', () => {
  beforeEach(() => void exchange())

  it('config vars are set and told', () => {
    const config = [{name: 'ACME_CACHE_URL', value: 'redis://host'}]
    expect(about('PATCH', '/config', {config})).toEqual({status: 200, body: config})
    expect(about('GET', '/config')).toEqual({status: 200, body: config})
  })

  it.each([
    ['an object', {config: {ACME_CACHE_URL: 'x'}}],
    ['a number', {config: [{name: 'ACME_CACHE_URL', value: 1}]}],
    ['null', {config: [null]}],
    ['a name that is not declared', {config: [{name: 'ACME_CACHE_TOKEN', value: 'x'}]}],
    ['a name without the prefix', {config: [{name: 'OTHER_URL', value: 'x'}]}],
    ['no JSON', 'ACME_CACHE_URL=x'],
  ])('config vars that are %s are refused', (_, body) => {
    expect(about('PATCH', '/config', body).status).toBe(422)
    expect(about('GET', '/config').body).toEqual([])
  })

  it('the add-on is provisioned when the partner says so', () => {
    expect(about('GET', '').body).toEqual({id: 'uuid-1', name: 'acme-cache-1', state: 'provisioning'})
    expect(about('POST', '/actions/provision')).toEqual({status: 200, body: {id: 'uuid-1', name: 'acme-cache-1', state: 'provisioned'}})
    expect(about('POST', '/actions/deprovision').body).toMatchObject({state: 'deprovisioned'})
  })

  it('what is not played is not found', () => {
    expect(about('DELETE', '').status).toBe(404)
    expect(heroku.answer({method: 'GET', path: '/addons/uuid-2', headers: {}, body: ''}).status).toBe(404)
    expect(heroku.answer({method: 'GET', path: '/apps', headers: {}, body: ''}).status).toBe(404)
  })
})

it('without the token, or with another, nothing is done', () => {
  expect(about('POST', '/actions/provision', '', 'undefined').status).toBe(401)
  exchange()
  expect(about('POST', '/actions/provision', '', 'HRKU-id-9').status).toBe(401)
  expect(heroku.flowOf('uuid-1')?.state).toBe('provisioning')
})

describe('waiting for the partner', () => {
  it('ends when it has called', async () => {
    let calls = 0
    const waiting = heroku.until(() => ++calls > 2, 25_000)
    exchange()
    about('POST', '/actions/provision')
    await waiting
    expect(calls).toBe(3)
  })

  it('ends when there is nothing to wait for, when it lasts too long, and when it is given up', async () => {
    await heroku.until(() => true, 25_000)
    await heroku.until(() => false, 1)
    await heroku.until(() => false, 25_000, AbortSignal.abort())
    const giveUp = new AbortController()
    const waiting = heroku.until(() => false, 25_000, giveUp.signal)
    giveUp.abort()
    await waiting
  })
})

it('partners of this machine reach it over HTTP', async () => {
  const {url, close} = await listen(heroku, 0)
  const answer = await fetch(`${url}/oauth/token`, {method: 'POST', body: form({})})
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await answer.json()).toMatchObject({access_token: 'HRKU-id-1'})
  await expect(fetch(url, {method: 'POST', body: 'x'.repeat(2 * 1024 * 1024)})).rejects.toThrow()
  await close()
})
