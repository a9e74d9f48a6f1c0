#!/usr/bin/env node
// npm run load: two servers on one PostgreSQL (DATABASE_URL; a database of its own is made there), 200 clients, faults, and a
// server that is killed half-way. Each client keeps a journal of what it was told; at the end the world has to be what the
// journals say: nothing lost that was acknowledged, nothing doubled, no limit passed. LOAD_SECONDS says for how long, 300 at most;
// LOAD_PAUSE how long a client waits between two requests on average, in milliseconds: with 0 they ask as fast as they are answered,
// which shows what the servers can do at most, and says nothing of how long one waits who does not.
import {spawn} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {Agent, request as httpRequest} from 'node:http'
import pg from 'pg'
import {environment, program, removeFolder, temporaryFolder} from './measure.js'

const clients = 200
const seconds = Math.min(Number(process.env.LOAD_SECONDS ?? 60), 300)
const pause = Number(process.env.LOAD_PAUSE ?? 1000)
const appsPerSpace = 10
/** The slowest of a hundred requests may take so many times what the middle one takes. */
const tailAtMost = 5
/** Growth of a server's memory from the first quarter of the run to its end that is none: the heap is collected when it pleases. */
const growthAtMost = 1.25
const pauseOfRestart = 3000

const database = process.env.DATABASE_URL
if (!database) throw new Error('DATABASE_URL names no PostgreSQL server.')
if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(database).hostname)) throw new Error('Loads stay on this machine.')

const name = `load_${randomUUID().replaceAll('-', '')}`
const statement = async (text) => {
  const client = new pg.Client({connectionString: database})
  await client.connect()
  await client.query(text)
  await client.end()
}
await statement(`create database ${name}`)
const url = Object.assign(new URL(database), {pathname: `/${name}`}).href
const folders = []
const servers = []
const agent = new Agent({keepAlive: true, maxSockets: Infinity})
let token = ''

/** Starts a server, on a port that it is given or finds. */
async function startServer(port = 0) {
  const folder = temporaryFolder()
  folders.push(folder)
  const child = spawn(process.execPath, [program, 'control-plane:start', '--port', String(port), '--json'], {env: environment(folder, {DATABASE_URL: url, SPACEDOCK_LOG_LEVEL: 'silent'}), stdio: ['ignore', 'pipe', 'inherit']})
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.trimEnd().endsWith('}')) break
  }
  const started = JSON.parse(said)
  token ||= started.operator_token
  return {child, port: Number(new URL(started.url).port)}
}

function exchange(port, method, path, body) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = {authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3', ...(text && {'content-length': Buffer.byteLength(text)})}
    const request = httpRequest({agent, host: '127.0.0.1', port, method, path, headers, timeout: 30_000}, async (response) => {
      try {
        let answer = ''
        for await (const chunk of response) answer += chunk
        resolve({status: response.statusCode, body: answer === '' ? undefined : JSON.parse(answer)})
      } catch (error) {
        reject(error)
      }
    })
    request.once('error', reject)
    request.once('timeout', () => request.destroy(new Error('no answer within 30 s')))
    request.end(text)
  })
}

const calm = {reads: [], writes: [], isCalm: true}
const counts = {requests: 0, unknown: 0, refused: {}}

/** One request, at one server or, when nothing comes of it, at the other; `unknown` where it may have been carried out. */
async function ask(client, method, path, body) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const begun = performance.now()
    const wasCalm = calm.isCalm
    try {
      counts.requests++
      const answer = await exchange(servers[client.server].port, method, path, body)
      if (wasCalm && calm.isCalm) calm[method === 'GET' ? 'reads' : 'writes'].push(performance.now() - begun)
      if (answer.status < 500) return answer
      counts.refused[answer.status] = (counts.refused[answer.status] ?? 0) + 1
      if (answer.status !== 503) return {status: 'unknown'}
    } catch (error) {
      client.server = 1 - client.server
      if (method !== 'GET' && error.code !== 'ECONNREFUSED') {
        counts.unknown++
        return {status: 'unknown'}
      }
    }
    await sleep(50)
  }
  throw new Error(`${method} ${path} was refused for good.`)
}

/** What a client knows of its space: what was acknowledged, and what may be there. */
async function work(client, until) {
  const {space, apps, vars, maybe} = client
  while (performance.now() < until) {
    if (pause > 0) await sleep(Math.random() * 2 * pause)
    const dice = Math.random()
    const [app] = [...apps].sort(() => Math.random() - 0.5)
    if (dice < 0.3) await ask(client, 'GET', `/spaces/${space}`)
    else if (dice < 0.5 && app) await ask(client, 'GET', `/apps/${app}`)
    else if (dice < 0.6) await ask(client, 'GET', '/regions')
    else if (dice < 0.75 || !app) {
      const wanted = `${space}-${client.number++}`
      const {status} = await ask(client, 'POST', '/teams/apps', {name: wanted, team: 'acme', space})
      if (status === 201) apps.add(wanted)
      else if (status === 'unknown') maybe.add(wanted)
      else if (status !== 422) throw new Error(`An app was refused with ${status}.`)
    } else if (dice < 0.9) {
      const key = `VAR_${client.number++}`
      const {status} = await ask(client, 'PATCH', `/apps/${app}/config-vars`, {[key]: key})
      if (status === 200) vars.push([app, key])
    } else {
      const {status} = await ask(client, 'DELETE', `/apps/${app}`)
      apps.delete(app)
      if (status === 'unknown') maybe.add(app)
    }
  }
}

