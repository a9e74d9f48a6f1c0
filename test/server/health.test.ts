import {mkdtempSync, rmSync} from 'node:fs'
import {Agent, get} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import type {ApiResponse} from '../../src/lib/operations/wire.js'
import {openControlPlane} from '../../src/lib/platform/open.js'
import type {StoreHealth} from '../../src/lib/platform/store-health.js'
import {Health, type HealthReport} from '../../src/lib/server/health.js'
import {withProbes} from '../../src/lib/server/probes.js'
import {serve} from '../../src/lib/server/serve.js'
import {openDatabase} from '../../src/lib/store/sqlite-binding.js'

const answered: ApiResponse = {status: 200, headers: {}, body: '[]'}

const known = {kind: 'sqlite', schema_version: 15} as const
const good: StoreHealth = {...known, migrations: 'current'}

const healthOf = (ask: () => Promise<StoreHealth>, patience?: number) =>
  new Health({store: {known, ask}, version: '1.2.3', startedAt: new Date('2026-11-21T10:00:00Z'), ...(patience !== undefined && {patience})})

async function told(health: Health) {
  const {status, headers, body} = await health.answer()
  return {status, again: headers['retry-after'], report: JSON.parse(body) as HealthReport}
}

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function openedFile() {
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
  closing.push(() => rmSync(folder, {force: true, recursive: true}))
  const file = join(folder, 'world.sqlite')
  const controlPlane = await openControlPlane({file})
  closing.push(() => controlPlane.close())
  return {file, controlPlane, health: new Health({store: controlPlane.health, version: '1.2.3', startedAt: new Date()})}
}

describe('a server is not well', () => {
  it.each(['unavailable', 'full', 'older', 'newer'])('whose store is %s, and says when to ask again', async (failure) => {
    const {status, again, report} = await told(healthOf(async () => ({...known, migrations: 'unknown', failure})))
    expect({status, again}).toEqual({status: 503, again: '1'})
    expect(report).toMatchObject({status: 'unavailable', store: {failure}})
  })

  it('whose store does not answer in time, and asks it once for all who want to know', async () => {
    let asked = 0
    const health = healthOf(() => {
      asked++
      return new Promise(() => {})
    }, 1)
    const all = await Promise.all([told(health), told(health), told(health)])
    for (const {status, report} of [...all, await told(health)]) {
      expect(status).toBe(503)
      expect(report).toMatchObject({status: 'unavailable', store: {...known, migrations: 'unknown', failure: 'timeout'}})
    }
    expect(asked).toBe(1)
  })

  it('that is stopping, however well its store is', async () => {
    const health = healthOf(async () => good)
    health.stop()
    expect(await told(health)).toMatchObject({status: 503, again: '1', report: {status: 'stopping', store: good}})
  })

  it('whose state file a newer version has changed meanwhile', async () => {
    const {file, health} = await openedFile()
    const other = openDatabase(file, 1000)
    other.exec('pragma user_version = 999')
    other.close()
    expect(await told(health)).toMatchObject({status: 503, report: {store: {migrations: 'newer', failure: 'newer'}}})
  })

  it('whose store cannot be asked, and never says where that is or why in its own words', async () => {
    const {file, controlPlane, health} = await openedFile()
    await controlPlane.close()
    const {status, body} = await health.answer()
    expect(status).toBe(503)
    expect(body).not.toContain(file)
    expect(Object.keys((JSON.parse(body) as HealthReport).store).sort()).toEqual(['failure', 'kind', 'migrations', 'schema_version'])
  })
})

describe('a server that is well', () => {
  it('says what it is, since when, and on what', async () => {
    expect(await told(healthOf(async () => good))).toEqual({
      status: 200,
      again: undefined,
      report: {status: 'ok', version: '1.2.3', started_at: '2026-11-21T10:00:00.000Z', store: good},
    })
  })

  it('asks the store anew for who comes later', async () => {
    const answers: StoreHealth[] = [{...known, migrations: 'unknown', failure: 'unavailable'}, good]
    const health = healthOf(async () => answers.shift() ?? good)
    expect([(await told(health)).status, (await told(health)).status]).toEqual([503, 200])
  })

  it('has asked its state file for the version of the schema', async () => {
    const {controlPlane, health} = await openedFile()
    expect((await told(health)).report.store).toEqual({...controlPlane.health.known, migrations: 'current'})
  })
})

describe('a server that is to stop', () => {
  it('says so at /health for as long as it is still reached, and meanwhile answers everybody else', async () => {
    const health = healthOf(async () => good)
    const send = withProbes(async () => answered, {health, metrics: {text: async () => ({type: 'text/plain', text: ''})}, ask: async () => answered, open: true})
    const server = await serve({send, host: '127.0.0.1', port: 0})
    closing.push(() => server.close())
    const statuses = async () => [(await fetch(`${server.url}/health`)).status, (await fetch(`${server.url}/health?verbose`)).status, (await fetch(`${server.url}/spaces`)).status]
    expect(await statuses()).toEqual([200, 200, 200])
    health.stop()
    expect(await statuses()).toEqual([503, 503, 200])
  })

  it('does not wait for clients that keep their connections for later', async () => {
    const server = await serve({send: async () => answered, host: '127.0.0.1', port: 0, patience: {drain: 60_000, keepAlive: 60_000}})
    const agent = new Agent({keepAlive: true})
    await new Promise((resolve) => void get(server.url, {agent}, (response) => void response.resume().on('end', resolve)))
    await server.close()
    agent.destroy()
  })
})
