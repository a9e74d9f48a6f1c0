import {writeFileSync} from 'node:fs'
import {createServer, request} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {createProcesses, type Ended, type Processes} from '../helpers/process.js'

/** At once. Fewer would not meet; more would only take longer. */
const crowd = 50
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const timeout = 120_000
const numbers = Array.from({length: crowd}, (_, index) => index)
const rangesOf = async (processes: Processes, env?: Record<string, string>) =>
  (JSON.parse((await processes.ok('trusted-ips --space my-space --json', env)).stdout) as {rules: {source: string}[]}).rules.map(({source}) => source)
const succeeded = (all: Ended[]) => all.filter(({code}) => code === 0).length

function neverLocked(all: Ended[]) {
  for (const {stderr} of all) expect(stderr).not.toMatch(/database is locked|SQLITE|stayed locked/)
}

async function withSpace(settings: string): Promise<Processes> {
  const processes = createProcesses()
  await processes.ok(`control-plane:settings allocation=0 ${settings}`)
  await processes.ok('spaces:create my-space --team acme --wait')
  return processes
}

describe('fifty processes at once', () => {
  it('on one embedded file each add a range, and all are there', {timeout}, async () => {
    const processes = await withSpace('trusted-ranges=100')
    const all = await Promise.all(numbers.map((number) => processes.run(`trusted-ips:add 10.${number}.0.0/16 --space my-space`)))
    neverLocked(all)
    expect(all.filter(({code}) => code !== 0)).toEqual([])
    expect((await rangesOf(processes)).sort()).toEqual(['0.0.0.0/0', ...numbers.map((number) => `10.${number}.0.0/16`)].sort())
  })

  it('on one embedded file fill the limit of ranges exactly', {timeout}, async () => {
    const processes = await withSpace('trusted-ranges=20')
    const all = await Promise.all(numbers.map((number) => processes.run(`trusted-ips:add 10.${number}.0.0/16 --space my-space`)))
    neverLocked(all)
    expect(succeeded(all)).toBe(19)
    expect(await rangesOf(processes)).toHaveLength(20)
    for (const {stderr} of all.filter(({code}) => code !== 0)) expect(stderr).toContain('Cannot have more than 20 rules')
  })

  it('on one embedded file each create an app, up to the limit exactly', {timeout}, async () => {
    const processes = await withSpace('apps-per-space=25')
    const all = await Promise.all(numbers.map((number) => processes.run(`apps:create app-${number} --space my-space`)))
    neverLocked(all)
    expect(succeeded(all)).toBe(25)
    expect(JSON.parse((await processes.ok('apps --space my-space --json')).stdout)).toHaveLength(25)
    for (const {stderr} of all.filter(({code}) => code !== 0)) expect(stderr).toContain("You've reached the limit of 25 apps in this space.")
  })

  it('on one embedded file each scale an app up by one, up to the limit exactly', {timeout}, async () => {
    const processes = await withSpace('dynos-per-type=20 boot=0')
    writeFileSync(join(processes.folder, 'Procfile'), 'web: npm start\n')
    await processes.ok('apps:create my-app --space my-space')
    await processes.ok(`apps:deploy --app my-app --procfile ${join(processes.folder, 'Procfile')}`)
    const all = await Promise.all(numbers.map(() => processes.run('ps:scale web+1 --app my-app')))
    neverLocked(all)
    expect(succeeded(all)).toBe(19)
    const dynos = JSON.parse((await processes.ok('ps --app my-app --extended --json')).stdout) as {name: string; extended: {ip: string}}[]
    for (const values of [dynos.map(({name}) => name), dynos.map(({extended}) => extended.ip)]) expect(new Set(values).size).toBe(20)
    for (const {stderr} of all.filter(({code}) => code !== 0)) expect(stderr.replaceAll(/[\s›]+/g, ' ')).toContain('Cannot update to more than 20 Private-S size dynos per process type.')
  })

  it('make one world of a file that is not there yet, each with a change of its own', {timeout}, async () => {
    const processes = createProcesses()
    const all = await Promise.all(numbers.map((number) => processes.run(`teams:create team-${number}`)))
    neverLocked(all)
    expect(succeeded(all)).toBe(crowd)
    expect(JSON.parse((await processes.ok('teams --json')).stdout)).toHaveLength(crowd + 2)
  })

  it('through a server each add a range, and all are there', {timeout}, async () => {
    const processes = await withSpace('trusted-ranges=100')
    await processes.ok('control-plane:start --detach --port 0')
    const {HEROKU_HOST: url = ''} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
    const all = await Promise.all(numbers.map((number) => processes.run(`trusted-ips:add 10.${number}.0.0/16 --space my-space`, {SPACEDOCK_CONTEXT: url})))
    expect(all.filter(({code}) => code !== 0)).toEqual([])
    expect(await rangesOf(processes)).toHaveLength(crowd + 1)
  })

  it('through a server that ignores conditions lose nothing either, and say that it was repair', {timeout}, async () => {
    const processes = await withSpace('trusted-ranges=100')
    await processes.ok('control-plane:start --detach --port 0')
    const {HEROKU_HOST: url = '', HEROKU_API_KEY: token = ''} = JSON.parse((await processes.ok('control-plane:env --json')).stdout) as Record<string, string>
    const careless = await proxyWithoutConditions(url)
    const env = {HEROKU_HOST: careless, HEROKU_API_KEY: token}
    const all = await Promise.all(numbers.map((number) => processes.run(`trusted-ips:add 10.${number}.0.0/16 --space my-space`, env)))
    expect(all.filter(({code}) => code !== 0)).toEqual([])
    expect(await rangesOf(processes)).toHaveLength(crowd + 1)
    expect(all.some(({stderr}) => stderr.replaceAll(/\s+›?\s*/g, ' ').includes('repair, not atomicity'))).toBe(true)
  })
})

/** Forwards everything but `If-Match`: a service that does not know conditions. */
async function proxyWithoutConditions(url: string): Promise<string> {
  const proxy = createServer((asked, answer) => {
    const {'if-match': _, ...headers} = asked.headers
    // No connection is used twice: one that the server has just closed would lose an answer, which is not what this is about.
    const forwarded = request(url + asked.url, {agent: false, headers, method: asked.method ?? 'GET'}, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(answer)
    })
    forwarded.on('error', () => answer.destroy())
    asked.pipe(forwarded)
  })
  proxy.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
