import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type {SqliteDatabase, SqliteStatement, SqliteValue} from './sqlite-binding.js'

/** Prepared statements kept per connection; past it all are dropped, which only lists of varying length can cause. */
const statementsKept = 500

/**
 * Kysely over one synchronous SQLite connection. Unlike Kysely's own dialect it begins writing transactions
 * `IMMEDIATE`, so that two processes that read, decide and write wait for each other instead of failing half-way.
 */
export function sqliteDialect(open: () => SqliteDatabase): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SingleConnectionDriver(open),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class SingleConnectionDriver implements Driver {
  #connection: SqliteConnection | undefined
  /** Ends when whoever holds the connection gives it back: no second request inside an open transaction. */
  #released: Promise<void> = Promise.resolve()
  #release = () => {}

  constructor(private readonly open: () => SqliteDatabase) {}

  async init() {
    this.#connection = new SqliteConnection(this.open())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#released
    let release = () => {}
    this.#released = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    if (!this.#connection) throw new Error('The driver has not been initialised.')
    return this.#connection
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
    await connection.executeQuery(CompiledQuery.raw(settings.accessMode === 'read only' ? 'begin' : 'begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection) {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
    } catch (error) {
      // A full disk, among others, makes SQLite roll back by itself; the error to be told is that one.
      if (!/no transaction is active/.test((error as Error).message)) throw error
    }
  }

  async releaseConnection() {
    this.#release()
  }

  async destroy() {
    this.#connection?.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #statements = new Map<string, SqliteStatement>()

  constructor(private readonly database: SqliteDatabase) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#prepare(query.sql)
    // Kysely types parameters as unknown; only what SQLite can bind is ever passed.
    const parameters = query.parameters as SqliteValue[]
    if (answersRows(query)) return {rows: statement.all(...parameters) as Row[]}
    const {changes} = statement.run(...parameters)
    return {rows: [], numAffectedRows: BigInt(changes)}
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  close() {
    this.#statements.clear()
    this.database.close()
  }

  #prepare(sql: string): SqliteStatement {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    if (this.#statements.size >= statementsKept) this.#statements.clear()
    const statement = this.database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function answersRows({query}: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || query.kind === 'RawNode' || ('returning' in query && query.returning !== undefined)
}
