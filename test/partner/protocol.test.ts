import {describe, expect, it} from 'vitest'
import {defaultPrefix, deprovisionRequest, messageOf, planChangeRequest, type Provision, provisionRequest, type ProvisionTerms, readPlanChange, readProvision, regionString, resourcesUrl} from '../../src/lib/partner/protocol.js'

const partner = {id: 'addon-slug', password: 'super-secret', baseUrl: 'https://acme.example'}
const uuid = '01234567-89ab-cdef-0123-456789abcdef'
const provision: Provision = {
  uuid,
  name: 'acme-cache-cubed-12345',
  plan: 'basic',
  region: regionString({name: 'amazon-web-services', region: 'eu-central-1'}),
  callback_url: `https://api.heroku.com/addons/${uuid}`,
  options: {foo: 'bar', baz: 'true'},
  oauth_grant: {code: 'c0de', expires_at: '2026-11-20T23:20:00Z', type: 'authorization_code'},
}
const terms: ProvisionTerms = {configVars: ['ACME_CACHE_URL', 'OTHER_URL', 'ACME_CACHE_'], prefix: 'ACME_CACHE', requires: []}

describe('a request to a partner', () => {
  it('is authenticated with the slug and the password, and asks for version 3', () => {
    // The credentials and their encoding are those of the reference.
    expect(provisionRequest(partner, provision)).toEqual({
      method: 'POST',
      url: 'https://acme.example/heroku/resources',
      headers: {
        accept: 'application/vnd.heroku-addons+json; version=3',
        authorization: 'Basic YWRkb24tc2x1ZzpzdXBlci1zZWNyZXQ=',
        'content-type': 'application/json',
      },
      body: JSON.stringify(provision),
    })
  })

  it('changes a plan by PUT, and deprovisions by DELETE without a body', () => {
    expect(planChangeRequest(partner, uuid, 'premium')).toMatchObject({method: 'PUT', url: `https://acme.example/heroku/resources/${uuid}`, body: '{"plan":"premium"}'})
    const gone = deprovisionRequest(partner, uuid)
    expect(gone).toMatchObject({method: 'DELETE', url: `https://acme.example/heroku/resources/${uuid}`})
    expect([gone.body, gone.headers['content-type']]).toEqual([undefined, undefined])
  })

  it.each([
    ['https://acme.example', 'https://acme.example/heroku/resources'],
    ['https://acme.example/', 'https://acme.example/heroku/resources'],
    ['https://acme.example/api/', 'https://acme.example/api/heroku/resources'],
    ['https://acme.example/heroku/resources', 'https://acme.example/heroku/resources'],
    ['https://acme.example/heroku/resources/', 'https://acme.example/heroku/resources'],
    ['https://acme.example/heroku/resources?v=3', 'https://acme.example/heroku/resources?v=3'],
  ])('%s leads to %s', (base, url) => {
    expect(resourcesUrl(base)).toBe(url)
  })

  it('stays below the resources, whatever the id', () => {
    expect(deprovisionRequest({...partner, baseUrl: 'https://acme.example?v=3'}, '../a b').url).toBe('https://acme.example/heroku/resources/..%2Fa%20b?v=3')
  })

  it('names config vars after the slug', () => {
    expect(defaultPrefix('fast-db')).toBe('FAST_DB')
  })
})

