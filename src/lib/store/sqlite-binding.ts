import {createRequire} from 'node:module'

export type SqliteValue = bigint | null | number | string | Uint8Array

/** The part of the `node:sqlite` interface that the store uses. */
export interface SqliteStatement {
  all(...parameters: SqliteValue[]): unknown[]
  get(...parameters: SqliteValue[]): unknown
  run(...parameters: SqliteValue[]): {changes: bigint | number}
}

export interface SqliteDatabase {
  close(): void
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
}

type DatabaseConstructor = new (file: string, options: {timeout: number}) => SqliteDatabase

interface SqliteModule {
  DatabaseSync: DatabaseConstructor
}

/** From these Nodes on `node:sqlite` needs no flag and takes a busy time-out; 23 never did. */
const builtInSince: Readonly<Record<number, number>> = {22: 16, 24: 0}
const newestListed = 24

/**
 * Opens a database file: with the runtime's own `node:sqlite` where it has one, else with `@photostructure/sqlite`,
 * whose interface and file format are the same (facts/stack.md section 2).
 *
 * @param timeout how long to wait for another process's lock, in milliseconds
 */
export function openDatabase(file: string, timeout: number): SqliteDatabase {
  const {DatabaseSync} = loadBinding()
  const database = new DatabaseSync(file, {timeout})
  try {
    // The bindings differ in it: what is answered as done is on the disk, on every runtime.
    database.exec('pragma synchronous = full')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function loadBinding(): SqliteModule {
  const require = createRequire(import.meta.url)
  if (!hasBuiltIn()) return require('@photostructure/sqlite') as SqliteModule
  return withoutExperimentalWarning(() => require('node:sqlite') as SqliteModule)
}

export function hasBuiltIn(version = process.versions.node): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > newestListed || minor >= (builtInSince[major] ?? Infinity)
}

/** Node announces `node:sqlite` as experimental on stderr, which is not our users' business. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const {emitWarning} = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
