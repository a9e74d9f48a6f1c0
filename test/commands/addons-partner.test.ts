import {rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {ssoPage, writeSsoPage} from '../../src/lib/command/sso-form.js'
import {type Cli, createCli} from '../helpers/cli.js'
import {manifestOf} from '../helpers/manifests.js'
import {agreeable, type PartnerServer, startPartner} from '../helpers/partner-server.js'

let cli: Cli
let partner: PartnerServer

beforeEach(async () => {
  partner = await startPartner()
  cli = await createCli()
  const manifest = manifestOf('fast-db', {production: {base_url: partner.url, sso_url: `${partner.url}/sso`}})
  writeFileSync(join(cli.folder, 'addon-manifest.json'), JSON.stringify(manifest))
  await cli.ok('addons:admin:manifest:push')
  await cli.ok('spaces:create my-space --team acme --wait')
  await cli.ok('apps:create my-app --space my-space')
})

describe('an add-on of a partner', () => {
  it('is created, upgraded, opened and destroyed with the words of the official CLI', async () => {
    await cli.ok('addons:admin:plans:set fast-db:basic --price 10')
    const {stdout, stderr} = await cli.ok('addons:create fast-db:basic --app my-app --name quick -- --size big')
    expect(stderr).toMatch(/Creating fast-db:basic on my-app\.\.\. ~\$0\.014\/hour \(max \$10\/month\)/)
    expect(stdout).toMatch(/^Welcome to Fast DB\.\nCreated quick as FAST_DB_URL\n/)
    expect(partner.received[0]?.body).toMatchObject({plan: 'basic', options: {size: 'big'}})
    expect((await cli.ok('addons:upgrade quick fast-db:test --app my-app')).stderr).toContain('Changing quick on my-app from fast-db:basic to fast-db:test... done')
    expect((await cli.ok('addons:open quick --app my-app --show-url')).stdout).toMatch(/^https:\/\/addons-sso\.heroku\.com\/apps\//)
    const sso = (await cli.ok('addons:open quick --app my-app --json')).json() as {action: string; params: Record<string, string>}
    expect(sso).toMatchObject({action: `${partner.url}/sso`, method: 'post', params: {app: 'my-app', email: 'admin@acme.example', resource_token: expect.stringMatching(/^[0-9a-f]{40}$/)}})
    partner.answers(() => ({status: 422, body: {message: 'It is being backed up.'}}))
    expect((await cli.run('addons:destroy quick --app my-app --confirm my-app')).stderr).toMatch(/include this message: It is being backed up\.\n/)
    partner.answers(agreeable)
    await cli.ok('addons:destroy quick --app my-app --confirm my-app')
    expect(partner.received.map(({method}) => method)).toEqual(['POST', 'PUT', 'DELETE', 'DELETE'])
  })

  it('is refused with what the partner says, and the exit code by who cannot', async () => {
    partner.answers(() => ({status: 422, body: {message: 'Not in virginia.'}}))
    expect(await cli.run('addons:create fast-db --app my-app')).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('Not in virginia.')})
    partner.answers(() => ({status: 500}))
    expect(await cli.run('addons:create fast-db --app my-app')).toMatchObject({code: 9, stdout: '', stderr: expect.stringContaining('The partner answered with status 500.')})
    expect((await cli.ok('addons --app my-app --json')).json()).toEqual([])
  })

  it('of the seeded catalogue has nobody to sign on to', async () => {
    await cli.ok('addons:create newrelic --app my-app --name relic')
    expect(await cli.run('addons:open relic')).toMatchObject({code: 2, stderr: expect.stringContaining('no server of New Relic APM is there to sign on to')})
  })
})

it('the log drain of an add-on is listed by plan and add-on, and goes with the add-on', async () => {
  const manifest = manifestOf('fast-db', {requires: ['syslog_drain'], production: {base_url: partner.url, sso_url: `${partner.url}/sso`}})
  writeFileSync(join(cli.folder, 'addon-manifest.json'), JSON.stringify(manifest))
  await cli.ok('addons:admin:manifest:push')
  partner.answers(({method, body}) => (method === 'POST' ? {status: 200, body: {id: body.uuid, log_drain_url: 'https://me:secret@logs.fast.example.com'}} : {status: 204}))
  await cli.ok('addons:create fast-db:test --app my-app --name quick')
  await cli.ok('drains:add https://logs.example.com --app my-app')
  expect((await cli.ok('drains --app my-app')).stdout).toMatch(/^=== Drains\n\nhttps:\/\/logs\.example\.com \(d\.\S+\)\n=== Add-on Drains\n\nfast-db:test \(quick\)\n$/)
  expect((await cli.ok('drains --app my-app --extended')).stdout).toMatch(/fast-db:test \(quick\) drain_id=\d+\n$/)
  expect((await cli.ok('drains --app my-app --json')).json()).toMatchObject([{addon: {name: 'quick'}, url: 'https://me:secret@logs.fast.example.com'}, {addon: null}])
  expect(await cli.run('drains:remove https://me:secret@logs.fast.example.com --app my-app')).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('belongs to the add-on quick')})
  await cli.ok('addons:destroy quick --app my-app --confirm my-app')
  expect((await cli.ok('drains --app my-app')).stdout).not.toContain('Add-on Drains')
})

