import {randomUUID} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {afterEach} from 'vitest'
import {callPartner} from '../../src/lib/partner/call.js'
import {createHeroku, type Heroku} from '../../src/lib/partner/conformance/heroku.js'
import type {Plan} from '../../src/lib/partner/conformance/plan.js'
import {listen} from '../../src/lib/partner/listen.js'
import {type PartnerManifest, readManifest} from '../../src/lib/partner/manifest.js'
import {regionString} from '../../src/lib/partner/protocol.js'
import {regions} from '../../src/lib/rules/facts/regions.js'
import {root} from './cli.js'

/** A request to a partner as it arrived. */
export interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

export interface Said {
  status: number
  headers?: Record<string, string>
  body: string
}

/** What a partner does with a request instead of what is right; `pass` does what is right. */
export type PartnerFault = (asked: Asked, pass: (changed?: Asked) => Promise<Said>) => Promise<Said>

interface Api extends Record<string, unknown> {
  test: object
}

/** The manifest of the example, which is right. */
export const exampleManifest = (): {id: string; api: Api} => JSON.parse(readFileSync(join(root, 'examples/partner/addon-manifest.json'), 'utf8')) as {id: string; api: Api}

export interface TestPartner {
  url: string
  /** Its own manifest, with where it listens. */
  manifest: ReturnType<typeof exampleManifest>
  /** Add-ons that were provisioned and not deprovisioned, by what was answered. */
  alive: Set<string>
  requests: Asked[]
}

interface PartnerWanted {
  manifest?: ReturnType<typeof exampleManifest>
  fault?: PartnerFault
  /** Where grants are exchanged; as a function, what is known only later. */
  tokenUrl?: string | (() => string)
}

const open: (() => void)[] = []

afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function listening(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The partner of examples/, with one fault or none, listening on 127.0.0.1. */
export async function createTestPartner({manifest = exampleManifest(), fault = (_, pass) => pass(), tokenUrl}: PartnerWanted = {}): Promise<TestPartner> {
  const {createPartner} = (await import(/* @vite-ignore */ join(root, 'examples/partner/partner.mjs'))) as {createPartner(wanted: object): RequestListener}
  const right = await listening(createPartner({manifest, tokenUrl: typeof tokenUrl === 'function' ? {toString: tokenUrl} : tokenUrl, clientSecret: 'client-secret'}))
  const alive = new Set<string>()
  const requests: Asked[] = []
  const pass = async ({method, path, headers, body}: Asked): Promise<Said> => {
    const {authorization, 'content-type': type} = headers
    const answer = await callPartner({method, url: right + path, headers: {...(authorization && {authorization}), ...(type && {'content-type': type})}, body}, {redirects: true})
    if (answer.failure !== undefined) throw new Error(answer.message)
    return {status: answer.status, headers: Object.fromEntries(['content-type', 'location'].flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]]] : []))), body: answer.body}
  }
  const url = await listening((incoming, response) => {
    void askedIn(incoming).then(async (asked) => {
      requests.push(asked)
      const {status, headers, body} = await fault(asked, (changed = asked) => pass(changed))
      const done = status >= 200 && status < 300
      if (asked.method === 'POST' && asked.path === '/heroku/resources' && done) alive.add((JSON.parse(asked.body) as {uuid: string}).uuid)
      if (asked.method === 'DELETE' && (done || status === 410)) alive.delete(asked.path.replace(/.*\//, ''))
      response.writeHead(status, headers).end(body)
    })
  })
  const places = {base_url: `${url}/heroku/resources`, sso_url: `${url}/sso/login`}
  return {url, manifest: {...manifest, api: {...manifest.api, test: places}}, alive, requests}
}

async function askedIn(incoming: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return {method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers as Record<string, string>, body: Buffer.concat(chunks).toString()}
}

/** Somebody who plays Heroku to partners on this machine. */
export async function createTestHeroku(manifest = exampleManifest()): Promise<{heroku: Heroku; url: string}> {
  const heroku = createHeroku(read(manifest).terms, randomUUID)
  const {url, close} = await listen(heroku, 0)
  open.push(() => void close())
  return {heroku, url}
}

/** A plan for all that the example can do. */
export function planFor(manifest: ReturnType<typeof exampleManifest>, {heroku, url}: {heroku: Heroku; url: string}, changes: Partial<Plan> = {}): Plan {
  const known = regions.map(({name, provider}) => ({name, region: regionString(provider)}))
  const own = read(manifest)
  return {
    manifest: own,
    known,
    regions: known.filter(({name}) => own.regions.includes(name)),
    plans: ['basic', 'premium'],
    unavailable: known.filter(({name}) => name === 'tokyo').map((region) => ({plan: 'premium', region})),
    asyncOptions: {async: 'true'},
    heroku,
    herokuUrl: url,
    limits: {must: 25_000, should: 25_000, background: 25_000},
    call: callPartner,
    now: () => new Date(),
    newId: randomUUID,
    ...changes,
  }
}

function read(manifest: object): PartnerManifest {
  const {result, faults} = readManifest(JSON.stringify(manifest))
  if (!result) throw new Error(faults.join(' '))
  return result
}
