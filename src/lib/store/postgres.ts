import {Kysely, sql} from 'kysely'
import {StoreFailure} from './failure.js'
import type {Migrating} from './migrate.js'
import {migrations as allMigrations} from './migrations.js'
import {type Brackets, postgresDialect} from './postgres-dialect.js'
import {isAbsent, isConnectionLost, postgresFailure} from './postgres-failure.js'
import {type PoolOptions, PostgresPool} from './postgres-pool.js'
import type {Tables} from './schema.js'
import {SharedTransactions} from './shared-transactions.js'
import type {Database, Store} from './store.js'

export interface WorldOptions extends Omit<Migrating, 'location'> {
  /** The schema that holds the world's tables. */
  schema?: string
  /** For a world that others may delete at any moment. */
  named?: Named
}

/** A world that is not made just because somebody opens it, and that may go. */
interface Named {
  /** The failure of whoever looks for it when it is gone. */
  gone: () => StoreFailure
  /** Makes it where it is not there; without it there has to be one. */
  make?: {
    /** Asked in the transaction that makes it. @throws what keeps it from being made */
    allow: (db: Database) => Promise<void>
    /** What the schema says of itself. */
    comment: string
  }
}

export interface PostgresOptions extends PoolOptions, WorldOptions {}

const defaultSchema = 'spacedock'

/** Tries of one piece of work when its connection is lost under it. */
const tries = 3

/**
 * Opens a store that any number of processes share. One of them at a time writes to a world, as in a state file: what a
 * change has read cannot change under it, so that every limit is exact. Who reads waits for nobody.
 *
 * @throws {StoreFailure} when the database cannot be reached or used, or is of a newer version
 */
export async function openPostgres({url, connections, ...options}: PostgresOptions): Promise<Store & {pool: PostgresPool}> {
  const pool = await PostgresPool.open({url, ...(connections !== undefined && {connections})})
  try {
    return {...(await openSchema(pool, options)), close: () => pool.close(), pool}
  } catch (error) {
    await pool.close()
    throw error
  }
}

/** The same, on connections that others use as well. */
export async function openSchema(pool: PostgresPool, {schema = defaultSchema, migrations = allMigrations, seed, named}: WorldOptions): Promise<Store> {
  const {location} = pool
  const failureOf = (error: unknown): unknown => (named && isAbsent(error) ? named.gone() : postgresFailure(error, location))
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (attempt === tries || !isConnectionLost(error)) throw failureOf(error)
      }
    }
  }
  const version = migrations.length
  let table: unknown
  const isOurs = (row: Record<string, unknown> | undefined) => {
    // Another of the same name may stand where it stood: the id of a table is of one only.
    if (named && row?.['tableoid'] !== (table ??= row?.['tableoid'])) throw named.gone()
    if (row?.['schema_version'] !== version) throw versionFailure(location, Number(row?.['schema_version']), version)
  }
  const db = new Kysely<Tables>({dialect: postgresDialect(pool, bracketsOf(schema, isOurs))})
  await guarded(() => migratePostgres(pool, {schema, location, seed, migrations, named}))
  const changing = new SharedTransactions({
    transact: (work) => guarded(() => db.transaction().execute(work)),
    failureOf,
    tooLate: () => new StoreFailure('busy', `Too many changes wait for the database ${location}. Nothing was changed; try again in a moment.`),
  })
  const changes = coalesced(async () => {
    // Where it is prepared, the name is of this schema only. Of named worlds there is no end, so for them it is not.
    const [row] = await pool.query<{changes: number; tableoid: number}>({...(!named && {name: `changes ${schema}`}), text: `select changes, tableoid from "${schema}".world`})
    return row && `${row.tableoid} ${row.changes}`
  })
  return {
    kind: 'postgres',
    location,
    read: (work) => guarded(() => db.transaction().setAccessMode('read only').execute(work)),
    write: (work) => changing.make(work),
    // Whatever is wrong with the database is told by the next query.
    version: () => changes().catch(() => undefined),
    close: async () => {},
  }
}

