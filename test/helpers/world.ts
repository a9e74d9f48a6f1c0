import {sql} from 'kysely'
import {afterEach, inject} from 'vitest'
import type {ApiRequest, ErrorBody, Method, Send} from '../../src/lib/operations/wire.js'
import {AnswerCache} from '../../src/lib/platform/answer-cache.js'
import {acceptToken, actAsHeader, digestOf, requireToken, trustCaller} from '../../src/lib/platform/authentication.js'
import {createControlPlane} from '../../src/lib/platform/control-plane.js'
import {RateLimiter} from '../../src/lib/platform/rate-limits.js'
import {defaultAccount} from '../../src/lib/store/seed/default-account.js'
import {seedWorld} from '../../src/lib/store/seed/world.js'
import {openSqlite} from '../../src/lib/store/sqlite.js'
import type {Store} from '../../src/lib/store/store.js'
import {openTestSchema} from './postgres-schema.js'

/** An answer with its body parsed. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  // Tests say what they expect of an answer; its type is what they are about.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

export interface RequestOptions {
  /** The email address of the account to act as. */
  as?: string
  headers?: Record<string, string>
  /** The address it comes from. */
  from?: string
  /** An object is sent as JSON, a string as it is. */
  body?: unknown
}

export interface World {
  /** The seam itself, as clients and servers use it. */
  send: Send
  request(method: Method, path: string, options?: RequestOptions): Promise<Answer>
  get(path: string, options?: RequestOptions): Promise<Answer>
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>
  put(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>
  patch(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>
  delete(path: string, options?: RequestOptions): Promise<Answer>
  /** What the clock shows. */
  now(): Date
  /** Moves the clock on. */
  pass(seconds: number): void
  /** A space that is allocated, in the team `acme` unless it says otherwise. */
  space(name: string, wanted?: Record<string, unknown>): Promise<Answer['body']>
  /** A new token of an account, whether the world asks for tokens or not. */
  tokenOf(email: string, expiresIn?: number, scopes?: readonly string[]): Promise<string>
  /** Runs a statement on the store behind the control plane's back. */
  sql(statement: string): Promise<void>
  /** What was reported as a fault of the control plane itself. */
  faults: unknown[]
}

export const member = 'member@acme.example'
export const viewer = 'viewer@acme.example'
export const collaborator = 'collaborator@acme.example'
export const stranger = 'admin@globex.example'

const opened: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()))
})

export interface WorldOptions {
  /** As it is served: every request needs a token (one of `tokenOf`), and answers are kept. */
  guarded?: boolean
  /** A state file, where several worlds are to share one; each then begins its ids elsewhere. */
  file?: string
  firstId?: number
  /** Where it is served. */
  url?: string
  /** An operator's token of the process alone. */
  token?: string
}

/** In a state file, or where the whole suite runs on PostgreSQL in a schema of its own. */
const openStore = (file: string): Promise<Store> => {
  const url = inject('database')
  return url === undefined ? openSqlite({file, seed: seedWorld}) : openTestSchema(url, file)
}

/** A fresh seeded world in memory, with a clock that only tests move and ids and chances that repeat. */
export async function createWorld({guarded = false, file = ':memory:', firstId = 1, url, token}: WorldOptions = {}): Promise<World> {
  const store = await openStore(file)
  opened.push(() => store.close())
  let now = Date.parse('2026-01-01T00:00:00.000Z')
  const next = counter(firstId)
  const chance = counter()
  const faults: unknown[] = []
  const send = createControlPlane({
    store,
    identify: guarded ? (token === undefined ? requireToken : acceptToken(token, defaultAccount, requireToken)) : trustCaller(defaultAccount),
    ...(url !== undefined && {address: {url}}),
    ...(guarded && {shared: true, cache: new AnswerCache(), limits: new RateLimiter(store, () => new Date(now))}),
    clock: () => new Date(now),
    newId: () => `00000000-0000-4000-8000-${next().toString(16).padStart(12, '0')}`,
    random: () => ((chance() * 2654435761) % 4294967296) / 4294967296,
    report: (error) => faults.push(error),
  })

  const request: World['request'] = async (method, path, {as, headers = {}, body, from} = {}) => {
    const sent: ApiRequest = {
      method,
      path,
      headers: {accept: 'application/vnd.heroku+json; version=3', ...headers, ...(as && {[actAsHeader]: as})},
      ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
      ...(from !== undefined && {from}),
    }
    const answer = await send(sent)
    return {...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body)}
  }

  const world: World = {
    send,
    request,
    get: (path, options) => request('GET', path, options),
    post: (path, body, options) => request('POST', path, {...options, body}),
    put: (path, body, options) => request('PUT', path, {...options, body}),
    patch: (path, body, options) => request('PATCH', path, {...options, body}),
    delete: (path, options) => request('DELETE', path, options),
    now: () => new Date(now),
    pass(seconds) {
      now += seconds * 1000
    },
    async space(name, wanted = {}) {
      const {status, body} = await world.post('/spaces', {name, team: 'acme', ...wanted})
      if (status !== 201) throw new Error(`The space ${name} was refused: ${body.message}`)
      world.pass(60)
      return body
    },
    tokenOf: (email, expiresIn, scopes = ['global']) =>
      store.write(async (db) => {
        const token = `test-token-${next()}`
        const {id: account_id} = await db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirstOrThrow()
        const at = new Date(now).toISOString()
        const expires_at = expiresIn === undefined ? null : new Date(now + expiresIn * 1000).toISOString()
        const row = {id: `token-${token}`, digest: digestOf(token), account_id, scopes_json: JSON.stringify(scopes), description: 'a test', expires_at, created_at: at, updated_at: at}
        await db.insertInto('tokens').values(row).execute()
        return token
      }),
    sql: (statement) => store.write(async (db) => void (await sql.raw(statement).execute(db))),
    faults,
  }
  return world
}

function counter(first = 1): () => number {
  let count = first
  return () => count++
}

/** Checks that a request was refused with this status and id, and that the sentence names what it must. */
export function expectRefusal(answer: Answer, status: number, id: string, ...names: (RegExp | string)[]): void {
  const {message} = answer.body as ErrorBody
  const told = `${answer.status} ${answer.body?.id}: ${message}`
  if (answer.status !== status || answer.body?.id !== id) throw new Error(`Expected ${status} ${id}, got ${told}`)
  for (const name of names) {
    if (typeof name === 'string' ? !message.includes(name) : !name.test(message)) throw new Error(`Expected the message to name ${name}, got ${told}`)
  }
}
