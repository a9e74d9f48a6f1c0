import {describe, expect, it} from 'vitest'
import {callPartner} from '../../src/lib/partner/call.js'
import {checksFor, type Report, runChecks} from '../../src/lib/partner/conformance/run.js'
import {basicAuth} from '../../src/lib/partner/protocol.js'
import {createTestHeroku, createTestPartner, exampleManifest, planFor, type PartnerFault} from '../helpers/partner.js'
import {answering, faults} from './faults.js'

const {id, api} = exampleManifest()
const password = String(api['password'])
const salt = String(api['sso_salt'])
const right = basicAuth({id, password})

async function testing(fault?: PartnerFault, {manifest = exampleManifest(), changes = {}}: {manifest?: ReturnType<typeof exampleManifest>; changes?: Partial<ReturnType<typeof planFor>>} = {}) {
  const played = await createTestHeroku(manifest)
  const partner = await createTestPartner({manifest, tokenUrl: `${played.url}/oauth/token`, ...(fault && {fault})})
  const plan = planFor(partner.manifest, played, changes)
  return {partner, plan, herokuUrl: played.url}
}

const wrongIn = ({checks}: Report) => checks.filter(({result}) => result === 'failed' || result === 'warned').map((check) => check.id)

describe('the example partner', () => {
  it('passes all checks, and nothing is left of them', async () => {
    const {partner, plan} = await testing()
    const report = await runChecks(plan)
    expect(report.checks.filter(({result}) => result !== 'ok').map(({id, came}) => `${id}: ${came}`)).toEqual(['provision.log-drain: The manifest does not require syslog_drain.'])
    expect(report).toMatchObject({leftover: [], interrupted: false})
    expect([...partner.alive]).toEqual([])
    expect(report.checks.map((check) => check.id)).toEqual(checksFor(plan).map((check) => check.id))
  })

  it('is sent what Heroku sends', async () => {
    const {partner, plan, herokuUrl} = await testing()
    await runChecks(plan, ['regions', 'plan-change'])
    const [first] = partner.requests
    expect(first).toMatchObject({method: 'POST', path: '/heroku/resources', headers: {accept: 'application/vnd.heroku-addons+json; version=3', authorization: right, 'content-type': 'application/json'}})
    const body = JSON.parse(first?.body ?? '') as {uuid: string}
    expect(body).toEqual({
      uuid: expect.stringMatching(/^[\da-f-]{36}$/),
      name: `acme-cache-${body.uuid.slice(0, 8)}`,
      plan: 'basic',
      region: 'amazon-web-services::us-east-1',
      callback_url: `${herokuUrl}/addons/${body.uuid}`,
      options: {},
      oauth_grant: {code: expect.any(String), expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), type: 'authorization_code'},
    })
    const regionsSeen = partner.requests.flatMap(({method, body}) => (method === 'POST' ? [(JSON.parse(body) as {region: string}).region] : []))
    expect(new Set(regionsSeen)).toEqual(new Set(['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-northeast-1'].map((each) => `amazon-web-services::${each}`)))
    expect(partner.requests).toContainEqual(expect.objectContaining({method: 'PUT', path: `/heroku/resources/${body.uuid}`, body: '{"plan":"premium"}'}))
  })

  it('is sent what its manifest requires', async () => {
    const manifest = exampleManifest()
    manifest.api['requires'] = ['log_input', 'syslog_drain']
    const {partner, plan} = await testing(answering(({method}) => method === 'POST', (body) => ({status: 200, body: JSON.stringify({...body, log_drain_url: 'https://logs.example'})})), {manifest})
    const {checks} = await runChecks(plan, ['provision'])
    expect(JSON.parse(partner.requests[0]?.body ?? '')).toMatchObject({log_input_url: expect.stringMatching(/^http:\/\/token:t\.[\w-]+@127\.0\.0\.1:\d+\/logs$/), log_drain_token: expect.stringMatching(/^d\./)})
    expect(checks.find((check) => check.id === 'provision.log-drain')).toMatchObject({result: 'ok'})
  })
})

