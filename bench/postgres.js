import {execFile} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import autocannon from 'autocannon'
import pg from 'pg'
import {environment, median, program, removeFolder, run, temporaryFolder} from './measure.js'
import {pgbenchScript, startTap} from './postgres-tap.js'

const seconds = 4
const rounds = 3
const connections = 8
const appsPerSpace = 5
const changed = '/apps/bench-app'
const change = {method: 'PATCH', body: JSON.stringify({maintenance: true})}
const worlds = {one: 1, many: 100_000}

/** A world on PostgreSQL: its durable writes beside pgbench's, its reads beside those of a state file, and what the number of spaces costs. */
export async function benchPostgres(report) {
  const server = process.env.DATABASE_URL
  if (!server) {
    report.note('Not measured: DATABASE_URL names no PostgreSQL server to make databases on.')
    return
  }
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(server).hostname)) throw new Error('Loads stay on this machine.')
  const opened = []
  try {
    const transaction = await recorded(server)
    const one = await startWorld({server, spaces: worlds.one})
    opened.push(one)
    const file = await startWorld({spaces: worlds.one})
    opened.push(file)
    await writes(report, one, transaction)
    await reads(report, one, file)
    const many = await startWorld({server, spaces: worlds.many})
    opened.push(many)
    await scale(report, one, many)
  } finally {
    for (const {stop} of opened.reverse()) await stop()
  }
}

/** What a database is asked for the change that is measured. */
async function recorded(server) {
  const tap = await startTap(server)
  const world = await startWorld({server, spaces: worlds.one, tap})
  tap.record()
  await fetch(world.url + changed, {...change, headers: world.headers})
  const statements = tap.recorded()
  await world.stop()
  tap.stop()
  return statements
}

/** A served world with so many spaces: on a database of its own, or in a state file. */
async function startWorld({server, spaces, tap}) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  const database = server && (await createDatabase(server))
  const through = tap && database ? tap.through(database.url) : database?.url
  const started = JSON.parse(await spacedock('control-plane:start', '--detach', '--port', '0', '--json', ...(through ? ['--database', through] : [])))
  const {HEROKU_HOST: url, HEROKU_API_KEY: token} = JSON.parse(await spacedock('control-plane:env', '--json'))
  const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${started.operator_token ?? token}`, 'content-type': 'application/json'}
  const call = async (method, path, body) => {
    const asked = {method, headers, body: JSON.stringify(body)}
    const answer = await fetch(url + path, asked)
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`)
  }
  await call('PATCH', '/control-plane/settings', {allocation: 0, 'requests-per-hour': 0})
  await call('POST', '/spaces', {name: 'bench', team: 'acme'})
  await call('POST', '/teams/apps', {name: 'bench-app', team: 'acme', space: 'bench'})
  if (database && spaces > 1) await fill(database.url, spaces)
  return {
    url,
    headers,
    database,
    async stop() {
      await spacedock('control-plane:stop').catch(() => {})
      removeFolder(folder)
      await database?.drop()
    },
  }
}

async function createDatabase(server) {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await statement(server, `create database ${name}`)
  return {url: Object.assign(new URL(server), {pathname: `/${name}`}).href, drop: () => statement(server, `drop database if exists ${name} with (force)`)}
}

async function statement(url, text) {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  await client.query(text)
  await client.end()
}

/** Copies of the one space and its app, as the control plane would have made them. */
async function fill(url, count) {
  const client = new pg.Client({connectionString: url})
  await client.connect()
  await client.query('set search_path to spacedock')
  const copy = async (table, changed, from) => {
    const {rows} = await client.query("select column_name as name from information_schema.columns where table_schema = 'spacedock' and table_name = $1", [table])
    const names = rows.map(({name}) => `"${name}"`).join(', ')
    const values = rows.map(({name}) => changed[name] ?? `${table}."${name}"`).join(', ')
    await client.query(`insert into ${table} (${names}) select ${values} from ${from}`)
  }
  await copy('spaces', {id: 'gen_random_uuid()::text', name: "'s' || n", nat_block: 'n'}, `spaces, generate_series(1, ${count - 1}) as n where spaces.name = 'bench'`)
  await copy(
    'apps',
    {id: 'gen_random_uuid()::text', name: "other.name || '-app-' || n", space_id: 'other.id'},
    `apps, spaces as other, generate_series(1, ${appsPerSpace}) as n where apps.name = 'bench-app' and other.name <> 'bench'`,
  )
  // What the database still has to do with them is not to be measured. The other tables are as it finds them in a new world: it
  // would look through the audit trail, which has three entries, for its last one, and go on so until it looks at its size again.
  await client.query('vacuum analyze spaces, apps')
  await client.query('checkpoint').catch(() => {})
  await client.end()
}