/** Whoever writes holds the row of the world until it is done; the next one sees all that it has written. */
const bracketsOf = (schema: string, begun: Brackets['begun']): Brackets => ({
  beginRead: `begin isolation level repeatable read read only; set local search_path to "${schema}"; select schema_version, tableoid from world`,
  beginWrite: `begin; set local search_path to "${schema}"; update world set changes = changes + 1 returning schema_version, tableoid`,
  begun,
})

/** Brings a database to this version's schema, and a new one to the seeded world, in one transaction; others wait meanwhile. */
async function migratePostgres(pool: PostgresPool, {schema, location, seed, migrations, named}: Required<Omit<Migrating, 'migrations'>> & {schema: string; migrations: NonNullable<Migrating['migrations']>; named: Named | undefined}) {
  const wanted = migrations.length
  const beginWrite = `begin; set local statement_timeout to '5min'; set local lock_timeout to '1min'; set local search_path to "${schema}";
    ${lockSchema(schema)}`
  const db = new Kysely<Tables>({dialect: postgresDialect(pool, {beginRead: 'begin read only', beginWrite, begun: () => {}})})
  const look = (transaction: Kysely<Tables>) => versionOf(transaction, {schema, location, wanted})
  if ((await look(db)) === wanted) return
  await db.transaction().execute(async (transaction) => {
    const from = await look(transaction)
    if (from === wanted) return
    if (from === 0 && named) {
      if (!named.make) throw named.gone()
      await named.make.allow(transaction)
    }
    if (from === 0) await run(transaction, [`create schema if not exists "${schema}"`, 'create table world (changes bigint not null, schema_version integer not null)', 'insert into world values (0, 0)'])
    // Whoever still writes with the schema of before is waited for.
    await run(transaction, [`update world set changes = changes + 1, schema_version = ${wanted}`, ...migrations.slice(from).flat().map(asInPostgres)])
    if (from === 0) await seed(transaction)
    if (from === 0 && named?.make) await run(transaction, [`comment on schema "${schema}" is '${named.make.comment}'`])
  })
}

/** Whoever makes or deletes a schema does so alone, until the transaction ends. */
export const lockSchema = (schema: string): string => `select pg_advisory_xact_lock(hashtextextended('spacedock schema ${schema}', 0))`

const run = (db: Database, statements: readonly string[]) => sql.raw(statements.join(';\n')).execute(db)

/** As in SQLite: texts are compared byte by byte, whatever the database's language, and integers have 64 bits. */
const asInPostgres = (statement: string): string => statement.replaceAll(/\b(text|integer)\b/g, (type) => types[type as keyof typeof types])

const types = {text: 'text collate "C"', integer: 'bigint'}

/** The version of a world's schema; 0 where there is none. */
async function versionOf(db: Kysely<Tables>, {schema, location, wanted}: {schema: string; location: string; wanted: number}): Promise<number> {
  const {rows: tables} = await sql<{name: string}>`select table_name as name from information_schema.tables where table_schema = ${schema}`.execute(db)
  if (tables.length === 0) return 0
  if (!tables.some(({name}) => name === 'world'))
    throw new StoreFailure('foreign', `The schema ${schema} of the database ${location} is another program's. Nothing was changed; name another database.`)
  const {rows} = await sql<{version: number}>`select schema_version as version from ${sql.table(`${schema}.world`)}`.execute(db)
  const version = rows[0]?.version ?? 0
  if (version > wanted) throw versionFailure(location, version, wanted)
  return version
}

const versionFailure = (location: string, found: number, known: number) =>
  found < known
    ? new StoreFailure('older', `The database ${location} has gone back to schema ${found}, and this spacedock needs ${known}. Restart it.`)
    : new StoreFailure('newer', `The database ${location} was written by a newer version of spacedock (schema ${found}, this one knows ${known}). Update spacedock to use it.`)

/** Asks once for all who want to know: who comes while it is being asked waits for the next answer, so that none is older than its question. */
function coalesced<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () =>
    (next ??= running.then(() => {
      next = undefined
      const asked = ask()
      running = asked.catch(() => {})
      return asked
    }))
}
