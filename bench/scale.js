import {randomUUID} from 'node:crypto'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {Agent, get} from 'node:http'
import {join} from 'node:path'
import autocannon from 'autocannon'
import {benchFullSpace} from './full-space.js'
import {environment, median, program, removeFolder, run, temporaryFolder} from './measure.js'
import {openDatabase} from './sqlite.js'

const few = 10
const many = 10_000
const appsPerSpace = 25
const rounds = 5
const requestsPerRound = 1000

/** Whether reads cost the same in a large world as in a small one, and whether the server's memory stays flat. */
export async function benchScale(report) {
  const worlds = [await startWorld(few), await startWorld(many)]
  try {
    const paths = {
      'a space by name': ({last}) => `/spaces/${last.name}`,
      'a space by id': ({last}) => `/spaces/${last.id}`,
      'an app by name': ({last}) => `/apps/${last.name}-app-1`,
      'a page of ten spaces': () => '/spaces',
      'a page of ten apps of the team': () => '/teams/acme/apps',
    }
    for (const [name, pathIn] of Object.entries(paths)) {
      const [small, large] = await latencies(worlds, pathIn)
      report.ratio(`${name}, ${many} spaces of ${appsPerSpace} apps to ${few}`, `${(large * 1000).toFixed(0)} µs to ${(small * 1000).toFixed(0)} µs`, large / small, {atMost: 1.5})
    }
    await memory(report, worlds[1])
  } finally {
    for (const {stop} of worlds) await stop()
  }
  await snapshot(report)
  await benchFullSpace(report)
}

async function startWorld(spaces, apps = appsPerSpace) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  await spacedock('control-plane:settings', 'requests-per-hour=0')
  const last = fill(join(folder, 'data/world.sqlite'), spaces, apps)
  await spacedock('control-plane:start', '--detach', '--port', '0')
  const {HEROKU_HOST: url, HEROKU_API_KEY: token} = JSON.parse(await spacedock('control-plane:env', '--json'))
  const {pid} = JSON.parse(await spacedock('control-plane:status', '--json'))
  const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}`, range: 'name ..; max=10'}
  const stop = async () => {
    await spacedock('control-plane:stop').catch(() => {})
    removeFolder(folder)
  }
  return {url, headers, last, pid, stop}
}

/** Puts spaces and apps into the state file, as the control plane would have; gives the last space. */
function fill(file, count, apps) {
  const database = openDatabase(file)
  const {id: team} = database.prepare("select id from teams where name = 'acme'").all()[0]
  const at = '2026-01-01T00:00:00.000Z'
  const columns = (table) => database.prepare(`select name from pragma_table_info('${table}')`).all().map(({name}) => name)
  const inserter = (table, defaults) => {
    const names = columns(table)
    const statement = database.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
    return (row) => statement.run(...names.map((name) => ({...defaults, ...row})[name] ?? null))
  }
  const addSpace = inserter('spaces', {team_id: team, region: 'virginia', cidr: '10.0.0.0/16', data_cidr: '10.1.0.0/16', generation: 'cedar', shield: 0, created_at: at, updated_at: at, allocated_at: at})
  const addApp = inserter('apps', {team_id: team, acm: 0, region: 'virginia', generation: 'cedar', stack: 'heroku-24', build_stack: 'heroku-24', internal_routing: 0, locked: 0, maintenance: 0, created_at: at, updated_at: at})
  database.exec('begin immediate')
  let last
  for (let number = 0; number < count; number++) {
    last = {id: randomUUID(), name: `s${String(number).padStart(6, '0')}`}
    addSpace({...last, nat_block: number})
    for (let app = 0; app < apps; app++) {
      const name = `${last.name}-app-${app}`
      addApp({id: randomUUID(), name, space_id: last.id, web_url: `https://${name}.herokuapp.com/`})
    }
  }
  database.exec('commit')
  database.close()
  return last
}

/** Median time per request in milliseconds, the worlds taking turns. */
async function latencies(worlds, pathIn) {
  const times = worlds.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, world] of worlds.entries()) {
      const start = process.hrtime.bigint()
      await load(world, pathIn(world), requestsPerRound)
      times[index].push(Number(process.hrtime.bigint() - start) / 1e6 / requestsPerRound)
    }
  }
  return times.map(median)
}

/** One request after the other on one connection. */
async function load({url, headers}, path, amount) {
  const agent = new Agent({keepAlive: true, maxSockets: 1})
  for (let count = 0; count < amount; count++) {
    const [response] = await once(get(url + path, {agent, headers}), 'response')
    response.resume()
    await once(response, 'end')
    if (response.statusCode >= 400) throw new Error(`${path} was answered with ${response.statusCode}`)
  }
  agent.destroy()
}

/** Seconds that a snapshot takes, of the two that it may. */
async function snapshot(report) {
  const {url, headers, stop} = await startWorld(many, 0)
  try {
    const times = []
    for (let round = 0; round < rounds; round++) {
      const start = performance.now()
      const answer = await fetch(`${url}/control-plane/snapshots`, {method: 'POST', headers: {...headers, 'content-type': 'application/json'}, body: JSON.stringify({name: `round-${round}`})})
      if (!answer.ok) throw new Error(await answer.text())
      times.push((performance.now() - start) / 1000)
    }
    report.ratio(`a snapshot of ${many} spaces, to 2 s`, `${median(times).toFixed(2)} s`, median(times) / 2, {atMost: 1})
  } finally {
    await stop()
  }
}

/** Resident memory of the server over 200,000 requests. It rises until it is collected, so what tells is how low it gets. */
async function memory(report, world) {
  const samples = []
  for (let block = 0; block < 20; block++) {
    await autocannon({amount: 10_000, connections: 10, headers: world.headers, url: `${world.url}/spaces/${world.last.name}`})
    samples.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${world.pid}/status`, 'utf8'))?.[1]) / 1024)
  }
  const [first, second] = [Math.min(...samples.slice(2, 11)), Math.min(...samples.slice(11))]
  report.ratio('memory of the server over 200,000 requests, least of the second half to the first', `${second.toFixed(0)} MiB to ${first.toFixed(0)} MiB`, second / first, {atMost: 1.15})
}