async function writes(report, world, transaction) {
  const pgbench = findPgbench()
  if (!pgbench) {
    report.note('pgbench is not on this machine: what the database itself writes in a second was not measured.')
    return
  }
  const folder = temporaryFolder()
  const script = join(folder, 'write.sql')
  writeFileSync(script, pgbenchScript(transaction))
  const [ours, theirs] = [[], []]
  for (let round = 0; round < rounds; round++) {
    theirs.push(await pgbenchRate(pgbench, world.database.url, script))
    ours.push(await load(world, changed, {...change, connections}))
  }
  removeFolder(folder)
  const [our, their] = [median(ours), median(theirs)]
  report.ratio('PATCH /apps/:name, durable', `${Math.round(our)} requests/s to ${Math.round(their)} transactions/s of pgbench with the same statements, ${connections} clients each`, our / their, {atLeast: 0.5})
}

async function reads(report, postgres, file) {
  const [ours, theirs] = [[], []]
  for (let round = 0; round < rounds; round++) {
    theirs.push(await load(file, '/spaces/bench'))
    ours.push(await load(postgres, '/spaces/bench'))
  }
  const [our, their] = [median(ours), median(theirs)]
  report.ratio('GET /spaces/:name', `${Math.round(our)} requests/s to ${Math.round(their)} of a state file`, our / their, {atLeast: 0.6})
}

/** With another query each, so that no answer is one that was kept. */
async function scale(report, one, many) {
  const paths = {'a space by name': '/spaces/bench', 'an app by name': '/apps/bench-app', 'a page of ten spaces': '/spaces'}
  const name = (what) => `${what}, ${worlds.many} spaces of ${appsPerSpace} apps to ${worlds.one}`
  for (const [what, path] of Object.entries(paths)) {
    const rates = await inTurns([one, many], (world) => load(world, path, {uncached: true, headers: {range: 'name ..; max=10'}}))
    report.ratio(`${name(what)}, not kept`, `${Math.round(rates[1])} to ${Math.round(rates[0])} requests/s`, rates[0] / rates[1], {atMost: 1.5})
  }
  const rates = await inTurns([one, many], (world) => load(world, changed, {...change, connections}))
  report.ratio(name('a durable write'), `${Math.round(rates[1])} to ${Math.round(rates[0])} requests/s`, rates[0] / rates[1], {atMost: 1.5})
}

async function inTurns(contenders, measured) {
  const rates = contenders.map(() => [])
  for (let round = 0; round < rounds; round++) for (const [index, contender] of contenders.entries()) rates[index].push(await measured(contender))
  return rates.map(median)
}

async function load({url, headers}, path, {uncached = false, headers: more, ...options} = {}) {
  let number = 0
  const requests = uncached ? [{setupRequest: (request) => ({...request, path: `${path}?${number++}`})}] : undefined
  const {requests: told, non2xx, errors} = await autocannon({connections: 20, duration: seconds, url: url + path, headers: {...headers, ...more}, ...(requests && {requests}), ...options})
  if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} refused and ${errors} failed requests of ${path}`)
  return told.average
}

function findPgbench() {
  const home = '/usr/lib/postgresql'
  const folders = [...(process.env.PATH ?? '').split(':'), ...(existsSync(home) ? readdirSync(home).map((release) => join(home, release, 'bin')) : [])]
  return folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file))
}

/** Transactions per second. */
async function pgbenchRate(pgbench, url, script) {
  const {stdout} = await promisify(execFile)(pgbench, ['--no-vacuum', '--client', String(connections), '--jobs', '2', '--time', String(seconds), '--protocol', 'prepared', '--file', script, url], {
    env: {...process.env, PGOPTIONS: '-c search_path=spacedock'},
  })
  return Number(/tps = ([\d.]+)/.exec(stdout)[1])
}
