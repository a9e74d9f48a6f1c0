import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, fdatasyncSync, openSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import autocannon from 'autocannon'
import {environment, median, program, removeFolder, run, temporaryFolder} from './measure.js'
import {openDatabase} from './sqlite.js'

const seconds = 4
const rounds = 3

/** Requests per second of the server, beside a bare server of the same bytes and beside the database's own commits. */
export async function benchServer(report) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  try {
    await spacedock('control-plane:settings', 'allocation=0', 'requests-per-hour=0')
    await spacedock('spaces:create', 'bench', '--team', 'acme', '--wait')
    await spacedock('control-plane:start', '--detach', '--port', '0')
    const {HEROKU_HOST: url, HEROKU_API_KEY: token} = JSON.parse(await spacedock('control-plane:env', '--json'))
    const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}`, 'content-type': 'application/json'}
    await reads(report, url, headers)
    await writes(report, url, headers, folder)
  } finally {
    await spacedock('control-plane:stop').catch(() => {})
    removeFolder(folder)
  }
}

async function reads(report, url, headers) {
  const answer = await fetch(`${url}/spaces/bench`, {headers})
  const body = await answer.text()
  const bare = await bareServer(body)
  try {
    const [ours, theirs] = [[], []]
    for (let round = 0; round < rounds; round++) {
      theirs.push(await load({url: bare.url, headers}))
      ours.push(await load({url: `${url}/spaces/bench`, headers}))
    }
    const [our, their] = [median(ours), median(theirs)]
    report.ratio('GET /spaces/:name, served', `${Math.round(our)} requests/s to ${Math.round(their)} of a bare node:http server of the same JSON`, our / their, {atLeast: 0.5})
  } finally {
    bare.stop()
  }
}

async function writes(report, url, headers, folder) {
  const [ours, theirs] = [[], []]
  for (let round = 0; round < rounds; round++) {
    theirs.push(commitRate(join(folder, `commits-${round}.sqlite`)))
    ours.push(await load({url: `${url}/spaces/bench/inbound-ruleset`, headers, method: 'PUT', body: JSON.stringify({rules: [{action: 'allow', source: '10.0.0.0/8'}]}), connections: 8}))
  }
  const [our, their] = [median(ours), median(theirs)]
  report.ratio('PUT inbound-ruleset, served and durable', `${Math.round(our)} requests/s to ${Math.round(their)} commits/s of the same database on the same disk`, our / their, {atLeast: 0.5})
  report.note(`A flush of this disk takes ${flushTime(folder).toFixed(2)} ms. Where it takes less than a request's computing, that is what limits writes, not the disk (docs/design.md, "Speed").`)
}

/** Median milliseconds of a flush of a page to the disk. */
function flushTime(folder) {
  const file = openSync(join(folder, 'flushes'), 'w')
  const times = Array.from({length: 200}, () => {
    writeSync(file, Buffer.alloc(4096))
    const start = performance.now()
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  return median(times)
}

async function load(options) {
  const {requests, non2xx, errors} = await autocannon({connections: 20, duration: seconds, ...options})
  if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} refused and ${errors} failed requests of ${options.url}`)
  return requests.average
}

/** Transactions per second of one row inserted each, with the durability of the embedded store. */
function commitRate(file) {
  const database = openDatabase(file)
  database.exec('pragma journal_mode = wal; create table rulesets (id integer primary key, rules text not null)')
  const [begin, insert, commit] = ['begin immediate', 'insert into rulesets (rules) values (?)', 'commit'].map((sql) => database.prepare(sql))
  const end = Date.now() + seconds * 1000
  let count = 0
  while (Date.now() < end) {
    begin.run()
    insert.run('[{"action":"allow","source":"10.0.0.0/8"}]')
    commit.run()
    count++
  }
  database.close()
  return count / seconds
}

async function bareServer(body) {
  const program = `
    const body = ${JSON.stringify(body)}
    const server = require('node:http').createServer((request, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)})
      response.end(body)
    })
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`
  const child = spawn(process.execPath, ['-e', program], {stdio: ['ignore', 'pipe', 'inherit']})
  const [port] = await once(child.stdout, 'data')
  return {url: `http://127.0.0.1:${String(port).trim()}`, stop: () => child.kill()}
}
