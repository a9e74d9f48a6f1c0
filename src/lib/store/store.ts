import type {Transaction} from 'kysely'
import {migrations} from './migrations.js'
import type {Tables} from './schema.js'

/** What a handler queries: a transaction on the store. */
export type Database = Transaction<Tables>

/**
 * A world's state. `read` sees one moment of it; `write` decides and changes in one transaction, which nobody else can
 * come between, and which leaves nothing behind when it throws.
 */
export interface Store {
  readonly kind: 'postgres' | 'sqlite'
  /** Where the state is, for messages: a file, or a database without its password. */
  readonly location: string
  read<T>(work: (db: Database) => Promise<T>): Promise<T>
  write<T>(work: (db: Database) => Promise<T>): Promise<T>
  /** Differs from before whenever anybody has changed the state; undefined where that cannot be told cheaply. */
  version(): Promise<string | undefined>
  close(): Promise<void>
}

export const schemaVersion = migrations.length
