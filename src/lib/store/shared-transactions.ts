import {sql} from 'kysely'
import type {Database} from './store.js'

/** Changes of one transaction at most: who has come first waits for all of them, and so do other servers. */
const most = 20

/** How long somebody waits for a turn at most, in milliseconds. */
const patience = 10_000

interface Change {
  work: (db: Database) => Promise<unknown>
  deadline: number
  resolve: (result: never) => void
  reject: (error: unknown) => void
}

interface Transactions {
  /** Does work in a transaction, from the beginning where it has to be done again. */
  transact: <T>(work: (db: Database) => Promise<T>) => Promise<T>
  /** What is told of an error of the database. */
  failureOf: (error: unknown) => unknown
  /** The error for who has waited too long. */
  tooLate: () => Error
}

/**
 * Makes changes one after the other, in the order in which they came, and what has come meanwhile in the same transaction:
 * its beginning, its lock and its commit are paid for once. Each sees what was changed before it and leaves nothing behind
 * when it throws, and nobody is told anything before all is kept.
 */
export class SharedTransactions {
  readonly #waiting: Change[] = []
  #isWorking = false

  constructor(private readonly transactions: Transactions) {}

  make<T>(work: (db: Database) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({work, deadline: performance.now() + patience, resolve, reject})
      if (!this.#isWorking) void this.#makeAll()
    })
  }

  async #makeAll() {
    this.#isWorking = true
    for (let first = this.#next(); first; first = this.#next()) await this.#makeFrom(first)
    this.#isWorking = false
  }

  #next(): Change | undefined {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (performance.now() <= next.deadline) return next
      next.reject(this.transactions.tooLate())
    }
    return undefined
  }

  async #makeFrom(first: Change) {
    const changes = [first]
    try {
      const told = await this.transactions.transact(async (db) => {
        const outcomes: (() => void)[] = []
        for (const change of changes) {
          outcomes.push(await (changes.length === 1 ? alone(db, change) : this.#amongOthers(db, change, outcomes.length)))
          const next = change === changes.at(-1) && changes.length < most && this.#next()
          if (next) changes.push(next)
        }
        return outcomes
      })
      for (const tell of told) tell()
    } catch (error) {
      for (const {reject} of changes) reject(error)
    }
  }

  async #amongOthers(db: Database, {work, resolve, reject}: Change, number: number) {
    // A name of its own: one that could not be set must not be taken for that of the change before, which would be undone.
    const savepoint = sql.raw(`change_${number}`)
    // Nobody waits for it, as it is sent before all else: had it failed, so would the next question.
    sql`savepoint ${savepoint}`.execute(db).catch(() => {})
    try {
      const result = await work(db)
      return () => resolve(result as never)
    } catch (error) {
      await sql`rollback to savepoint ${savepoint}`.execute(db)
      return () => reject(this.transactions.failureOf(error))
    }
  }
}

const alone = async (db: Database, {work, resolve}: Change) => {
  const result = await work(db)
  return () => resolve(result as never)
}
