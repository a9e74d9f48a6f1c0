import {closeSync, mkdirSync, openSync} from 'node:fs'
import {dirname} from 'node:path'
import {Kysely} from 'kysely'
import {storeFailure} from './failure.js'
import {migrate, type Migrating} from './migrate.js'
import type {Tables} from './schema.js'
import {openDatabase, type SqliteDatabase, type SqliteStatement} from './sqlite-binding.js'
import {sqliteDialect} from './sqlite-dialect.js'
import type {Store} from './store.js'

export interface SqliteOptions extends Omit<Migrating, 'location'> {
  /** The state file; made, with its folder, when it is not there. `:memory:` for one that lives as long as the process. */
  file: string
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
  /** Opens the file; tests bring bindings that fail. */
  open?: (file: string, lockTimeout: number) => SqliteDatabase
}

const defaultLockTimeout = 10_000

/** A file that is not there is made for the user alone, as it will hold config vars; SQLite takes an empty one for a new database. */
function makeFile(file: string) {
  mkdirSync(dirname(file), {recursive: true, mode: 0o700})
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/**
 * Opens the embedded store.
 *
 * @throws {StoreFailure} when the file is damaged, locked, read-only, another program's, or of a newer version
 */
export async function openSqlite({file, lockTimeout = defaultLockTimeout, open = openDatabase, ...migrating}: SqliteOptions): Promise<Store> {
  let foreignChanges: SqliteStatement | undefined
  let ownChanges = 0
  const db = new Kysely<Tables>({
    dialect: sqliteDialect(() => {
      if (file !== ':memory:') makeFile(file)
      const database = open(file, lockTimeout)
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

  try {
    await guarded(() => migrate(db, {...migrating, location: file}))
  } catch (error) {
    await db.destroy()
    throw error
  }
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
    version: oncePerTurn(() => {
      try {
        // SQLite counts what other connections have changed; what this one has is counted here.
        const seen = foreignChanges?.get() as {data_version: number} | undefined
        return `${seen?.data_version} ${ownChanges}`
      } catch {
        // Whatever is wrong with the file is told by the next query.
        return undefined
      }
    }),
    close: () => db.destroy(),
  }
}

/** Asks once for all who want to know in one turn of the event loop, at its end: none is told what was before its question. */
function oncePerTurn<T>(ask: () => T): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () =>
    (asked ??= new Promise((resolve) =>
      setImmediate(() => {
        asked = undefined
        resolve(ask())
      }),
    ))
}
