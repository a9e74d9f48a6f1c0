import {randomInt, randomUUID} from 'node:crypto'
import {setMaxListeners} from 'node:events'
import type {Send} from '../operations/wire.js'
import {defaultAccount} from '../store/seed/default-account.js'
import type {DumpSummary} from '../store/dump.js'
import {openPostgres} from '../store/postgres.js'
import {openSqlite} from '../store/sqlite.js'
import type {Database, Store} from '../store/store.js'
import {AnswerCache} from './answer-cache.js'
import {Refusals} from './audit.js'
import {acceptToken, newToken, requireToken, trustCaller} from './authentication.js'
import {createControlPlane} from './control-plane.js'
import type {Observer} from './observation.js'
import {RateLimiter} from './rate-limits.js'
import {RequestLog} from './request-log.js'
import {type StoreProbe, storeProbe} from './store-health.js'

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

async function openStore(where: OpenOptions): Promise<Store> {
  if ('file' in where) return openSqlite({...where, seed})
  const {database: url, ...options} = where
  return openPostgres({...options, url, seed})
}

/** Opens a store for as long as some work on it takes. @throws {StoreFailure} when it cannot be used */
async function withStore<T>(where: OpenOptions, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(where)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Writes the world of a store as text, line by line. */
export const exportFrom = (where: OpenOptions, write: (line: string) => Promise<void> | void): Promise<DumpSummary> =>
  withStore(where, async (store) => (await import('./world-files.js')).exportWorld(store, write))

/** Puts an exported world in the place of the one in a store. @throws {DumpFailure} for what is no whole export */
export const importInto = (where: OpenOptions, lines: readonly string[]): Promise<DumpSummary> =>
  withStore(where, async (store) => (await import('./world-files.js')).importWorld(store, lines))

/**
 * A control plane on a state file or a database, with this machine's clock and randomness.
 *
 * @throws {StoreFailure} when that cannot be used
 */
export async function openControlPlane(where: OpenOptions, watch: Watch = {}): Promise<OpenedControlPlane> {
  const store = await openStore(where)
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
  return {
    token,
    trusted: createControlPlane({...surroundings, identify: trustCaller(defaultAccount)}),
    spared: createControlPlane({...surroundings, identify: trustCaller(defaultAccount), spared: true}),
    guarded: createControlPlane({
      ...surroundings,
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
    }),
    address,
    location: store.location,
    health: storeProbe(store),
    giveUp: () => givenUp.abort(),
    async close() {
      givenUp.abort()
      await Promise.all(background)
      await refusals.written()
      await limits.giveBack()
      await store.close()
    },
  }
}

const reportToStderr = (error: unknown, requestId: string): void =>
  void process.stderr.write(`request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`)