it('a partner that answers later is refused where nobody can be called back, and waited for with --wait', async () => {
  const secret = ((await cli.ok('addons:admin:plans --show-secrets --json')).json() as {client_secret: string}).client_secret
  let calledBack: Promise<void> | undefined
  partner.answers(({method, body}) => {
    if (method !== 'POST') return {status: 204}
    if (body.oauth_grant) calledBack = callBack(body, secret)
    return {status: 202, body: {id: 'p-1'}}
  })
  expect(await cli.run('addons:create fast-db --app my-app')).toMatchObject({code: 9, stderr: expect.stringContaining('--wait')})
  const {stdout} = await cli.ok('addons:create fast-db --app my-app --name quick --wait')
  await calledBack
  expect(stdout).toContain('Waiting for quick...\nCreated quick as FAST_DB_URL\n')
  expect((await cli.ok('config:get FAST_DB_URL --app my-app')).stdout).toBe('https://later.example.com\n')
})

/** What a partner does once it has provisioned an add-on. */
async function callBack({callback_url, oauth_grant}: {callback_url: string; oauth_grant: {code: string}}, client_secret: string): Promise<void> {
  const post = (path: string, init: RequestInit) => fetch(new URL(path, callback_url), {method: 'POST', ...init})
  const exchange = {grant_type: 'authorization_code', code: oauth_grant.code, client_secret}
  const {access_token} = (await (await post('/oauth/token', {body: new URLSearchParams(exchange)})).json()) as {access_token: string}
  const headers = {authorization: `Bearer ${access_token}`, accept: 'application/vnd.heroku+json; version=3'}
  const path = new URL(callback_url).pathname
  await post(`${path}/config`, {method: 'PATCH', headers, body: JSON.stringify({config: [{name: 'FAST_DB_URL', value: 'https://later.example.com'}]})})
  await post(`${path}/actions/provision`, {headers})
}

it('what the partner was asked is kept, without secrets', async () => {
  expect((await cli.ok('addons:admin:requests')).stdout).toBe('The server of fast-db has not been asked anything yet.\n')
  partner.answers((request) => ({...agreeable(request), status: request.method === 'POST' ? 201 : 204}))
  await cli.ok('addons:create fast-db --app my-app --name quick -- --token hunter2')
  await partner.close()
  expect(await cli.run('addons:destroy quick --app my-app --confirm my-app')).toMatchObject({code: 9})
  const {stdout} = await cli.ok('addons:admin:requests')
  expect(stdout).toMatch(/deprovision +\S+Z +none +1\s*\n +\S+ +provision +\S+Z +201 +\d+ ms +1/)
  const [, call] = (await cli.ok('addons:admin:requests --json')).json() as {id: string}[]
  const shown = (await cli.ok(`addons:admin:requests ${call?.id}`)).stdout
  expect(shown).toMatch(/Request: +POST http:\/\/127\.0\.0\.1:\d+\/heroku\/resources\nBody: +\{"uuid"/)
  expect(shown).toContain('"options":{"token":"[redacted]"}')
  expect(shown).toContain('"config":{"FAST_DB_URL":"[redacted]"}')
  expect(shown).not.toMatch(/hunter2|quick\.example\.com|manifest-password/)
  expect((await cli.run('addons:admin:requests nope')).code).toBe(3)
})

it('the page that signs on means what it says, whatever is in it', () => {
  const page = ssoPage({action: 'https://x.example/"><script>', method: 'post', params: {"na'me": '<b>&"'}})
  expect(page).toContain('action="https://x.example/&quot;&gt;&lt;script&gt;"')
  expect(page).toContain('name="na&#39;me" value="&lt;b&gt;&amp;&quot;"')
  const path = writeSsoPage({action: 'https://x.example', method: 'post', params: {}})
  expect(statSync(path).mode & 0o777).toBe(0o600)
  rmSync(dirname(path), {recursive: true})
})
