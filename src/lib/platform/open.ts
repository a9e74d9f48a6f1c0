import {randomInt, randomUUID} from 'node:crypto'
import {setMaxListeners} from 'node:events'
import type {SeedDocument} from '../operations/seeds.js'
import type {Send} from '../operations/wire.js'
import {defaultAccount} from '../store/seed/default-account.js'
import type {DumpSummary} from '../store/dump.js'
import {openPostgres} from '../store/postgres.js'
import {openSqlite} from '../store/sqlite.js'
import type {Database, Store} from '../store/store.js'
import type {WorldStores} from '../store/worlds.js'
import {AnswerCache} from './answer-cache.js'
import {Refusals} from './audit.js'
import {acceptToken, type Identify, newToken, requirePartnerToken, requireToken, trustCaller} from './authentication.js'
import {createControlPlane, type Surroundings} from './control-plane.js'
import type {NamedWorlds} from './named-worlds.js'
import type {Observer} from './observation.js'
import {RateLimiter} from './rate-limits.js'
import {RequestLog} from './request-log.js'
import {type StoreProbe, storeProbe} from './store-health.js'
import {betweenWorlds, type Worlds} from './worlds.js'

/** Where the state is; made and seeded when it is not there. */
export type OpenOptions =
  | {
      /** The state file. */
      file: string
      /** How long to wait for another process's lock, in milliseconds. */
      lockTimeout?: number
    }
  | {
      /** URL of a PostgreSQL database. */
      database: string
      /** Connections to it at most. */
      connections?: number
    }

/** Who watches a control plane that is served. */
export interface Watch {
  /** Told of every request that comes through the guarded door. */
  observer?: Observer
  /** Told of what should never happen, with the id of the request; without it that goes to stderr. */
  report?: (error: unknown, requestId: string) => void
}

/** A control plane with two doors. */
export interface OpenedControlPlane {
  /** For who can open the file anyway, and may act as any of its accounts. */
  trusted: Send
  /** For the control plane's own housekeeping: as `trusted`, and no fault strikes it. */
  spared: Send
  /** For everybody else: every request carries a token. */
  guarded: Send
  /** An operator's token for the second door, good as long as this process lives. */
  token: string
  /** Set to where it is served, for partners to call back. */
  address: {url?: string}
  /** Where the state is, for messages: a file, or a database without its password. */
  location: string
  /** How the store is. */
  health: StoreProbe
  /** Gives up calls to partners that are under way: they are made again when it is opened again. */
  giveUp: () => void
  close: () => Promise<void>
}

/** Loaded only when a world is made: it brings the whole add-on catalogue. */
const seed = async (db: Database) => (await import('../store/seed/world.js')).seedWorld(db)

/** The main world's store, and where the others are kept; those are loaded by whoever names one. @param fill what fills the main one where it is made now */
async function openStore(where: OpenOptions, fill = seed): Promise<{store: Store; named: () => Promise<WorldStores>}> {
  if ('file' in where) {
    const {file, lockTimeout} = where
    const store = await openSqlite({...where, seed: fill})
    const named = async () => {
      const {MemoryWorlds, SqliteWorlds} = await import('../store/sqlite-worlds.js')
      return file === ':memory:' ? new MemoryWorlds(seed) : new SqliteWorlds({file, lockTimeout, seed})
    }
    return {store, named}
  }
  const {database: url, ...options} = where
  const store = await openPostgres({...options, url, seed: fill})
  return {store, named: async () => new (await import('../store/postgres-worlds.js')).PostgresWorlds(store.pool, seed)}
}

/**
 * Opens a store for as long as some work on it takes.
 *
 * @param choose the world to work on, by where the named ones are kept; undefined for the main one
 * @throws {StoreFailure} when it cannot be used
 */
async function withStore<T>(where: OpenOptions, choose: ((named: WorldStores, main: Store) => Promise<Store>) | undefined, work: (store: Store) => Promise<T>): Promise<T> {
  const {store: main, named} = await openStore(where)
  try {
    if (!choose) return await work(main)
    const store = await choose(await named(), main)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    await main.close()
  }
}

/**
 * Writes the world of a store as text, line by line.
 *
 * @param world the name of one beside the main one
 * @throws {StoreFailure} `gone` where there is none of that name
 */
export const exportFrom = (where: OpenOptions, write: (line: string) => Promise<void> | void, world?: string): Promise<DumpSummary> =>
  withStore(where, world === undefined ? undefined : async (named) => (await import('./world-files.js')).worldToExport(named, world), async (store) =>
    (await import('./world-files.js')).exportWorld(store, write),
  )

