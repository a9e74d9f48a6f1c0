import {Kysely, sql} from 'kysely'
import {StoreFailure} from './failure.js'
import type {Migrating} from './migrate.js'
import {postgresDialect} from './postgres-dialect.js'
import {postgresFailure} from './postgres-failure.js'
import type {PostgresPool} from './postgres-pool.js'
import {lockSchema, openSchema} from './postgres.js'
import type {Tables} from './schema.js'
import type {Database, Store} from './store.js'
import {Turns} from './turns.js'
import type {KeptWorld, WorldStores} from './worlds.js'

const prefix = 'spacedock_world_'
const schemaOf = (name: string): string => prefix + name

/** What a schema that holds a world says of itself: nothing else under the prefix is listed or deleted. */
const comment = 'A world of spacedock, made '

/** For how long one waits until it is one's turn to make a world, in milliseconds. */
const patience = 60_000

/** Whoever makes a world counts them and makes it alone. */
const lockWorlds = sql`select pg_advisory_xact_lock(hashtextextended('spacedock worlds', 0))`

/** Named worlds as schemas of the main world's database, on its connections. */
export class PostgresWorlds implements WorldStores {
  /** Whoever waits for the locks of others holds a connection. */
  readonly #turns = new Turns(() => new StoreFailure('busy', 'Too many worlds are being made. Nothing was changed; try again in a moment.'), patience)

  constructor(
    private readonly pool: PostgresPool,
    private readonly seed: Migrating['seed'],
  ) {}

  async list(db: Database): Promise<KeptWorld[]> {
    const {rows} = await sql<{schema: string; comment: string; bytes: string}>`
      select nspname as schema, obj_description(pg_namespace.oid, 'pg_namespace') as comment, coalesce(sum(pg_total_relation_size(pg_class.oid)), 0) as bytes
      from pg_namespace left join pg_class on relnamespace = pg_namespace.oid and relkind = 'r'
      where starts_with(nspname, ${prefix}) and starts_with(obj_description(pg_namespace.oid, 'pg_namespace'), ${comment})
      group by pg_namespace.oid, nspname order by nspname collate "C"`.execute(db)
    return rows.map(({schema, comment: said, bytes}) => ({name: schema.slice(prefix.length), created_at: said.slice(comment.length), bytes: Number(bytes)}))
  }

  async open(name: string): Promise<Store | undefined> {
    try {
      return await openSchema(this.pool, {schema: schemaOf(name), seed: this.seed, named: {gone: () => this.#gone(name)}})
    } catch (error) {
      if (error instanceof StoreFailure && error.kind === 'gone') return undefined
      throw error
    }
  }

  async make(name: string, allow: (present: number) => void): Promise<Store> {
    const make = {
      comment: comment + new Date().toISOString(),
      async allow(db: Database) {
        await lockWorlds.execute(db)
        allow((await schemasIn(db)).length)
      },
    }
    return (await this.open(name)) ?? this.#turns.take(() => openSchema(this.pool, {schema: schemaOf(name), seed: this.seed, named: {gone: () => this.#gone(name), make}}))
  }

  /** Whoever is in a transaction holds a lock on the world's row until it ends; whoever comes later finds nothing. */
  async end(name: string): Promise<() => void> {
    const schema = schemaOf(name)
    const beginWrite = `begin; set local statement_timeout to '5min'; set local lock_timeout to '1min'; ${lockSchema(schema)}`
    const db = new Kysely<Tables>({dialect: postgresDialect(this.pool, {beginRead: 'begin read only', beginWrite, begun: () => {}})})
    try {
      await db.transaction().execute(async (transaction) => {
        if (!(await schemasIn(transaction)).includes(schema)) return
        await sql.raw(`lock table "${schema}".world in access exclusive mode`).execute(transaction)
        await sql.raw(`drop schema "${schema}" cascade`).execute(transaction)
      })
    } catch (error) {
      throw postgresFailure(error, this.pool.location)
    }
    return () => {}
  }

  #gone(name: string): StoreFailure {
    return new StoreFailure('gone', `The world ${name} has been deleted.`)
  }
}

/** The schemas that hold named worlds. */
async function schemasIn(db: Database): Promise<string[]> {
  const {rows} = await sql<{schema: string}>`
    select nspname as schema from pg_namespace
    where starts_with(nspname, ${prefix}) and starts_with(obj_description(oid, 'pg_namespace'), ${comment})`.execute(db)
  return rows.map(({schema}) => schema)
}
