import type {RateLimit} from '../operations/accounts.js'
import type {ApiRequest} from '../operations/wire.js'
import {requestsPerHour} from '../rules/facts.js'
import {failureOf} from '../rules/facts/failures.js'
import type {Database, Store} from '../store/store.js'
import type {Surroundings} from './control-plane.js'
import {ApiError} from './errors.js'
import type {Handlers} from './handler.js'
import {readAt} from './moment.js'
import type {Noted} from './noted.js'
import {readSettings} from './settings.js'

/** Microseconds of an hour: times in the store are in microseconds, so that any limit divides it well. */
const hour = 3_600_000_000

/** What of the budget that is left a server takes at once. */
const share = 20

/** For how long nobody spends a lease, in milliseconds, until it is given back with the next that is taken. */
const patience = 60_000

/** For how long a server takes it that there is no limit, in milliseconds. */
const recheck = 1000

/** Tokens, and accounts, remembered at most; past it all are forgotten. */
const mostKnown = 10_000

/** What an account may spend on this server without asking the store. */
interface Lease {
  /** Requests that are left of it. */
  left: number
  /** When the budget would be full again: from then on what is left is worth nothing, as the store has it too. */
  until: number
  /** What was left in the store when it was taken, when that was, and how long one more takes to come. In milliseconds. */
  rest: number
  at: number
  interval: number
  limit: number
  /** When one was last spent, in milliseconds. */
  used: number
}

/** What was taken out of the bucket of an account and not spent, as a time in microseconds. */
interface Unspent {
  account: string
  time: number
}

/**
 * Counts the requests of accounts as a bucket that fills continuously (facts/platform-api.md 1.2), exactly over all servers of a
 * store: each spends only what it has taken out of the bucket before, a share of what is there at a time. docs/design.md
 * says why no more than the limit ever passes.
 */
export class RateLimiter {
  readonly #accounts = new Map<string, string>()
  readonly #leases = new Map<string, Lease>()
  readonly #taking = new Map<string, {waiting: number; taken: Promise<void>}>()

  constructor(
    private readonly store: Store,
    private readonly clock: () => Date,
  ) {}

  /** Spends one request at once. @returns what is left, or undefined where the store has to be asked first */
  spendKnown(authorization: string): number | undefined {
    const account = this.#accounts.get(authorization)
    return account === undefined ? undefined : this.#spend(account, this.clock().getTime())
  }

  /**
   * Spends one request.
   *
   * @param identify tells the account of a token that has not been seen yet
   * @returns what is left
   * @throws {ApiError} 429
   */
  async spend(authorization: string, identify: () => Promise<string>): Promise<number> {
    let account = this.#accounts.get(authorization)
    if (account === undefined) {
      account = await identify()
      if (this.#accounts.size >= mostKnown) this.#accounts.clear()
      this.#accounts.set(authorization, account)
    }
    for (;;) {
      const left = this.#spend(account, this.clock().getTime())
      if (left !== undefined) return left
      await this.#take(account)
    }
  }

  /** A token that is refused is nobody's: what comes with it is counted to no account. */
  forget(authorization: string): void {
    this.#accounts.delete(authorization)
  }

  /** What this server has taken for an account and not spent. */
  unspent(account: string): number {
    const lease = this.#leases.get(account)
    return lease && this.clock().getTime() < lease.until && Number.isFinite(lease.left) ? lease.left : 0
  }

  /** Gives back all that was taken and is not spent. What cannot be given back counts as spent, as does that of a server that is killed: nobody knows how much was. */
  async giveBack(): Promise<void> {
    const unspent = this.#release(Number.POSITIVE_INFINITY)
    if (unspent.length > 0) await this.store.write((db) => refill(db, unspent)).catch(() => {})
  }

  /** Lets go of leases that nobody has spent since, each at once, so that nobody does any more. */
  #release(since: number): Unspent[] {
    const now = this.clock().getTime()
    const unspent: Unspent[] = []
    for (const [account, {left, until, interval, used}] of this.#leases) {
      if (used > since) continue
      this.#leases.delete(account)
      if (left > 0 && Number.isFinite(left) && now < until) unspent.push({account, time: Math.floor(left * interval * 1000)})
    }
    return unspent
  }

