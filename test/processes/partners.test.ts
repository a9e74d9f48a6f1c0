import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'
import {deferred} from '../helpers/deferred.js'
import {manifestOf} from '../helpers/manifests.js'
import {agreeable, startPartner} from '../helpers/partner-server.js'
import {createProcesses} from '../helpers/process.js'

const apps = 20
const timeout = 60_000

it('a server that is killed while partners are asked asks again with the same uuids, and nothing is lost or doubled', {timeout}, async () => {
  const processes = createProcesses()
  const partner = await startPartner()
  writeFileSync(join(processes.folder, 'addon-manifest.json'), JSON.stringify(manifestOf('fast-db', {production: {base_url: partner.url, sso_url: partner.url}})))
  await processes.ok('addons:admin:manifest:push')
  await processes.ok('control-plane:settings private-partners=1')

  let server = await start()
  const names = Array.from({length: apps}, (_, number) => `app-${number}`)
  for (const name of names) await ask('POST', '/apps', {name})

  // Half of them get their answer; when the other half is with the partner, the server is killed.
  const held = deferred()
  const answered = new Set<string>()
  partner.answers((request) => {
    if (answered.size < apps / 2) {
      answered.add(request.body.uuid)
      return agreeable(request)
    }
    if (partner.received.length === apps) held.resolve()
    return new Promise(() => {})
  })
  const asked = names.map((name) => ask('POST', `/apps/${name}/addons`, {plan: 'fast-db:test'}).then(({id}) => id as string, () => undefined))
  await held.promise
  const first = uuids()
  expect(new Set(first).size).toBe(apps)
  while ((await provisioned()).length < apps / 2);
  process.kill(server.pid, 'SIGKILL')
  expect((await Promise.all(asked)).filter((id) => id !== undefined).toSorted()).toEqual([...answered].toSorted())

  // A minute later.
  const database = openDatabase(join(processes.folder, 'data/world.sqlite'), 10_000)
  database.exec("update partner_calls set claimed_until = '2000-01-01T00:00:00.000Z' where state = 'pending'")
  database.close()
  partner.answers(agreeable)
  server = await start()
  while ((await provisioned()).length < apps);

  expect((await provisioned()).toSorted()).toEqual(first.toSorted())
  expect(uuids().slice(apps).toSorted()).toEqual(first.filter((uuid) => !answered.has(uuid)).toSorted())
  for (const name of names) expect(await ask('GET', `/apps/${name}/addon-attachments`)).toMatchObject([{name: 'FAST_DB'}])

  function uuids(): string[] {
    return partner.received.map(({body}) => body.uuid as string)
  }

  async function start(): Promise<{pid: number; token: string; url: string}> {
    await processes.ok('control-plane:start --detach --port 0')
    const {pid, url} = JSON.parse((await processes.ok('control-plane:status --json')).stdout) as {pid: number; url: string}
    const {HEROKU_API_KEY: token} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as {HEROKU_API_KEY: string}
    return {pid, token, url}
  }

  // Tests say what they expect of an answer.
  // oxlint-disable-next-line typescript/no-explicit-any
  async function ask(method: string, path: string, body?: object): Promise<any> {
    const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${server.token}`}
    const answer = await fetch(server.url + path, {method, headers, ...(body && {body: JSON.stringify(body)})})
    const told = await answer.text()
    expect(answer.ok, told).toBe(true)
    return JSON.parse(told)
  }

  async function provisioned(): Promise<string[]> {
    const addons = (await ask('GET', '/addons')) as {id: string; state: string}[]
    return addons.filter(({state}) => state === 'provisioned').map(({id}) => id)
  }
})
