import type {ChildProcess} from 'node:child_process'
import {join} from 'node:path'
import {afterEach, expect, inject, it} from 'vitest'
import type {Method} from '../../src/lib/operations/wire.js'
import {schemaVersion} from '../../src/lib/store/store.js'
import {root} from '../helpers/cli.js'
import {startPostgres} from '../helpers/postgres.js'
import {freshDatabase} from '../helpers/postgres-schema.js'
import {createProcesses} from '../helpers/process.js'

const timeout = 120_000

const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

interface Answer {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

type Ask = (method: Method, path: string, body?: unknown) => Promise<Answer>

interface Server {
  url: string
  child: ChildProcess
  ended: Promise<unknown>
  ask: Ask
}

/** A server process on a database, with a home of its own. */
async function startServer(database: string): Promise<Server> {
  const processes = createProcesses()
  const {child, ended} = processes.start(['control-plane:start', '--port', '0', '--database', database])
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += String(chunk)
      const [, found] = /listening on (\S+)/.exec(said) ?? []
      if (found) resolve(found)
    })
    void ended.then(({stderr}) => reject(new Error(stderr)))
  })
  ending.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const {HEROKU_API_KEY: token} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
  const headers = {authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3'}
  const ask: Ask = async (method, path, body) => {
    const answer = await fetch(url + path, {method, headers, ...(body !== undefined && {body: JSON.stringify(body)})})
    const text = await answer.text()
    return {status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text)}
  }
  return {url, child, ended, ask}
}

async function database(): Promise<string> {
  const {url, drop} = await freshDatabase(inject('database') ?? '')
  ending.push(drop)
  return url
}

it('servers of one database show the same world at once, keep its limits exactly, and can come and go', {timeout}, async () => {
  const url = await database()
  const servers = await Promise.all(Array.from({length: 4}, () => startServer(url)))
  const [first, second] = servers as [Server, Server]
  await first.ask('PATCH', '/control-plane/settings', {'apps-per-space': 5, allocation: 0})
  expect((await first.ask('POST', '/spaces', {name: 'shared', team: 'acme'})).status).toBe(201)
  expect((await second.ask('GET', '/spaces/shared')).body).toMatchObject({name: 'shared'})

  const made = await Promise.all(Array.from({length: 24}, (_, index) => (servers[index % 4] as Server).ask('POST', '/teams/apps', {name: `app-${index}`, team: 'acme', space: 'shared'})))
  expect(made.map(({status}) => status).sort()).toEqual([...Array<number>(5).fill(201), ...Array<number>(19).fill(422)])

  first.child.kill('SIGTERM')
  await first.ended
  expect((await second.ask('GET', '/teams/acme/apps')).body).toHaveLength(5)
})

it("of servers that start at once on one database, one shows an operator's token", {timeout}, async () => {
  const url = await database()
  const all = Array.from({length: 3}, () => createProcesses())
  const told = await Promise.all(all.map(async (processes) => JSON.parse((await processes.ok('control-plane:start --detach --port 0 --json', {DATABASE_URL: url})).stdout) as Record<string, string>))
  const [token = '', ...others] = told.flatMap(({operator_token}) => operator_token ?? [])
  expect(others).toEqual([])
  for (const server of told) expect((await fetch(`${server['url']}/control-plane`, {headers: {authorization: `Bearer ${token}`}})).status).toBe(200)
})

it('of servers that start at once with a seed on one new database, one makes its world', {timeout}, async () => {
  const url = await database()
  const all = Array.from({length: 3}, () => createProcesses())
  const start = `control-plane:start --detach --port 0 --json --seed ${join(root, 'examples/world.yml')}`
  const told = await Promise.all(all.map(async (processes) => JSON.parse((await processes.ok(start, {DATABASE_URL: url})).stdout) as {seeded: boolean; url: string; operator_token?: string}))
  expect(told.filter(({seeded}) => seeded)).toHaveLength(1)
  const headers = {authorization: `Bearer ${told.find(({operator_token}) => operator_token)?.operator_token}`}
  for (const {url: served} of told) expect(await (await fetch(`${served}/spaces`, {headers})).json()).toHaveLength(3)
})

