import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {createPair, type Pair} from '../helpers/certificates.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const domains = '/apps/my-app/domains'
const endpoints = '/apps/my-app/sni-endpoints'
const [good, wild, other] = (await Promise.all([createPair(), createPair({hostnames: ['*.example.com']}), createPair({hostnames: ['www.example.org']})])) as [Pair, Pair, Pair]
const sent = ({certificate, key}: Pair) => ({certificate_chain: certificate, private_key: key})

let world: World

beforeEach(async () => {
  world = await createWorld()
  await world.space('my-space')
  await createApp(world, {name: 'my-app', space: 'my-space'})
})

const hostnames = async (app = 'my-app'): Promise<string[]> => (await world.get(`/apps/${app}/domains`)).body.map((domain: {hostname: string}) => domain.hostname)
const add = (hostname: string, sni_endpoint: string | null = null, app = 'my-app') => world.post(`/apps/${app}/domains`, {hostname, sni_endpoint})
const added = async (hostname: string, sni_endpoint: string | null = null) => {
  const {body, status} = await add(hostname, sni_endpoint)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const certificate = async (pair: Pair) => {
  const {body, status} = await world.post(endpoints, sent(pair))
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

describe('domain.create refuses', () => {
  it.each([
    [{hostname: 'www.example.com'}, 'Require params: sni_endpoint.'],
    [{sni_endpoint: null}, 'Require params: hostname.'],
    [{hostname: 'example', sni_endpoint: null}, 'it has no dot'],
    [{hostname: 'other.herokuapp.com', sni_endpoint: null}, "Heroku's own"],
    [{hostname: 7, sni_endpoint: null}, 'hostname'],
  ])('%j', async (body, message) => {
    expectRefusal(await world.post(domains, body), 422, 'invalid_params', message)
    expect(await hostnames()).toHaveLength(1)
  })

  it('one that the app has, and one that another app has, in whatever case', async () => {
    await added('www.example.com')
    expectRefusal(await add('WWW.example.com'), 422, 'invalid_params', 'Hostname is already added to this app.')
    await createApp(world, {name: 'other-app'})
    expectRefusal(await add('www.example.com', null, 'other-app'), 422, 'invalid_params', 'www.example.com is currently in use by another app.')
    await world.delete('/apps/my-app')
    expect((await add('www.example.com', null, 'other-app')).status).toBe(201)
  })

  it('a certificate that is not there, that is of another app, or that does not name it', async () => {
    expectRefusal(await add('www.example.com', 'reef-12345'), 404, 'not_found', "Couldn't find that SNI endpoint.")
    const {name} = await certificate(other)
    expectRefusal(await add('www.example.com', name), 422, 'invalid_params', `The certificate ${name} does not name www.example.com. It names www.example.org.`)
    await createApp(world, {name: 'other-app', team: 'acme'})
    expectRefusal(await add('www.example.org', name, 'other-app'), 404, 'not_found')
    expect(await hostnames()).toHaveLength(1)
  })

  it('one more than the limit', async () => {
    await world.patch('/control-plane/settings', {'domains-per-app': 1})
    await added('www.example.com')
    expectRefusal(await add('www.example.org'), 422, 'invalid_params', "You've reached the limit of 1 custom domains for this app.")
  })

  it('who may not manage the app, as for all changes of domains and certificates', async () => {
    const {id} = await added('www.example.com')
    const {name} = await certificate(good)
    for (const permission of ['view', 'deploy', 'operate']) await addCollaborator(world, 'my-app', `${permission}@acme.example`, ['view', permission])
    for (const [as, status] of [[member, 403], [viewer, 403], ['operate@acme.example', 403], ['deploy@acme.example', 403], [collaborator, 404], [stranger, 404]] as const) {
      const answers = [
        await world.post(domains, {hostname: 'www.example.org', sni_endpoint: null}, {as}),
        await world.patch(`${domains}/${id}`, {sni_endpoint: name}, {as}),
        await world.delete(`${domains}/${id}`, {as}),
        await world.post(endpoints, sent(good), {as}),
        await world.patch(`${endpoints}/${name}`, sent(good), {as}),
        await world.delete(`${endpoints}/${name}`, {as}),
        await world.post('/apps/my-app/acm', {}, {as}),
        await world.patch('/apps/my-app/acm', {acm_refresh: true}, {as}),
        await world.delete('/apps/my-app/acm', {as}),
      ]
      expect(answers.map((answer) => answer.status), as).toEqual(answers.map(() => status))
    }
    expect(await hostnames()).toHaveLength(2)
    expect((await world.get(endpoints, {as: viewer})).body).toHaveLength(1)
    await addCollaborator(world, 'my-app', 'manage@acme.example', ['view', 'manage'])
    expect((await world.delete(`${domains}/${id}`, {as: 'manage@acme.example'})).status).toBe(200)
  })
})

describe('a domain', () => {
  it('is pending until its time has come, and is found by id and by name', async () => {
    const body = await added('WWW.Example.com')
    expect(body).toMatchObject({kind: 'custom', status: 'pending', hostname: 'www.example.com', sni_endpoint: null, acm_status: null, app: {name: 'my-app'}})
    expect(body.cname).toMatch(/\.herokudns\.com$/)
    world.pass(1)
    expect((await world.get(`${domains}/${body.id}`)).body).toEqual({...body, status: 'succeeded'})
    expect((await world.get(`${domains}/WWW.example.com`)).body.id).toBe(body.id)
    expect((await world.delete(`${domains}/www.example.com`)).body.id).toBe(body.id)
    expectRefusal(await world.get(`${domains}/${body.id}`), 404, 'not_found', "Couldn't find that domain.")
  })

  it('that the app has from Heroku follows its name, and stays', async () => {
    const [own] = (await world.get(domains)).body
    expect(own).toMatchObject({kind: 'heroku', status: 'none', cname: null, hostname: new URL((await world.get('/apps/my-app')).body.web_url).hostname})
    expect((await world.get(`${domains}/${own.hostname}`)).body).toEqual(own)
    expectRefusal(await world.delete(`${domains}/${own.id}`), 422, 'invalid_params', 'It cannot be changed or removed.')
    expectRefusal(await world.patch(`${domains}/${own.id}`, {sni_endpoint: null}), 422, 'invalid_params')
    await world.patch('/apps/my-app', {name: 'new-app'})
    expect((await world.get(`/apps/new-app/domains/${own.id}`)).body.hostname).toMatch(/^new-app-/)
  })

  it('uses a certificate, another, and none', async () => {
    const [one, two] = [await certificate(good), await certificate(wild)]
    const {id} = await added('www.example.com', one.name)
    const used = async () => Promise.all([one, two].map(async ({name}) => (await world.get(`${endpoints}/${name}`)).body.domains))
    expect(await used()).toEqual([[id], []])
    expect((await world.patch(`${domains}/${id}`, {sni_endpoint: two.id})).body.sni_endpoint).toEqual({id: two.id, name: two.name})
    expect(await used()).toEqual([[], [id]])
    expectRefusal(await world.patch(`${domains}/${id}`, {}), 422, 'invalid_params', 'Require params: sni_endpoint.')
    expect((await world.patch(`${domains}/${id}`, {sni_endpoint: null})).body.sni_endpoint).toBeNull()
    expect(await used()).toEqual([[], []])
  })

  it('comes in pages, and stands in the topology', async () => {
    for (const name of ['a', 'b', 'c']) await added(`${name}.example.com`)
    const {body, headers, status} = await world.get(domains, {headers: {range: 'hostname ..; max=2'}})
    expect([status, body.map((domain: {hostname: string}) => domain.hostname), headers['next-range']]).toEqual([206, ['a.example.com', 'b.example.com'], 'hostname ]b.example.com..; max=2'])
    expect((await world.get('/spaces/my-space/topology')).body.apps[0].domains.slice(1)).toEqual(['a.example.com', 'b.example.com', 'c.example.com'])
  })
})

describe('a certificate', () => {
  it('is refused for what it is, and nothing is kept', async () => {
    for (const [pair, message] of [
      [{...good, key: other.key}, 'does not belong'],
      [{...good, certificate: 'x'}, 'not PEM'],
      [await createPair({to: '2025-12-31'}), 'expired on 2025-12-31'],
    ] as const)
      expectRefusal(await world.post(endpoints, sent(pair)), 422, 'invalid_params', message)
    expectRefusal(await world.post(endpoints, {certificate_chain: good.certificate}), 422, 'invalid_params', 'Require params: private_key.')
    expect((await world.get(endpoints)).body).toEqual([])
  })

  it('is told of without its key, which is kept nowhere', async () => {
    const body = await certificate(good)
    expect(body).toMatchObject({
      app: {name: 'my-app'},
      certificate_chain: good.certificate,
      domains: [],
      ssl_cert: {acm: false, 'ca_signed?': false, 'self_signed?': true, cert_domains: ['www.example.com'], expires_at: '2099-01-01T00:00:00Z', subject: '/CN=www.example.com'},
    })
    expect(JSON.stringify(body)).not.toContain('PRIVATE')
    expect((await world.get(`${endpoints}/${body.id}`)).body).toEqual(body)
    expect((await world.get(`${endpoints}/${body.name}`)).body).toEqual(body)
  })

  it('is replaced only by one that does for the domains that use it', async () => {
    const {id, name} = await certificate(good)
    await added('www.example.com', name)
    expectRefusal(await world.patch(`${endpoints}/${name}`, sent(other)), 422, 'invalid_params', 'www.example.com uses', 'It names www.example.org.')
    expect((await world.patch(`${endpoints}/${name}`, sent(wild))).body).toMatchObject({id, name, ssl_cert: {cert_domains: ['*.example.com']}})
  })

  it('that goes leaves its domains without one', async () => {
    const {name} = await certificate(good)
    await added('www.example.com', name)
    expect((await world.delete(`${endpoints}/${name}`)).body.domains).toHaveLength(1)
    expect((await world.get(`${domains}/www.example.com`)).body.sni_endpoint).toBeNull()
    expectRefusal(await world.get(`${endpoints}/${name}`), 404, 'not_found', "Couldn't find that SNI endpoint.")
  })
})

describe('ACM', () => {
  const status = async (hostname: string) => {
    const {acm_status, acm_status_reason, sni_endpoint} = (await world.get(`${domains}/${hostname}`)).body
    return [acm_status, acm_status_reason, sni_endpoint !== null]
  }
  const trust = (...sources: string[]) => world.put('/spaces/my-space/inbound-ruleset', {rules: sources.map((source) => ({action: 'allow', source}))})
  const enable = async () => {
    const {body} = await world.post('/apps/my-app/acm', {})
    expect(body.acm).toBe(true)
  }
  const reason = 'Trusted IP ranges of the space keep validation out'

  it('gets a certificate for every domain, those that come later too', async () => {
    await added('www.example.com')
    expect(await status('www.example.com')).toEqual([null, null, false])
    await enable()
    expect(await status('www.example.com')).toEqual(['pending', null, false])
    expect((await world.get(endpoints)).body).toEqual([])
    world.pass(3)
    expect(await status('www.example.com')).toEqual(['cert issued', null, true])
    await added('later.example.com')
    world.pass(3)
    const all = (await world.get(endpoints)).body
    expect(all.map(({ssl_cert}: {ssl_cert: {acm: boolean; cert_domains: string[]; 'ca_signed?': boolean}}) => [ssl_cert.acm, ssl_cert['ca_signed?'], ...ssl_cert.cert_domains]).sort()).toEqual([
      [true, true, 'later.example.com'],
      [true, true, 'www.example.com'],
    ])
    const first = all.find(({ssl_cert}: {ssl_cert: {cert_domains: string[]}}) => ssl_cert.cert_domains[0] === 'www.example.com')
    expect([first.domains, first.created_at, first.ssl_cert.expires_at]).toEqual([[(await world.get(`${domains}/www.example.com`)).body.id], first.ssl_cert.starts_at, '2026-04-01T00:01:03Z'])
    expect((await world.get(domains)).body.find(({kind}: {kind: string}) => kind === 'heroku').acm_status).toBeNull()
  })

  it('leaves a certificate that somebody chose in use until it goes, and cannot be used by hand', async () => {
    const {name} = await certificate(wild)
    await added('www.example.com', name)
    await enable()
    world.pass(3)
    const managed = (await world.get(endpoints)).body.find(({ssl_cert}: {ssl_cert: {acm: boolean}}) => ssl_cert.acm)
    expect(managed.domains).toEqual([])
    expect((await world.get(`${domains}/www.example.com`)).body).toMatchObject({acm_status: 'cert issued', sni_endpoint: {name}})
    expectRefusal(await world.patch(`${domains}/www.example.com`, {sni_endpoint: managed.name}), 422, 'invalid_params', 'managed by Heroku')
    expectRefusal(await world.delete(`${endpoints}/${managed.name}`), 422, 'invalid_params', 'managed by Heroku')
    expectRefusal(await world.patch(`${endpoints}/${managed.name}`, sent(good)), 422, 'invalid_params', 'managed by Heroku')
    await world.delete(`${endpoints}/${name}`)
    expect((await world.get(`${domains}/www.example.com`)).body.sni_endpoint).toEqual({id: managed.id, name: managed.name})
  })

  it('goes with its certificates', async () => {
    await added('www.example.com')
    await added('other.example.com')
    await enable()
    world.pass(3)
    await world.delete(`${domains}/other.example.com`)
    expect((await world.get(endpoints)).body).toHaveLength(1)
    expect((await world.delete('/apps/my-app/acm')).body.acm).toBe(false)
    expect(await status('www.example.com')).toEqual([null, null, false])
    expect((await world.get(endpoints)).body).toEqual([])
    expectRefusal(await world.patch('/apps/my-app/acm', {acm_refresh: true}), 422, 'invalid_params', 'not enabled for this app')
  })

  it('cannot validate while the trusted IP ranges are restricted, and fails after an hour until it is refreshed', async () => {
    await trust('203.0.113.0/24')
    await added('www.example.com')
    await enable()
    expect(await status('www.example.com')).toEqual(['failing', reason, false])
    world.pass(3599)
    expect(await status('www.example.com')).toEqual(['failing', reason, false])
    world.pass(1)
    expect(await status('www.example.com')).toEqual(['failed', reason, false])
    await trust('0.0.0.0/1', '128.0.0.0/1')
    world.pass(3)
    expect(await status('www.example.com')).toEqual(['failed', reason, false])
    await world.patch('/apps/my-app/acm', {acm_refresh: true})
    world.pass(3)
    expect(await status('www.example.com')).toEqual(['cert issued', null, true])
  })

  it('takes up what fails when the ranges admit it, drops what is under way when they do not, and leaves what is issued', async () => {
    await added('www.example.com')
    await enable()
    await trust('203.0.113.0/24')
    world.pass(3)
    expect(await status('www.example.com')).toEqual(['failing', reason, false])
    await trust('0.0.0.0/0')
    expect(await status('www.example.com')).toEqual(['pending', null, false])
    world.pass(3)
    await trust()
    expect(await status('www.example.com')).toEqual(['cert issued', null, true])
  })

  it('cannot do wildcards, nor apps with internal routing', async () => {
    await added('*.example.com')
    await enable()
    expect(await status('*.example.com')).toEqual(['failing', 'Wildcard domains are not supported', false])
    await createApp(world, {name: 'internal-app', space: 'my-space', internal_routing: true})
    await add('in.example.com', null, 'internal-app')
    await world.post('/apps/internal-app/acm', {})
    expect((await world.get('/apps/internal-app/domains/in.example.com')).body.acm_status_reason).toContain('internal routing')
  })

  it('renews in the last month, when it is refreshed', async () => {
    await added('www.example.com')
    await enable()
    world.pass(3)
    const [before] = (await world.get(endpoints)).body
    const refreshed = async () => {
      await world.patch('/apps/my-app/acm', {acm_refresh: true})
      world.pass(3)
      return (await world.get(endpoints)).body
    }
    expect(await refreshed()).toEqual([before])
    world.pass(61 * 24 * 60 * 60)
    const [after, ...others] = await refreshed()
    expect(others).toEqual([])
    expect(after.ssl_cert.expires_at > before.ssl_cert.expires_at).toBe(true)
  })
})
