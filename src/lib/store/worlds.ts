import type {Database, Store} from './store.js'

/** A world beside the main one. */
export interface KeptWorld {
  name: string
  /** When it was made. */
  created_at: string
  /** What it takes up on the disk. */
  bytes: number
}

/** Where the named worlds of a control plane are kept: each is a store of its own. */
export interface WorldStores {
  /** Those that are there, by name. @param db of the main world, whoever asks in a transaction of it */
  list(db: Database): Promise<KeptWorld[]>
  /** Opens the world of a name; undefined where there is none. From when on it is deleted, its transactions fail with a `StoreFailure` that is `gone`. */
  open(name: string): Promise<Store | undefined>
  /**
   * The same, and makes a seeded one where there is none: only one, whoever else is at it.
   *
   * @param allow asked before one is made, with the number of those that are there. @throws what keeps it from being made
   */
  make(name: string, allow: (present: number) => void): Promise<Store>
  /**
   * Deletes the world of a name for all that have it open, in this process and others. Changes that have begun before end first.
   *
   * @param store where this process has it open
   * @returns what removes the rest of it, once this process has closed it
   */
  end(name: string, store: Store | undefined): Promise<() => void>
}