/** What is wrong with a client's space, beside its journal. */
async function verify(client, names) {
  const {space, apps, vars, maybe} = client
  const faults = []
  if (new Set(names).size !== names.length) faults.push(`${space} has an app twice`)
  if (names.length > appsPerSpace) faults.push(`${space} has ${names.length} apps`)
  for (const app of apps) if (!names.includes(app)) faults.push(`${app} was acknowledged and is lost`)
  for (const app of names) if (!apps.has(app) && !maybe.has(app)) faults.push(`${app} is there and nobody was told`)
  for (const app of apps) {
    const config = (await ask(client, 'GET', `/apps/${app}/config-vars`)).body
    for (const [of, key] of vars) if (of === app && config[key] !== key) faults.push(`${key} of ${app} was acknowledged and is lost`)
    const versions = (await ask(client, 'GET', `/apps/${app}/releases`)).body.map(({version}) => version)
    if (versions.some((version, index) => version !== index + 1)) faults.push(`The releases of ${app} are ${versions.join()}`)
  }
  return faults
}

/** The names of all apps by their space, from the database itself. */
async function appsBySpace() {
  const connection = new pg.Client({connectionString: url})
  await connection.connect()
  const {rows} = await connection.query('select apps.name, spaces.name as space from spacedock.apps join spacedock.spaces on spaces.id = apps.space_id')
  await connection.end()
  const bySpace = new Map(world.map(({space}) => [space, []]))
  for (const row of rows) bySpace.get(row.space).push(row.name)
  return bySpace
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const rss = ({child}) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
const percentile = (values, share) => values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN

const world = Array.from({length: clients}, (_, index) => ({space: `load-${String(index).padStart(3, '0')}`, server: index % 2, number: 0, apps: new Set(), maybe: new Set(), vars: []}))
try {
  servers.push(await startServer(), await startServer())
  const first = {server: 0}
  await ask(first, 'PATCH', '/control-plane/settings', {allocation: 0, 'requests-per-hour': 0, 'apps-per-space': appsPerSpace})
  for (const {space} of world) await ask(first, 'POST', '/spaces', {name: space, team: 'acme'})
  for (const fault of [{operation: 'team-app.create', status: 503, times: 50}, {operation: 'config-var.update', kind: 'lost-reply', times: 30}, {operation: 'app.delete', kind: 'reset', times: 20}])
    await ask(first, 'POST', '/control-plane/faults', fault)

  const begun = performance.now()
  const until = begun + seconds * 1000
  const working = Promise.all(world.map((client) => work(client, until)))
  await sleep((seconds * 1000) / 4)
  const before = rss(servers[0])
  await sleep((seconds * 1000) / 4)
  calm.isCalm = false
  const {port} = servers[1]
  servers[1].child.kill('SIGKILL')
  await sleep(pauseOfRestart)
  servers[1] = await startServer(port)
  await sleep(1000)
  calm.isCalm = true
  await working
  const after = rss(servers[0])

  const bySpace = await appsBySpace()
  const faults = []
  for (const client of world) faults.push(...(await verify(client, bySpace.get(client.space))))
  console.log(`${counts.requests} requests of ${clients} clients in ${seconds} s, each pausing ${pause} ms on average: ${Math.round(counts.requests / seconds)} per second`)
  for (const [what, latencies] of Object.entries({all: [...calm.reads, ...calm.writes], reads: calm.reads, writes: calm.writes})) {
    const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)]
    console.log(`${what}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms outside the kill: ${(p99 / p50).toFixed(1)} ×`)
    if (what === 'all' && pause > 0 && p99 > p50 * tailAtMost) faults.push(`The p99 is more than ${tailAtMost} × the p50.`)
  }
  console.log(`memory of the server that lived: ${before.toFixed(0)} MiB after a quarter, ${after.toFixed(0)} MiB at the end`)
  if (after > before * growthAtMost) faults.push(`Its memory has grown by more than ${Math.round((growthAtMost - 1) * 100)} %.`)
  console.log(`outcomes not known to clients: ${counts.unknown}; refused for a while: ${JSON.stringify(counts.refused)}`)
  console.log(faults.length === 0 ? 'Nothing lost, nothing doubled, no limit passed; the tail and the memory are as they should be.' : faults.join('\n'))
  if (faults.length > 0) process.exitCode = 1
} finally {
  agent.destroy()
  for (const {child} of servers) {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  for (const folder of folders) removeFolder(folder)
  await statement(`drop database if exists ${name} with (force)`)
}
