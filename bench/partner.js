import {once} from 'node:events'
import {writeFileSync} from 'node:fs'
import {createServer, request as httpRequest} from 'node:http'
import {join} from 'node:path'
import {environment, program, removeFolder, run, sideBySide, temporaryFolder} from './measure.js'

const rounds = 60

/** Milliseconds in which the partner answers, as over a network: on this machine alone a round trip takes less than any computing. */
const distance = 10

/** What it costs that a partner is asked, beside an add-on whose service has none, and beside a bare round trip to the partner. */
export async function benchPartner(report) {
  const folder = temporaryFolder()
  const env = environment(folder)
  const spacedock = (...argv) => run([program, ...argv], env)
  const partner = await startPartner()
  try {
    await spacedock('control-plane:settings', 'private-partners=1')
    await push(spacedock, folder, partner.url)
    await spacedock('control-plane:start', '--detach', '--port', '0')
    const {HEROKU_HOST: url, HEROKU_API_KEY: token} = JSON.parse(await spacedock('control-plane:env', '--json'))
    const headers = {accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}`}
    const post = (path, body) => exchange(url + path, headers, body)
    for (let round = 0; round < rounds; round++) {
      await post('/apps', {name: `app-a${round}`})
      await post('/apps', {name: `app-b${round}`})
    }
    const {trip, without, withPartner} = await sideBySide(
      {
        trip: () => exchange(`${partner.url}/heroku/resources`, {}, {uuid: 'x'}),
        without: (round) => post(`/apps/app-a${round}/addons`, {plan: 'scheduler:standard'}),
        withPartner: (round) => post(`/apps/app-b${round}/addons`, {plan: 'bench-db:test'}),
      },
      rounds,
    )
    report.ratio(
      `what a partner ${distance} ms away adds to addons:create, in round trips to it`,
      `${withPartner.toFixed(2)} ms with one, ${without.toFixed(2)} ms without, ${trip.toFixed(2)} ms a round trip`,
      (withPartner - without) / trip,
      {atMost: 2},
    )
  } finally {
    await spacedock('control-plane:stop').catch(() => {})
    partner.stop()
    removeFolder(folder)
  }
}

async function push(spacedock, folder, url) {
  const manifest = join(folder, 'addon-manifest.json')
  const production = {base_url: `${url}/heroku/resources`, sso_url: `${url}/sso`}
  const api = {config_vars_prefix: 'BENCH_DB', config_vars: ['BENCH_DB_URL'], regions: ['us'], password: 'a-password', sso_salt: 'a-salt', production, version: '3', requires: []}
  writeFileSync(manifest, JSON.stringify({id: 'bench-db', name: 'Bench DB', api}))
  await spacedock('addons:admin:manifest:push', '--manifest', manifest)
}

/** One request on a connection of its own. */
async function exchange(url, headers, body) {
  const request = httpRequest(url, {method: 'POST', headers: {'content-type': 'application/json', ...headers}, agent: false})
  request.end(JSON.stringify(body))
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  if (response.statusCode >= 300) throw new Error(`POST ${url} answered ${response.statusCode}: ${text}`)
  return text
}

async function startPartner() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const answer = JSON.stringify({id: `p-${Math.random()}`, config: {BENCH_DB_URL: 'https://bench.example.com'}})
      setTimeout(() => response.writeHead(200, {'content-type': 'application/json'}).end(answer), distance)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close()}
}