describe('a partner with a fault', () => {
  let herokuUrl = ''
  const table = faults({right, salt, herokuUrl: () => herokuUrl})

  it.each(table)('fails %s: %s', async (check, _, fault, follows = []) => {
    const {partner, plan, herokuUrl: url} = await testing(fault)
    herokuUrl = url
    // What never comes is waited for no longer than this; what comes is not waited for.
    const limits = {...plan.limits, background: check === 'async.done' || check === 'async.token' ? 100 : plan.limits.background}
    const report = await runChecks({...plan, limits})
    expect(wrongIn(report)).toEqual([check, ...follows])
    const {sent, must, came, reason} = report.checks.find((each) => each.id === check) ?? {}
    for (const text of [sent, must, came, reason]) expect(text).toMatch(/\S/)
    if (check === 'deprovision.status') expect(report.leftover.length).toBeGreaterThan(0)
    else expect([report.leftover, [...partner.alive]]).toEqual([[], []])
  })

  const edits: [string, (api: Record<string, unknown>, manifest: {id: string}) => void, string[]?][] = [
    ['manifest.id', (_, manifest) => (manifest.id = 'Acme_Cache')],
    ['manifest.version', (api) => (api['version'] = 3)],
    ['manifest.regions', (api) => (api['regions'] = ['us', 'tokyo', 'atlantis'])],
    ['manifest.regions', (api) => (api['regions'] = 'us')],
    ['manifest.config-vars', (api) => (api['config_vars'] = ['ACME_CACHE_URL', 'acme_cache_url']), ['provision.config-complete']],
    ['manifest.config-vars', (api) => (api['config_vars_prefix'] = 'ACME_CASH'), ['provision.config-declared', 'async.config', 'async.done']],
    ['manifest.https', (api) => (api['production'] = {base_url: 'http://acme-cache.example'})],
    ['manifest.username', (api) => (api['username'] = 'acme')],
    ['provision.log-drain', (api) => (api['requires'] = ['syslog_drain']), ['async.answer']],
  ]
  it.each(edits)('in its manifest fails %s', async (check, edit, follows = []) => {
    const manifest = exampleManifest()
    edit(manifest.api, manifest)
    const {plan} = await testing(undefined, {manifest})
    const background = follows.includes('async.done') ? 100 : plan.limits.background
    expect(wrongIn(await runChecks({...plan, limits: {...plan.limits, background}}))).toEqual([check, ...follows])
  })

  it('has been thought of for every check', async () => {
    const {plan} = await testing()
    const thought = new Set([...table.map(([check]) => check), ...edits.map(([check]) => check), 'speed.answers'])
    const missing = checksFor(plan).map((check) => check.id).filter((check) => !thought.has(check) && !check.startsWith('regions.'))
    expect(missing).toEqual([])
  })
})

describe('answers that take long', () => {
  it('are worth a warning', async () => {
    const {plan} = await testing(undefined, {changes: {limits: {must: 25_000, should: 3000, background: 25_000}}})
    const slow: typeof callPartner = async (request, options) => ({...(await callPartner(request, options)), ms: request.method === 'PUT' ? 3001 : 3000})
    const report = await runChecks({...plan, call: slow})
    expect(wrongIn(report)).toEqual(['speed.answers'])
    expect(report.checks.at(-1)).toMatchObject({result: 'warned', sent: expect.stringMatching(/^PUT /), came: expect.stringContaining('after 3001 ms')})
  })

  it('are failures where they take too long', async () => {
    const asked: unknown[] = []
    const {plan} = await testing()
    const hanging: typeof callPartner = (request, options) => {
      asked.push(options?.timeout)
      return request.body?.includes('premium') && request.method === 'PUT' ? Promise.resolve({failure: 'time-out', message: 'No answer came within 25 s.', ms: 25_000}) : callPartner(request, options)
    }
    const report = await runChecks({...plan, call: hanging})
    expect(wrongIn(report)).toEqual(['plan-change.other', 'speed.answers'])
    expect(new Set(asked)).toEqual(new Set([25_000]))
  })
})

describe('a partner that cannot be tested further', () => {
  it.each<[string, PartnerFault]>([
    ['fails', async () => ({status: 500, body: 'boom'})],
    ['refuses', async () => ({status: 422, body: '{"message":"No."}'})],
  ])('because it %s, fails one check, and all others are skipped', async (_, fault) => {
    const {plan, partner} = await testing(fault)
    const report = await runChecks(plan)
    expect(wrongIn(report)).toEqual(['provision.status'])
    expect(report.checks.filter(({result}) => result === 'ok').every(({group}) => group === 'manifest')).toBe(true)
    expect(partner.requests.filter(({method}) => method === 'POST')).toHaveLength(1)
  })

  it('fails also where that check was not asked for', async () => {
    const {plan} = await testing(async () => ({status: 500, body: 'boom'}))
    const report = await runChecks(plan, ['sso'])
    expect(report.checks.map(({id, result}) => [id, result])).toEqual([['provision.status', 'failed'], ...['good', 'forged', 'missing', 'old', 'other'].map((name) => [`sso.${name}`, 'skipped'])])
    expect(report.checks[1]?.came).toBe('Nothing could be provisioned. See provision.status.')
  })
})