describe('the answer to a provision', () => {
  const read = (status: number, body: unknown, own: Partial<ProvisionTerms> = {}) =>
    readProvision({status, body: typeof body === 'string' ? body : JSON.stringify(body)}, {...terms, ...own})

  it.each([200, 201])('with status %i provisions', (status) => {
    const config = {ACME_CACHE_URL: 'redis://host'}
    expect(read(status, {id: uuid, config, message: 'Ready.', extra: 1})).toEqual({result: {outcome: 'provisioned', id: uuid, config, message: 'Ready.'}})
  })

  it('may have an integer for an id, and nothing but the id', () => {
    expect(read(200, {id: 17})).toEqual({result: {outcome: 'provisioned', id: '17', config: {}}})
    expect(read(200, {id: 17, config: null, message: null, log_drain_url: null})).toEqual({result: {outcome: 'provisioned', id: '17', config: {}}})
  })

  it('with status 202 is to be waited for', () => {
    expect(read(202, {id: 'a', message: 'Soon.'})).toEqual({result: {outcome: 'provisioning', id: 'a', message: 'Soon.'}})
  })

  it('may name where logs go, and has to for syslog_drain', () => {
    const requires = ['syslog_drain']
    expect(read(200, {id: 'a', log_drain_url: 'syslog://logs.example:9999'}, {requires}).result).toMatchObject({logDrainUrl: 'syslog://logs.example:9999'})
    expect(read(200, {id: 'a'}, {requires}).faults).toEqual(['`log_drain_url` is missing, and the manifest requires syslog_drain.'])
    expect(read(200, {id: 'a', log_drain_url: 'http://logs.example'}).faults).toEqual(['`log_drain_url` is no https:// or syslog:// URL.'])
  })

  it.each([
    [422, {message: 'No plan basic in Tokyo.'}, {status: 422, message: 'No plan basic in Tokyo.'}],
    [422, {message: 7}, {status: 422}],
    [503, '<h1>Down</h1>', {status: 503}],
    [302, '', {status: 302}],
  ])('with status %i refuses', (status, body, refused) => {
    expect(read(status, body)).toEqual({result: {outcome: 'refused', ...refused}})
  })

  it.each([
    [200, '', 'The body is empty, where JSON belongs.'],
    [200, 'OK', 'The body is not valid JSON.'],
    [200, [], 'The body is an array, not an object.'],
    [200, 'null', 'The body is null, not an object.'],
    [200, {}, '`id` is missing.'],
    [200, {id: null}, '`id` is null, not a string or an integer.'],
    [200, {id: ''}, '`id` is an empty string, not a string or an integer.'],
    [200, {id: 1.5}, '`id` is a number, not a string or an integer.'],
    [200, {id: 'a', message: {text: 'Ready.'}}, '`message` is an object, not a string.'],
    [200, {id: 'a', config: 'ACME_CACHE_URL=x'}, '`config` is a string, not an object.'],
    [200, {id: 'a', config: ['x']}, '`config` is an array, not an object.'],
    [200, {id: 'a', config: {ACME_CACHE_URL: 5}}, '`config.ACME_CACHE_URL` is a number, not a string.'],
    [200, {id: 'a', config: {ACME_CACHE_TOKEN: 'x'}}, '`config.ACME_CACHE_TOKEN` is not among the config_vars of the manifest.'],
    [200, {id: 'a', config: {OTHER_URL: 'x'}}, '`config.OTHER_URL` does not begin with ACME_CACHE_.'],
    [200, {id: 'a', config: {ACME_CACHE_: 'x'}}, '`config.ACME_CACHE_` does not begin with ACME_CACHE_.'],
    [202, {id: 'a', config: {ACME_CACHE_URL: 'x'}}, '`config` is in an answer with status 202: it is set through the API when the add-on is ready.'],
  ])('with status %i and %j is faulty', (status, body, fault) => {
    expect(read(status, body)).toEqual({faults: [fault]})
  })

  it('has all of its faults told, and no value of a config var', () => {
    const {faults} = read(200, {config: {ACME_CACHE_URL: {secret: 'hunter2'}, OTHER: 1}})
    expect(faults).toHaveLength(4)
    expect(faults?.join()).not.toContain('hunter2')
  })
})

describe('the answer to a plan change', () => {
  const read = (status: number, body: string) => readPlanChange({status, body}, terms)

  it.each([
    [200, '{"message":"Done."}', {outcome: 'changed', config: {}, message: 'Done.'}],
    [200, '{"config":{"ACME_CACHE_URL":"x"}}', {outcome: 'changed', config: {ACME_CACHE_URL: 'x'}}],
    [202, '', {outcome: 'changing', config: {}}],
    [204, '', {outcome: 'changed', config: {}}],
    [422, '{"message":"Not from there."}', {outcome: 'refused', status: 422, message: 'Not from there.'}],
  ])('with status %i and %s is read', (status, body, result) => {
    expect(read(status, body)).toEqual({result})
  })

  it.each([
    [200, '', 'The body is empty, where JSON belongs.'],
    [200, 'OK', 'The body is not valid JSON.'],
    [200, '{"config":{"OTHER":"x"}}', '`config.OTHER` is not among the config_vars of the manifest.'],
  ])('with status %i and %j is faulty', (status, body, fault) => {
    expect(read(status, body)).toEqual({faults: [fault]})
  })
})

it.each([
  ['{"message":"No."}', 'No.'],
  ['{"message":" "}', undefined],
  ['{"message":["No."]}', undefined],
  ['"No."', undefined],
  ['No.', undefined],
])('%s says %s', (body, message) => {
  expect(messageOf(body)).toBe(message)
})