it('accounts and tokens are made on the database itself, without any server, and let in at every server', {timeout}, async () => {
  const url = await database()
  const processes = createProcesses()
  await processes.ok(`accounts:create ada@acme.example --database ${url}`)
  const {stdout: token} = await processes.ok(`tokens:create --account ada@acme.example --operator --database ${url}`)
  const server = createProcesses()
  const {url: served, operator_token} = JSON.parse((await server.ok('control-plane:start --detach --port 0 --json', {DATABASE_URL: url})).stdout) as Record<string, string>
  expect(operator_token).toBeUndefined()
  const ask = async () => fetch(`${served}/account`, {headers: {authorization: `Bearer ${token.trim()}`}})
  expect(await (await ask()).json()).toMatchObject({email: 'ada@acme.example'})
  const [{id}] = JSON.parse((await processes.ok(`tokens --json --database ${url}`)).stdout) as [{id: string}]
  await processes.ok(`tokens:revoke ${id} --database ${url}`)
  expect((await ask()).status).toBe(401)
})

it('a server that is killed under load loses nothing that it has acknowledged, and whoever goes on elsewhere doubles nothing', {timeout}, async () => {
  const url = await database()
  const [doomed, other] = await Promise.all([startServer(url), startServer(url)])
  const acknowledged: string[] = []
  /** A client that goes to the other server when its own does not answer, and looks there first. */
  const client = async (number: number) => {
    for (let round = 0; round < 10; round++) {
      const name = `space-${number}-${round}`
      const wanted = {name, team: 'acme'}
      const {status} = await doomed.ask('POST', '/spaces', wanted).catch(async () => {
        const {status: found} = await other.ask('GET', `/spaces/${name}`)
        return found === 200 ? {status: 201} : other.ask('POST', '/spaces', wanted)
      })
      expect(status).toBe(201)
      acknowledged.push(name)
      if (acknowledged.length === 20) doomed.child.kill('SIGKILL')
    }
  }
  await Promise.all(Array.from({length: 8}, (_, number) => client(number)))
  expect((await other.ask('GET', '/spaces')).body.map(({name}: {name: string}) => name).sort()).toEqual(acknowledged.sort())
})

it('while the database is away every request is refused with 503 and when to come back, and then all goes on', {timeout}, async () => {
  const programs = inject('postgresPrograms')
  const postgres = await startPostgres({programs, durable: true})
  ending.push(() => postgres.stop())
  const server = await startServer(postgres.url)
  expect((await server.ask('POST', '/spaces', {name: 'before', team: 'acme'})).status).toBe(201)
  const ok = {status: 200, body: {status: 'ok', store: {kind: 'postgres', schema_version: schemaVersion, migrations: 'current'}}}
  expect(await server.ask('GET', '/health')).toMatchObject(ok)

  postgres.end()
  const refused = await Promise.all(Array.from({length: 40}, (_, index) => (index % 2 === 0 ? server.ask('GET', '/spaces') : server.ask('POST', '/spaces', {name: `during-${index}`, team: 'acme'}))))
  for (const {status, headers, body} of refused) {
    expect({status, id: body.id, again: headers.get('retry-after')}).toEqual({status: 503, id: 'service_unavailable', again: '1'})
    expect(body.message).toContain('cannot be reached')
  }
  const ill = await server.ask('GET', '/health')
  expect({status: ill.status, again: ill.headers.get('retry-after')}).toEqual({status: 503, again: '1'})
  expect(ill.body).toEqual({status: 'unavailable', version: expect.any(String), started_at: expect.any(String), store: {kind: 'postgres', schema_version: schemaVersion, migrations: 'unknown', failure: 'unavailable'}})
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('spacedock_store_errors_total{kind="unavailable"} 40')

  postgres.start()
  // As clients do: they come back when they were told to, until it is there.
  let answer = await server.ask('GET', '/spaces')
  while (answer.status === 503) answer = await server.ask('GET', '/spaces')
  expect(answer.body.map(({name}: {name: string}) => name)).toEqual(['before'])
  expect(await server.ask('GET', '/health')).toMatchObject(ok)
  expect((await server.ask('POST', '/spaces', {name: 'after', team: 'acme'})).status).toBe(201)
})

it('a fault strikes exactly as often as it says, whichever server is asked', {timeout}, async () => {
  const url = await database()
  const servers = await Promise.all(Array.from({length: 2}, () => startServer(url)))
  const [first, second] = servers as [Server, Server]
  const fault = {operation: 'account.info', status: 500, times: 7, after: 20}
  expect((await first.ask('POST', '/control-plane/faults', fault)).status).toBe(201)
  const answers = await Promise.all(Array.from({length: 100}, (_, index) => (index % 2 === 0 ? first : second).ask('GET', '/account')))
  expect(answers.filter(({status}) => status === 500)).toHaveLength(7)
  expect(answers.filter(({status}) => status === 200)).toHaveLength(93)
  expect((await second.ask('GET', '/control-plane/faults')).body).toMatchObject([{seen: 27, struck: 7}])
})
