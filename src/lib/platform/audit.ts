import {sql} from 'kysely'
import type {AuditEntry} from '../operations/audit.js'
import type {Operation} from '../operations/operation.js'
import type {ApiRequest} from '../operations/wire.js'
import {prepared} from '../store/prepared.js'
import type {Row} from '../store/schema.js'
import type {Database, Store} from '../store/store.js'
import {targetOf} from './audit-extract.js'
import {overUntil, removeOld} from './audit-retention.js'
import type {Actor} from './context.js'
import {invalid} from './errors.js'
import type {Handlers} from './handler.js'

type Entry = Omit<Row<'audit'>, 'number'>

/** What becomes known of a request on its way through the control plane. */
export interface Trail {
  actor?: Actor
  id?: string
  operation?: Operation
  before?: string | null
  after?: string | null
}

/**
 * The entry of a change, or undefined for what is none: a read, and what asks without saying who.
 *
 * @param at what the clock outside shows: a world's own may be anywhere, and the trail is no part of a world
 */
export function entryOf({actor, id, operation, before = null, after = null}: Trail, {path, from}: ApiRequest, requestId: string, at: Date, status: number): Entry | undefined {
  if (!actor || id === undefined || !operation || operation.method === 'GET') return undefined
  return {
    at: at.toISOString(),
    request_id: requestId,
    account_id: actor.account.id || null,
    account: actor.account.email || null,
    token_id: actor.tokenId ?? null,
    address: from ?? null,
    operation: id,
    target: targetOf(path),
    before_json: before,
    after_json: after,
    status,
  }
}

/** Adds an entry, and removes some that are over. One at a time writes, so the numbers have no gaps. */
export async function record(db: Database, entry: Entry): Promise<void> {
  const [written] = await insertEntry(db, entry)
  if (written) await removeOld(db, {at: entry.at, number: written.number})
}

const insertEntry = prepared((db, {at, request_id, account_id, account, token_id, address, operation, target, before_json, after_json, status}: Entry) =>
  db
    .insertInto('audit')
    .values({at, request_id, account_id, account, token_id, address, operation, target, before_json, after_json, status, number: sql<number>`(select coalesce(max(number), 0) + 1 from audit)`})
    .returning('number'),
)

/** Refusals that wait to be written at most; past it the oldest are dropped. */
const mostWaiting = 1000

/**
 * Writes down refusals, whose own transactions leave nothing behind. Nobody waits for that: whatever has come while
 * some were written is written together next.
 */
export class Refusals {
  #waiting: Entry[] = []
  #writing: Promise<void> | undefined

  constructor(private readonly store: Store) {}

  add(entry: Entry): void {
    if (this.#waiting.push(entry) > mostWaiting) this.#waiting.shift()
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined))
  }

  /** Resolves when all that have come are written, or cannot be. */
  async written(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const entries = this.#waiting
      this.#waiting = []
      try {
        await this.store.write(async (db) => {
          for (const entry of entries) await record(db, entry)
        })
      } catch {
        // The store says what is wrong with it to whoever asks next; these are tried again with the next refusal.
        this.#waiting.unshift(...entries.slice(-mostWaiting))
        return
      }
    }
  }
}

/** Entries that one answer has, unless it is asked for fewer or more. */
const usual = 50
const most = 1000

export const auditHandlers: Handlers<'control-plane-audit.list'> = {
  async 'control-plane-audit.list'({db, outside, settings, wanted}) {
    const {account, operation, since, limit} = filtersIn(wanted.query)
    let entries = db.selectFrom('audit').selectAll().orderBy('number', 'desc').limit(limit)
    if (account !== null) entries = entries.where((is) => is.or([is('account', '=', account.toLowerCase()), is('account_id', '=', account)]))
    if (operation !== null) entries = entries.where('operation', '=', operation)
    if (since !== null) entries = entries.where('at', '>=', since)
    const over = overUntil(await settings(), outside())
    if (over !== undefined) entries = entries.where('at', '>', over)
    return (await entries.execute()).map(view)
  },
}

function filtersIn(query: URLSearchParams) {
  const limit = query.get('limit') ?? String(usual)
  if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > most) throw invalid(`limit is a whole number from 1 to ${most}, not ${limit}.`)
  const since = query.get('since')
  if (since !== null && !/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(since)) throw invalid(`since is a time such as 2026-01-31T12:00:00Z, not ${since}.`)
  return {account: query.get('account'), operation: query.get('operation'), since, limit: Number(limit)}
}

const parsed = (json: string | null): Record<string, unknown> | null => (json === null ? null : (JSON.parse(json) as Record<string, unknown>))

const view = ({number, at, request_id, account, token_id, address, operation, target, before_json, after_json, status}: Row<'audit'>): AuditEntry => ({
  number,
  at,
  request_id,
  account,
  token: token_id,
  address,
  operation,
  target,
  before: parsed(before_json),
  after: parsed(after_json),
  status,
})
