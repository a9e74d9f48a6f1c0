import {mkdirSync} from 'node:fs'
import {dirname} from 'node:path'
import {Kysely} from 'kysely'
import {storeFailure} from './failure.js'
import type {Tables} from './schema.js'
import {openDatabase, type SqliteStatement} from './sqlite-binding.js'
import {sqliteDialect} from './sqlite-dialect.js'
import {type Database, migrate, type Store} from './store.js'

export interface SqliteOptions {
  /** The state file; made, with its folder, when it is not there. `:memory:` for one that lives as long as the process. */
  file: string
  /** Fills a file that has just been made. */
  seed: (db: Database) => Promise<void>
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
}

const defaultLockTimeout = 10_000

/**
 * Opens the embedded store.
 *
 * @throws {StoreFailure} when the file is damaged, locked, read-only, or of a newer version
 */
export async function openSqlite({file, seed, lockTimeout = defaultLockTimeout}: SqliteOptions): Promise<Store> {
  let foreignChanges: SqliteStatement | undefined
  let ownChanges = 0
  const db = new Kysely<Tables>({
    dialect: sqliteDialect(() => {
      if (file !== ':memory:') mkdirSync(dirname(file), {recursive: true, mode: 0o700})
      const database = openDatabase(file, lockTimeout)
      foreignChanges = database.prepare('pragma data_version')
      return database
    }),
  })

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw storeFailure(error, file)
    }
  }

  await guarded(() => migrate(db, file, seed))
  return {
    kind: 'sqlite',
    location: file,
    read: (work) => guarded(() => db.transaction().setAccessMode('read only').execute(work)),
    write: async (work) => {
      try {
        return await guarded(() => db.transaction().execute(work))
      } finally {
        ownChanges++
      }
    },
    // SQLite counts what other connections have changed; what this one has is counted here.
    version: () => `${JSON.stringify(foreignChanges?.all())} ${ownChanges}`,
    close: () => db.destroy(),
  }
}