/**
 * Puts an exported world in the place of the one in a store.
 *
 * @param world the name of one beside the main one, which is made where it is not there
 * @throws {DumpFailure} for what is no whole export
 */
export const importInto = (where: OpenOptions, lines: readonly string[], world?: string): Promise<DumpSummary> =>
  withStore(where, world === undefined ? undefined : async (named, main) => (await import('./world-files.js')).worldToImport(named, main, world, lines), async (store) =>
    (await import('./world-files.js')).importWorld(store, lines),
  )

/**
 * Makes the world of a seed where there is none yet, whoever else does so at the same time.
 *
 * @returns whether it was made; a world that is there stays as it is
 * @throws {ApiError} 422 for what the rules refuse; there is no world then
 */
export async function seedNew(where: OpenOptions, world: SeedDocument): Promise<{made: boolean; location: string}> {
  let made = false
  const {store} = await openStore(where, async (db) => {
    await (await import('./seed/replacing.js')).fillNewWorld(db, world)
    made = true
  })
  await store.close()
  return {made, location: store.location}
}

/**
 * A control plane on a state file or a database, with this machine's clock and randomness.
 *
 * @throws {StoreFailure} when that cannot be used
 */
export async function openControlPlane(where: OpenOptions, watch: Watch = {}): Promise<OpenedControlPlane> {
  const {store, named} = await openStore(where)
  const address: {url?: string} = {}
  const givenUp = new AbortController()
  // As many may wait for partners as ask.
  setMaxListeners(0, givenUp.signal)
  const background = new Set<Promise<void>>()
  const refusals = new Refusals(store)
  const clock = () => new Date()
  const surroundings = {
    store,
    refusals,
    address,
    givenUp: givenUp.signal,
    clock,
    newId: randomUUID,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    report: watch.report ?? reportToStderr,
  }
  const token = newToken()
  const limits = new RateLimiter(store, clock)
  const worlds = new WorldsOnDemand(store, named)
  const trusted: Surroundings = {...surroundings, worlds, identify: trustCaller(defaultAccount)}
  const guarded: Surroundings = {
    ...surroundings,
    worlds,
    identify: acceptToken(token, defaultAccount, requireToken),
    shared: true,
    cache: new AnswerCache(),
    limits,
    requests: new RequestLog(),
    observer: watch.observer,
    background: (work) => {
      background.add(work)
      void work.then(() => background.delete(work))
    },
  }
  return {
    token,
    trusted: betweenWorlds(createControlPlane(trusted), worlds.door(trusted, trustCaller(defaultAccount))),
    spared: createControlPlane({...surroundings, identify: trustCaller(defaultAccount), spared: true}),
    guarded: betweenWorlds(createControlPlane(guarded), worlds.door(guarded, requirePartnerToken)),
    address,
    location: store.location,
    health: storeProbe(store),
    giveUp() {
      givenUp.abort()
      worlds.giveUp()
    },
    async close() {
      givenUp.abort()
      await worlds.close()
      await Promise.all(background)
      await refusals.written()
      await limits.giveBack()
      await store.close()
    },
  }
}

/** The worlds beside the main one: nothing of them is loaded before one is named. */
class WorldsOnDemand implements Worlds {
  #loaded: Promise<NamedWorlds> | undefined
  #isGivenUp = false

  constructor(
    private readonly main: Store,
    private readonly stores: () => Promise<WorldStores>,
  ) {}

  /** Answers the requests that name a world. @param foreign finds out who is not known in the main one */
  door(main: Surroundings, foreign: Identify): Send {
    let door: Promise<Send> | undefined
    return async (request) => (await (door ??= this.#load().then((worlds) => worlds.door(main, foreign))))(request)
  }

  list = async (db: Database) => (await this.#load()).list(db)
  delete = async (name: string) => (await this.#load()).delete(name)

  giveUp(): void {
    this.#isGivenUp = true
    void this.#loaded?.then((worlds) => worlds.giveUp())
  }

  async close(): Promise<void> {
    await (await this.#loaded)?.close()
  }

  #load(): Promise<NamedWorlds> {
    return (this.#loaded ??= (async () => {
      const {NamedWorlds} = await import('./named-worlds.js')
      const worlds = new NamedWorlds(await this.stores(), this.main)
      if (this.#isGivenUp) worlds.giveUp()
      return worlds
    })())
  }
}

const reportToStderr = (error: unknown, requestId: string): void =>
  void process.stderr.write(`request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`)