describe('what cannot be tested is skipped:', () => {
  const skipped = async (group: 'async' | 'plan-change' | 'sso' | 'unavailable', changes: Partial<ReturnType<typeof planFor>>, edit: (api: Record<string, unknown>) => void = () => {}) => {
    const manifest = exampleManifest()
    edit(manifest.api)
    const {plan} = await testing(undefined, {manifest, changes})
    const {checks} = await runChecks(plan, [group])
    return checks.filter(({result}) => result === 'skipped').map(({id, came}) => `${id}: ${came}`)
  }

  it('refusals nobody has named', async () => {
    expect(await skipped('unavailable', {unavailable: []})).toEqual(['unavailable: Name a plan and a region with --unavailable PLAN:REGION.'])
  })

  it('a change to another plan, with one plan', async () => {
    expect(await skipped('plan-change', {plans: ['basic']})).toEqual(['plan-change.other: Name a second plan with --plans.'])
  })

  it('provisioning in the background, by a server that does not', async () => {
    expect((await skipped('async', {asyncOptions: {}}))[0]).toContain('async.answer: The server did not answer with 202.')
  })

  it('provisioning in the background, by a server that cannot call back', async () => {
    const {plan: {heroku: _, ...plan}} = await testing()
    const {checks} = await runChecks(plan, ['async'])
    expect(checks.map(({result}) => result)).toEqual(['skipped', 'skipped', 'skipped', 'skipped'])
    expect(checks[0]?.came).toContain('--heroku-url names a URL by which it can')
  })

  it('sign-ons, without a salt', async () => {
    expect(await skipped('sso', {}, (own) => delete own['sso_salt'])).toHaveLength(5)
  })

  it('nothing, where the first plan is not in the first region', async () => {
    const {plan} = await testing()
    const tokyo = plan.regions.filter(({name}) => name === 'tokyo')
    const {checks} = await runChecks({...plan, plans: ['premium'], regions: [...tokyo, ...plan.regions]}, ['provision'])
    expect(checks[0]).toMatchObject({id: 'provision.status', result: 'ok'})
  })

  it('a region with no plan that is offered there', async () => {
    const {plan} = await testing()
    const tokyo = plan.regions.filter(({name}) => name === 'tokyo')
    const {checks} = await runChecks({...plan, plans: ['premium'], regions: [...plan.regions.slice(0, 1), ...tokyo]}, ['regions'])
    expect(checks.map(({id, result}) => [id, result])).toEqual([['regions.us', 'ok'], ['regions.tokyo', 'skipped']])
  })
})

it('a partner that provisions everything in the background passes as well', async () => {
  const always: PartnerFault = (asked, pass) => {
    if (asked.method !== 'POST' || asked.path !== '/heroku/resources') return pass()
    const body = JSON.parse(asked.body) as {options: object}
    return pass({...asked, body: JSON.stringify({...body, options: {...body.options, async: 'true'}})})
  }
  const {plan, partner} = await testing(always, {changes: {asyncOptions: {}}})
  const report = await runChecks(plan)
  expect(wrongIn(report)).toEqual([])
  expect([...partner.alive]).toEqual([])
})

it('a run that is ended deprovisions what it has provisioned', async () => {
  const ending = new AbortController()
  const {plan, partner} = await testing(async (asked, pass) => {
    const said = await pass()
    if (asked.method === 'PUT') ending.abort()
    return said
  }, {changes: {signal: ending.signal}})
  const report = await runChecks(plan)
  expect(report).toMatchObject({interrupted: true, leftover: []})
  expect(report.checks.length).toBeLessThan(checksFor(plan).length)
  expect(partner.requests.some(({method}) => method === 'DELETE')).toBe(true)
  expect([...partner.alive]).toEqual([])
})

it('says what may be left where deprovisioning fails', async () => {
  const {plan, partner} = await testing(async (asked, pass) => (asked.method === 'DELETE' ? {status: 500, body: ''} : pass()))
  const report = await runChecks(plan, ['provision'])
  expect(new Set(report.leftover)).toEqual(partner.alive)
})

it('no secret is told, whatever a partner answers with', async () => {
  const sent: string[] = []
  const echo: PartnerFault = async (asked, pass) => {
    const {status, body} = await pass()
    const form = new URLSearchParams(asked.body)
    if (asked.path.startsWith('/sso')) sent.push(...['token', 'resource_token', 'user_scoped_resource_token'].flatMap((name) => form.get(name) ?? []))
    const code = /"code":"([^"]+)"/.exec(asked.body)?.[1]
    if (code) sent.push(code)
    const {config, ...others} = (body.startsWith('{') ? JSON.parse(body) : {}) as {config?: {ACME_CACHE_URL: string}}
    if (config) sent.push(config.ACME_CACHE_URL)
    // Everything is wrong, and everything is in it.
    const wrong = asked.method === 'POST' && status === 200 ? 206 : 418
    return {status: wrong, headers: {location: `https://acme.example/?${encodeURI(asked.body)}`}, body: JSON.stringify({...others, config, echo: [asked.headers, asked.body], password, salt, url: `redis://:${password}@host`})}
  }
  const {plan} = await testing(echo)
  const report = JSON.stringify(await runChecks(plan))
  expect(sent.length).toBeGreaterThan(10)
  const told = [password, salt, right.replace('Basic ', ''), ...sent].filter((secret) => report.includes(secret))
  expect(told).toEqual([])
  expect(report.includes('[redacted]')).toBe(true)
})
