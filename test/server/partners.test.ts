import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {createPlatform} from '../../src/lib/client/platform.js'
import {openControlPlane, type OpenedControlPlane} from '../../src/lib/platform/open.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {temporaryFolder} from '../helpers/folder.js'
import {manifestOf} from '../helpers/manifests.js'
import {agreeable, type PartnerServer, type Received, startPartner} from '../helpers/partner-server.js'

let controlPlane: OpenedControlPlane
let file: string
let partner: PartnerServer
let serving: Serving
let token: string

beforeEach(async () => {
  file = join(temporaryFolder(), 'world.sqlite')
  partner = await startPartner()
  controlPlane = await openControlPlane({file})
  const {giveUp, guarded, trusted} = controlPlane
  serving = await serve({send: guarded, host: '127.0.0.1', port: 0, giveUp, patience: {drain: 50}})
  const operator = createPlatform(trusted)
  token = (await operator.call('control-plane-token.create', {body: {account: 'admin@acme.example', description: 'a test', operator: true}})).token
  await ok('PATCH', '/control-plane/settings', {'private-partners': 1})
  await ok('POST', '/api/v3/addons/fast-db/manifests', {contents: manifestOf('fast-db', {production: {base_url: partner.url, sso_url: partner.url}})})
})

afterEach(async () => {
  await serving.close()
  await controlPlane.close()
})

const ask = (method: string, path: string, body?: object, signal?: AbortSignal) =>
  fetch(serving.url + path, {
    method,
    ...(signal && {signal}),
    headers: {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}`},
    ...(body && {body: JSON.stringify(body)}),
  })

// Tests say what they expect of an answer.
// oxlint-disable-next-line typescript/no-explicit-any
async function ok(method: string, path: string, body?: object): Promise<any> {
  const answer = await ask(method, path, body)
  const told = await answer.text()
  expect(answer.ok, told).toBe(true)
  return JSON.parse(told)
}

const numbers = Array.from({length: 100}, (_, number) => number)

it('a hundred add-ons that are asked for at once are provisioned once each', async () => {
  for (const number of numbers) await ok('POST', '/apps', {name: `app-${number}`})
  const made = await Promise.all(numbers.map((number) => ok('POST', `/apps/app-${number}/addons`, {plan: 'fast-db:test', name: `addon-${number}`})))
  const ids = made.map(({id}) => id as string).toSorted()
  expect(partner.received.map(({body}) => body.uuid as string).toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(numbers.length)
  const listed = (await ok('GET', '/addons')) as {app: {name: string}; config_vars: string[]; id: string; name: string; state: string}[]
  expect(listed.map(({id}) => id).toSorted()).toEqual(ids)
  for (const {app, config_vars, name, state} of listed) expect([app.name.replace('app', 'addon'), config_vars, state]).toEqual([name, ['FAST_DB_URL'], 'provisioned'])
})

/** A partner that leaves requests of a method without an answer. @returns the first of them, once it is there */
function silentTo(silent: string): Promise<Received> {
  return new Promise((arrived) => {
    partner.answers((request) => {
      if (request.method !== silent) return agreeable(request)
      arrived(request)
      return new Promise(() => {})
    })
  })
}

it('nobody waits for a partner that is told of something', async () => {
  const told = silentTo('DELETE')
  await ok('POST', '/apps', {name: 'my-app'})
  const {id} = await ok('POST', '/apps/my-app/addons', {plan: 'fast-db:test'})
  await ok('DELETE', '/apps/my-app')
  expect(await told).toMatchObject({path: `/heroku/resources/${id}`})
})

it.each(['waits', 'has gone'])('a server that is to stop waits for no partner, whose call stays to be made again, where the client %s', async (client) => {
  const asked = silentTo('POST')
  await ok('POST', '/apps', {name: 'my-app'})
  const gone = new AbortController()
  const lost = ask('POST', '/apps/my-app/addons', {plan: 'fast-db:test'}, gone.signal).catch(() => undefined)
  const {uuid} = (await asked).body
  if (client === 'has gone') gone.abort()
  await serving.close()
  await lost
  const database = openDatabase(file, 10_000)
  expect(database.prepare('select addon_id, state from partner_calls').all()).toMatchObject([{addon_id: uuid, state: 'pending'}])
  database.close()
})