  #spend(account: string, now: number): number | undefined {
    const lease = this.#leases.get(account)
    if (!lease || now >= lease.until) return undefined
    if (lease.left === 0) {
      const wait = lease.at + lease.interval - now
      if (lease.rest > 0 || wait <= 0) return undefined
      throw rateLimited(wait)
    }
    lease.left--
    lease.used = now
    return Math.min(lease.limit, lease.left + lease.rest + Math.floor((now - lease.at) / lease.interval))
  }

  /** Takes from the store for all who wait. */
  async #take(account: string): Promise<void> {
    const other = this.#taking.get(account)
    if (other) {
      other.waiting++
      return other.taken
    }
    const own = {waiting: 1, taken: Promise.resolve()}
    own.taken = this.#lease(account, () => own.waiting)
      .then((lease) => {
        if (this.#leases.size >= mostKnown) this.#leases.clear()
        this.#leases.set(account, lease)
      })
      .finally(() => this.#taking.delete(account))
    this.#taking.set(account, own)
    return own.taken
  }

  async #lease(account: string, waiting: () => number): Promise<Lease> {
    const {'requests-per-hour': limit} = await this.store.read(readSettings)
    const now = this.clock().getTime()
    if (limit === 0) return {left: Number.POSITIVE_INFINITY, until: now + recheck, rest: 0, at: now, interval: 1, limit: Number.POSITIVE_INFINITY, used: now}
    const unspent = this.#release(now - patience)
    return this.store.write(async (db) => {
      await refill(db, unspent)
      const {available, interval, full} = await bucketOf(db, account, limit, now)
      const size = Math.min(available, Math.max(Math.floor(available / share), waiting()))
      const fullAt = Math.ceil(full + size * interval)
      if (size > 0)
        await db
          .insertInto('rate_limits')
          .values({account_id: account, full_at: fullAt})
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet({full_at: fullAt}))
          .execute()
      const rest = available - size
      // With none left, the next one comes when a whole one has: not before.
      const at = rest === 0 ? (fullAt - limit * interval) / 1000 : now
      return {left: size, until: fullAt / 1000, rest, at, interval: interval / 1000, limit, used: now}
    })
  }
}

/** Exact, as the bucket of a lease that is worth something has not been full since it was taken: until then all that is done to it is added. */
async function refill(db: Database, unspent: readonly Unspent[]): Promise<void> {
  for (const {account, time} of unspent)
    await db
      .updateTable('rate_limits')
      .set(({eb}) => ({full_at: eb('full_at', '-', time)}))
      .where('account_id', '=', account)
      .execute()
}

/** What is in an account's bucket: how many requests, how long one takes to come, and from when on it is full. In microseconds. */
async function bucketOf(db: Database, account: string, limit: number, now: number): Promise<{available: number; interval: number; full: number}> {
  const row = await db.selectFrom('rate_limits').select('full_at').where('account_id', '=', account).executeTakeFirst()
  const interval = hour / limit
  const full = Math.max(row?.full_at ?? 0, now * 1000)
  return {available: Math.max(0, limit - Math.ceil((full - now * 1000) / interval)), interval, full}
}

/** @param wait milliseconds until one request is allowed */
const rateLimited = (wait: number): ApiError =>
  new ApiError(429, {...failureOf(429)}, {'retry-after': String(Math.max(1, Math.ceil(wait / 1000))), 'ratelimit-remaining': '0'})

/** What a request does not count for: asking what is left (facts/platform-api.md 1.2), and running the control plane, which is how one raises the limit. */
const free = /^\/(account\/rate-limits|control-plane|oauth\/token)(?![^/?])/

/** Whether a request counts. */
const counts = (path: string): boolean => !free.test(path)

export const rateLimitHandlers: Handlers<'rate-limit.info'> = {
  async 'rate-limit.info'({db, actor, outside, settings, unspent}): Promise<RateLimit> {
    const {'requests-per-hour': limit} = await settings()
    if (limit === 0) return {remaining: requestsPerHour}
    const {available} = await bucketOf(db, actor.account.id, limit, outside().getTime())
    return {remaining: Math.min(limit, available + unspent(actor.account.id))}
  },
}

/**
 * Counts a request to its account.
 *
 * @returns whether the store had to be asked
 * @throws {ApiError} 401, or 429 where none is left
 */
export async function countRequest(surroundings: Surroundings, request: ApiRequest, noted: Noted): Promise<boolean> {
  const {limits, identify} = surroundings
  const authorization = request.headers['authorization']
  if (!limits || authorization === undefined || !counts(request.path)) return false
  const known = limits.spendKnown(authorization)
  noted.remaining = known ?? (await limits.spend(authorization, () => readAt(surroundings, async (db, {now}) => (await identify(request, db, now)).account.id)))
  return known === undefined
}

const nothing = {}

/** The header that tells what is left; nothing where nothing is counted. */
export const remainingHeader = ({remaining}: Noted): Record<string, string> => (remaining === undefined || !Number.isFinite(remaining) ? nothing : {'ratelimit-remaining': String(remaining)})
