import {
  type BinaryOperationNode,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  OperatorNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type QueryResult,
  type TransactionSettings,
  ValueListNode,
} from 'kysely'
import type {PoolClient, QueryConfig} from 'pg'

/** How a transaction begins: statements sent in one go, of which the last answers a row. */
export interface Brackets {
  beginRead: string
  beginWrite: string
  /** Looks at what they answered, before anything is read or written. */
  begun: (row: Record<string, unknown> | undefined) => void
}

/** Where connections come from. */
export interface Connections {
  connect: () => Promise<PoolClient>
  /** The name under which a statement is prepared on each of them, where it is worth preparing. */
  nameOf: (statement: string) => string | undefined
}

/**
 * Kysely over PostgreSQL connections. Unlike Kysely's own dialect it begins a transaction and asks the first question
 * in one round trip, however much belongs to beginning one, and prepares each statement once per connection.
 */
export function postgresDialect(connections: Connections, brackets: Brackets): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PoolDriver(connections, brackets),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new QueryCompiler(),
  }
}

/** Being in a list of nothing is false, which PostgreSQL does not let one ask. */
class QueryCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode) {
    const {operator, rightOperand: list} = node
    const isEmpty = (PrimitiveValueListNode.is(list) || ValueListNode.is(list)) && list.values.length === 0
    if (isEmpty && OperatorNode.is(operator) && (operator.operator === 'in' || operator.operator === 'not in')) this.append(String(operator.operator === 'not in'))
    else super.visitBinaryOperation(node)
  }
}

class PoolDriver implements Driver {
  constructor(
    private readonly connections: Connections,
    private readonly brackets: Brackets,
  ) {}

  async init() {}

  async acquireConnection(): Promise<PoolConnection> {
    return new PoolConnection(await this.connections.connect(), this.connections)
  }

  async beginTransaction(connection: PoolConnection, {accessMode}: TransactionSettings) {
    const {beginRead, beginWrite, begun} = this.brackets
    connection.begin(accessMode === 'read only' ? beginRead : beginWrite, begun)
  }

  async commitTransaction(connection: PoolConnection) {
    await connection.commit()
  }

  async rollbackTransaction(connection: PoolConnection) {
    await connection.rollback()
  }

  async releaseConnection(connection: PoolConnection) {
    connection.release()
  }

  async destroy() {}
}

/** It is not known whether a change was made: the connection broke while the database was asked to make it. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
}

class PoolConnection implements DatabaseConnection {
  /** A connection that cannot be brought back to rest is not used again. */
  #broken = false
  /** Ends when the transaction is known to have begun. */
  #begun: Promise<void> | undefined

  constructor(
    private readonly client: PoolClient,
    private readonly connections: Connections,
  ) {}

  async executeQuery<Row>({sql, parameters}: CompiledQuery): Promise<QueryResult<Row>> {
    // Several statements, as of migrations, cannot be prepared.
    const name = sql.includes(';') ? undefined : this.connections.nameOf(sql)
    const config = {...(name !== undefined && {name}), text: sql, values: [...parameters]}
    // Only a question may be asked before it is known that there is a transaction: it changes nothing where there is none.
    if (this.#begun && !/^\s*select\b/.test(sql)) await this.#begun
    const answer = this.#query(config)
    if (this.#begun) await this.#afterBegun(answer)
    const {rows, rowCount, command} = await answer
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE'
    return {rows: rows as Row[], ...(changes && {numAffectedRows: BigInt(rowCount ?? 0)})}
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  /** Sends statements that take no values, and has the first row of the last one looked at before anything else counts. */
  begin(statements: string, begun: Brackets['begun']) {
    this.#begun = this.#query({text: statements}).then((results: unknown) => {
      const last = (Array.isArray(results) ? results.at(-1) : results) as {rows?: Record<string, unknown>[]} | undefined
      begun(last?.rows?.[0])
    })
    // Whoever asks or commits first is told.
    this.#begun.catch(() => {})
  }

  /** What was asked too early is of no interest where nothing has begun. */
  async #afterBegun(answer: Promise<unknown>) {
    answer.catch(() => {})
    await this.#begun
    this.#begun = undefined
  }

  async commit() {
    await this.#begun
    const {command} = await this.#query({text: 'commit'}).catch((error: unknown) => {
      if (!this.#broken) throw error
      throw new OutcomeUnknown('The connection to the database broke while a change was being made.', {cause: error})
    })
    // A transaction in which a statement has failed is taken back without a word when it is committed.
    if (command !== 'COMMIT') throw new Error('A statement of the transaction had failed, and nobody had told.')
  }

  async rollback() {
    // A connection that ends takes its transaction back; what went wrong before is what is told.
    if (!this.#broken) await this.#query({text: 'rollback'}).catch(() => (this.#broken = true))
  }

  release() {
    this.client.release(this.#broken)
  }

  async #query(config: QueryConfig) {
    if (this.#broken) throw new Error('Connection terminated')
    try {
      return await this.client.query(config)
    } catch (error) {
      // Only an error that the database has told leaves the connection as it was.
      if ((error as {severity?: string}).severity !== 'ERROR') this.#broken = true
      throw error
    }
  }
}
