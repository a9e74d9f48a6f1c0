import {randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {CompiledQuery} from 'kysely'
import {StoreFailure, storeFailure} from './failure.js'
import {deletedVersion, type Migrating} from './migrate.js'
import {openSqlite} from './sqlite.js'
import {openDatabase, type SqliteDatabase} from './sqlite-binding.js'
import type {Database, Store} from './store.js'
import {Turns} from './turns.js'
import type {KeptWorld, WorldStores} from './worlds.js'

interface Options extends Pick<Migrating, 'seed'> {
  /** The state file of the main world. */
  file: string
  lockTimeout?: number | undefined
}

/** The folder of a world: `NAME.MOMENT-CHANCE`, the moment being that of its making in milliseconds. */
const worldFolder = /^([a-z][a-z\d-]*)\.(\d+)-[\da-f]+$/
/** Follows that while it is made. */
const unfinished = '.making'
const stateFile = 'world.sqlite'

const defaultLockTimeout = 10_000
/** For how long one waits until it is one's turn to make a world, in milliseconds. */
const patience = 60_000
/**
 * How long this process stands still for another's lock, and how long it does other things between two tries, in milliseconds.
 * Two processes that each held a lock on one world and stood still for that of another would wait for each other.
 */
const [still, pause] = [50, 10]

const gone = (name: string) => new StoreFailure('gone', `The world ${name} has been deleted.`)

/**
 * Named worlds as state files, each in a folder of its own, beside that of the main world. No file is ever made where another
 * has been: who still has one open that was deleted can neither take another for it nor write into that one's log. A folder
 * gets its name when the world in it is whole.
 */
export class SqliteWorlds implements WorldStores {
  readonly #folder: string
  readonly #options: Options
  readonly #turns = new Turns(() => new StoreFailure('busy', 'Too many worlds are being made. Nothing was changed; try again in a moment.'), patience)

  constructor(options: Options) {
    this.#folder = `${options.file}.worlds`
    this.#options = options
  }

  async list(): Promise<KeptWorld[]> {
    return this.#files().map(({name, file, made}) => ({name, created_at: new Date(made).toISOString(), bytes: sizeOf(file) + sizeOf(`${file}-wal`)}))
  }

  async open(name: string): Promise<Store | undefined> {
    for (const file of this.#filesOf(name)) {
      const store = await this.#openAlive(name, file)
      if (store) return store
    }
    return undefined
  }

  async make(name: string, allow: (present: number) => void): Promise<Store> {
    return (await this.open(name)) ?? this.#turns.take(() => this.#alone(async () => (await this.open(name)) ?? this.#make(name, allow)))
  }

  async end(name: string, store: Store | undefined): Promise<() => void> {
    const files = this.#filesOf(name)
    const opened = store ?? (await this.open(name).catch(damaged))
    try {
      await opened?.write(markDeleted)
    } catch (error) {
      if (!isGone(error)) throw error
    } finally {
      if (!store) await opened?.close()
    }
    // Not by its name: others may have made a new one by now.
    return () => files.forEach(remove)
  }

  /** Opens a file; removes it where it is what is left of a world. */
  async #openAlive(name: string, file: string): Promise<Store | undefined> {
    try {
      // What has no tables yet was made this moment, by opening what has been deleted in the same.
      const store = await this.#patiently(() => this.#openFile(file, async () => Promise.reject(gone(name))))
      // The log is opened by now, and is removed after the file: where that is there still, the log was that of all others.
      if (existsSync(file)) return this.#patient(mortal(store, name))
      await store.close()
    } catch (error) {
      // What is removed this moment fails in all kinds of ways.
      if (!isGone(error) && existsSync(file)) throw error
    }
    remove(file)
    return undefined
  }

  async #make(name: string, allow: (present: number) => void): Promise<Store> {
    // Left behind by a process that was killed at it: nobody else is at it now.
    for (const left of readdirSync(this.#folder)) if (left.endsWith(unfinished)) rmSync(join(this.#folder, left), {force: true, recursive: true})
    allow(this.#files().length)
    const folder = join(this.#folder, `${name}.${Date.now()}-${randomBytes(4).toString('hex')}`)
    await (await this.#openFile(join(folder + unfinished, stateFile), this.#options.seed)).close()
    renameSync(folder + unfinished, folder)
    return (await this.open(name)) ?? Promise.reject(gone(name))
  }

  /** Whatever makes a world does so while no other process does. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const lock = await this.#patiently(async () => this.#lock())
    try {
      return await work()
    } finally {
      lock.close()
    }
  }

  /** @throws {StoreFailure} `busy` where another holds it */
  #lock(): SqliteDatabase {
    const file = join(this.#folder, 'lock')
    let lock: SqliteDatabase | undefined
    try {
      mkdirSync(this.#folder, {recursive: true, mode: 0o700})
      lock = openDatabase(file, still)
      lock.exec('begin exclusive')
      return lock
    } catch (error) {
      lock?.close()
      throw storeFailure(error, file)
    }
  }

  /** A store that does not stand still for the locks of others: nothing is done while it waits, so that it can begin anew. */
  #patient(store: Store): Store {
    return {...store, read: (work) => this.#patiently(() => store.read(work)), write: (work) => this.#patiently(() => store.write(work))}
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + (this.#options.lockTimeout ?? defaultLockTimeout)
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (performance.now() > deadline || !(error instanceof StoreFailure) || error.kind !== 'busy') throw error
      }
      await sleep(pause)
    }
  }

  #openFile(file: string, seed: Migrating['seed']): Promise<Store> {
    return openSqlite({file, seed, lockTimeout: still})
  }

  #filesOf(name: string): string[] {
    return this.#files().flatMap((one) => (one.name === name ? [one.file] : []))
  }

  #files(): {name: string; file: string; made: number}[] {
    return entriesOf(this.#folder).flatMap((entry) => {
      const [, name, made] = worldFolder.exec(entry) ?? []
      return name === undefined ? [] : [{name, file: join(this.#folder, entry, stateFile), made: Number(made)}]
    })
  }
}

/** Named worlds that live as long as the process, as the main one of `:memory:` does. */
export class MemoryWorlds implements WorldStores {
  readonly #kept = new Map<string, {store: Store; created_at: string}>()

  constructor(private readonly seed: Migrating['seed']) {}

  async list(): Promise<KeptWorld[]> {
    return [...this.#kept].map(([name, {created_at}]) => ({name, created_at, bytes: 0})).sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  async open(name: string): Promise<Store | undefined> {
    const kept = this.#kept.get(name)
    // Closing it would be losing it.
    return kept && {...mortal(kept.store, name), close: async () => {}}
  }

  async make(name: string, allow: (present: number) => void): Promise<Store> {
    if (!this.#kept.has(name)) {
      allow(this.#kept.size)
      const store = await openSqlite({file: ':memory:', seed: this.seed})
      this.#kept.set(name, {store, created_at: new Date().toISOString()})
    }
    return (await this.open(name)) ?? Promise.reject(gone(name))
  }

  async end(name: string): Promise<() => void> {
    const kept = this.#kept.get(name)
    await kept?.store.write(markDeleted)
    return () => {
      void kept?.store.close()
      this.#kept.delete(name)
    }
  }
}

/** A store whose every transaction begins by looking whether the world has been deleted. */
function mortal(store: Store, name: string): Store {
  const alive = async (db: Database) => {
    const {rows} = await db.executeQuery(version)
    if (rows[0]?.user_version === deletedVersion) throw gone(name)
  }
  return {
    ...store,
    read: (work) => store.read(async (db) => alive(db).then(() => work(db))),
    write: (work) => store.write(async (db) => alive(db).then(() => work(db))),
  }
}

const version = CompiledQuery.raw('pragma user_version') as CompiledQuery<{user_version: number}>

const markDeleted = async (db: Database): Promise<void> => void (await db.executeQuery(CompiledQuery.raw(`pragma user_version = ${deletedVersion}`)))

const isGone = (error: unknown): boolean => error instanceof StoreFailure && error.kind === 'gone'

/** What cannot be opened any more can still be deleted. */
function damaged(error: unknown): undefined {
  if (!(error instanceof StoreFailure) || error.kind !== 'corrupt') throw error
}

function remove(file: string) {
  // The file first: see `#openAlive`.
  rmSync(file, {force: true})
  rmSync(dirname(file), {force: true, maxRetries: 3, recursive: true})
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const sizeOf = (file: string): number => statSync(file, {throwIfNoEntry: false})?.size ?? 0
