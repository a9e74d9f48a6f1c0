import {Kysely, sql, type Transaction} from 'kysely'
import {StoreFailure} from './failure.js'
import {migrations} from './migrations.js'
import type {Tables} from './schema.js'

/** What a handler queries: a transaction on the store. */
export type Database = Transaction<Tables>

/**
 * A world's state. `read` sees one moment of it; `write` decides and changes in one transaction, which nobody else can
 * come between, and which leaves nothing behind when it throws.
 */
export interface Store {
  readonly kind: 'sqlite'
  /** Where the state is, for messages: a file. */
  readonly location: string
  read<T>(work: (db: Database) => Promise<T>): Promise<T>
  write<T>(work: (db: Database) => Promise<T>): Promise<T>
  /** Differs from before whenever anybody has changed the state; undefined where that cannot be told cheaply. */
  version(): string | undefined
  close(): Promise<void>
}

export const schemaVersion = migrations.length

/**
 * Brings an opened database to this version's schema, and a new one to the seeded world, in one transaction.
 *
 * @param seed fills a database that has just been made
 * @throws {StoreFailure} `newer` when a later version of spacedock has written it
 */
export async function migrate(db: Kysely<Tables>, location: string, seed: (db: Database) => Promise<void>): Promise<void> {
  if ((await versionOf(db, location)) === schemaVersion) return
  await sql`pragma journal_mode = wal`.execute(db)
  await db.transaction().execute(async (transaction) => {
    const from = await versionOf(transaction, location)
    for (const step of migrations.slice(from)) {
      for (const statement of step) await sql.raw(statement).execute(transaction)
    }
    if (from === 0) await seed(transaction)
    await sql.raw(`pragma user_version = ${schemaVersion}`).execute(transaction)
  })
}

async function versionOf(db: Kysely<Tables>, location: string): Promise<number> {
  const {rows} = await sql<{user_version: number}>`pragma user_version`.execute(db)
  const version = rows[0]?.user_version ?? 0
  if (version > schemaVersion)
    throw new StoreFailure(
      'newer',
      `The state file ${location} was written by a newer version of spacedock (schema ${version}, this one knows ${schemaVersion}). Update spacedock to open it.`,
    )
  return version
}
