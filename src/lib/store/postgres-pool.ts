import type pg from 'pg'
import type {Connections} from './postgres-dialect.js'
import {isConnectionLost} from './postgres-failure.js'

export interface PoolOptions {
  /** `postgres://user:password@host:port/database`, with what `pg` reads besides (`sslmode`, `host`, …). */
  url: string
  /** Connections at most. */
  connections?: number
}

const defaultConnections = 10

/** Times in milliseconds after which somebody is no longer waited for. */
const patience = {connect: 5_000, lock: 10_000, statement: 10_000, silence: 15_000, idleInTransaction: 10_000}

/** Pauses in milliseconds after which a database that could not be reached is tried again. */
const pauses = {first: 100, longest: 5_000}

/** Statements prepared per connection at most; past it what is new is sent whole, which only lists of varying length can cause. */
const statementsKept = 1000

/** Counts come as numbers, as from SQLite; they are far from where a number is no longer exact. */
const bigint = 20
const typesOf = ({getTypeParser}: typeof pg.types): pg.CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: 'text') => (oid === bigint ? Number : getTypeParser(oid, format))) as typeof getTypeParser,
})

/** Connections to one database, which is left in peace for a while after it could not be reached. */
export class PostgresPool implements Connections {
  /** Where the database is, for messages: without what lets one in. */
  readonly location: string
  readonly #pool: pg.Pool
  readonly #names = new Map<string, string>()
  #pause = pauses.first
  #down: {until: number; error: unknown} | undefined

  /** Loads the driver, which nobody else needs. */
  static async open(options: PoolOptions): Promise<PostgresPool> {
    const {Pool, types} = await import('pg')
    return new PostgresPool({Pool, types}, options)
  }

  private constructor({Pool, types}: Pick<typeof pg, 'Pool' | 'types'>, {url, connections = defaultConnections}: PoolOptions) {
    this.location = locationOf(url)
    this.#pool = new Pool({
      connectionString: url,
      application_name: 'spacedock',
      max: connections,
      // What is asked at once is sent at once, and answered in that order.
      pipeline: true,
      types: typesOf(types),
      connectionTimeoutMillis: patience.connect,
      lock_timeout: patience.lock,
      statement_timeout: patience.statement,
      query_timeout: patience.silence,
      idle_in_transaction_session_timeout: patience.idleInTransaction,
      keepAlive: true,
    })
    // A connection that ends fails whoever uses it, and is replaced when one is needed; without a listener it ends the process.
    this.#pool.on('error', () => {})
    this.#pool.on('connect', (client) => {
      client.on('error', () => {})
      // Planning most statements takes longer than running them, and what they are run with changes nothing about how.
      client.query("set plan_cache_mode to 'force_generic_plan'").catch(() => {})
    })
  }

  async connect(): Promise<pg.PoolClient> {
    if (this.#down && performance.now() < this.#down.until) throw this.#down.error
    try {
      const client = await this.#pool.connect()
      this.#down = undefined
      this.#pause = pauses.first
      return client
    } catch (error) {
      if (isConnectionLost(error)) {
        this.#down = {until: performance.now() + this.#pause, error}
        this.#pause = Math.min(this.#pause * 2, pauses.longest)
      }
      throw error
    }
  }

  nameOf(statement: string): string | undefined {
    const known = this.#names.get(statement)
    if (known !== undefined || this.#names.size >= statementsKept) return known
    const name = `s${this.#names.size}`
    this.#names.set(statement, name)
    return name
  }

  async query<Row extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<Row[]> {
    const client = await this.connect()
    try {
      const {rows} = await client.query<Row>(config)
      client.release()
      return rows
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }
}

function locationOf(url: string): string {
  try {
    const {protocol, username, host, pathname} = new URL(url)
    return `${protocol}//${username && `${username}@`}${host}${pathname}`
  } catch {
    return 'of --database'
  }
}
