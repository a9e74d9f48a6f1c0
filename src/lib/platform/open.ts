import {randomInt, randomUUID} from 'node:crypto'
import type {Send} from '../operations/wire.js'
import {defaultAccount} from '../store/seed/default-account.js'
import {openSqlite} from '../store/sqlite.js'
import type {Database} from '../store/store.js'
import {AnswerCache} from './answer-cache.js'
import {requireToken, trustCaller} from './authentication.js'
import {createControlPlane} from './control-plane.js'

export interface OpenOptions {
  /** The state file; made and seeded when it is not there. */
  file: string
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
}

/** A control plane with two doors. */
export interface OpenedControlPlane {
  /** For who can open the file anyway, and may act as any of its accounts. */
  trusted: Send
  /** For everybody else: every request carries a token. */
  guarded: Send
  /** Set to where it is served, for partners to call back. */
  address: {url?: string}
  /** Gives up calls to partners that are under way: they are made again when it is opened again. */
  giveUp: () => void
  close: () => Promise<void>
}

/** Loaded only when a world is made: it brings the whole add-on catalogue. */
const seed = async (db: Database) => (await import('../store/seed/world.js')).seedWorld(db)

/**
 * A control plane on a state file, with this machine's clock and randomness.
 *
 * @throws {StoreFailure} when the file cannot be used
 */
export async function openControlPlane({file, lockTimeout}: OpenOptions): Promise<OpenedControlPlane> {
  const store = await openSqlite({file, seed, ...(lockTimeout !== undefined && {lockTimeout})})
  const address: {url?: string} = {}
  const givenUp = new AbortController()
  const background = new Set<Promise<void>>()
  const surroundings = {
    store,
    address,
    givenUp: givenUp.signal,
    clock: () => new Date(),
    newId: randomUUID,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    report: (error: unknown, requestId: string) =>
      void process.stderr.write(`request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`),
  }
  return {
    trusted: createControlPlane({...surroundings, identify: trustCaller(defaultAccount)}),
    guarded: createControlPlane({
      ...surroundings,
      identify: requireToken,
      shared: true,
      cache: new AnswerCache(),
      background: (work) => {
        background.add(work)
        void work.then(() => background.delete(work))
      },
    }),
    address,
    giveUp: () => givenUp.abort(),
    async close() {
      givenUp.abort()
      await Promise.all(background)
      await store.close()
    },
  }
}
