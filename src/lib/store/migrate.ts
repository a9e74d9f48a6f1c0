import {Kysely, sql, type Transaction} from 'kysely'
import {failureOf, StoreFailure} from './failure.js'
import {migrations as allMigrations} from './migrations.js'
import type {Tables} from './schema.js'

/** Steps of the schema: each brings a store from the version before it to its own. */
export type Migrations = readonly (readonly string[])[]

export interface Migrating {
  /** Where the database is, for messages. */
  location: string
  /** Fills a database that has just been made. */
  seed: (db: Transaction<Tables>) => Promise<void>
  /** This version's schema; tests bring older and newer ones. */
  migrations?: Migrations | undefined
}

/** Marks a database as spacedock's (sqlite.org/pragma.html#pragma_application_id): the letters SPCD. */
const applicationId = 0x53504344

/** In the place of a schema's version: somebody has deleted this world, and whoever has its file open is to let it go. */
export const deletedVersion = 2_147_483_647

/**
 * Brings an opened database to this version's schema, and a new one to the seeded world, in one transaction: a process
 * that dies in the middle leaves what was there before.
 *
 * @throws {StoreFailure} `newer` when a later version of spacedock has written it, `foreign` when another program has
 */
export async function migrate(db: Kysely<Tables>, {location, seed, migrations = allMigrations}: Migrating): Promise<void> {
  const wanted = migrations.length
  if ((await versionOf(db, location, wanted)) === wanted) return
  await sql`pragma journal_mode = wal`.execute(db)
  await db.transaction().execute(async (transaction) => {
    // Somebody else may have done it while this one waited.
    const from = await versionOf(transaction, location, wanted)
    if (from === wanted) return
    for (const step of migrations.slice(from)) {
      for (const statement of step) await sql.raw(statement).execute(transaction)
    }
    if (from === 0) await seed(transaction)
    await sql.raw(`pragma application_id = ${applicationId}`).execute(transaction)
    await sql.raw(`pragma user_version = ${wanted}`).execute(transaction)
  })
}

/** The version of the schema that a database has; 0 for one with nothing in it. */
async function versionOf(db: Kysely<Tables>, location: string, newest: number): Promise<number> {
  const {rows} = await sql<{version: number; application: number; tables: number}>`
    select user_version as version, application_id as application, (select count(*) from sqlite_master) as tables
    from pragma_user_version, pragma_application_id`.execute(db)
  const {version = 0, application = 0, tables = 0} = rows[0] ?? {}
  if (application !== applicationId && (version !== 0 || tables > 0)) throw failureOf('foreign', location)
  if (version === deletedVersion) throw new StoreFailure('gone', `The world in ${location} has been deleted.`)
  if (version > newest)
    throw new StoreFailure(
      'newer',
      `The state file ${location} was written by a newer version of spacedock (schema ${version}, this one knows ${newest}). Update spacedock to open it.`,
    )
  return version
}
