import {randomInt, randomUUID} from 'node:crypto'
import type {Send} from '../operations/wire.js'
import {defaultAccount} from '../store/seed/default-account.js'
import {openSqlite} from '../store/sqlite.js'
import type {Database} from '../store/store.js'
import {requireToken, trustCaller} from './authentication.js'
import {createControlPlane} from './control-plane.js'

export interface OpenOptions {
  /** The state file; made and seeded when it is not there. */
  file: string
  /** `trusted`: whoever can open the file may act as any account. `token`: every request carries one. */
  authentication: 'token' | 'trusted'
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
}

export interface OpenedControlPlane {
  send: Send
  close: () => Promise<void>
}

/** Loaded only when a world is made: it brings the whole add-on catalogue. */
const seed = async (db: Database) => (await import('../store/seed/world.js')).seedWorld(db)

/**
 * A control plane on a state file, with this machine's clock and randomness.
 *
 * @throws {StoreFailure} when the file cannot be used
 */
export async function openControlPlane({file, authentication, lockTimeout}: OpenOptions): Promise<OpenedControlPlane> {
  const store = await openSqlite({file, seed, ...(lockTimeout !== undefined && {lockTimeout})})
  const send = createControlPlane({
    store,
    identify: authentication === 'token' ? requireToken : trustCaller(defaultAccount),
    clock: () => new Date(),
    newId: randomUUID,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    report: (error, requestId) => process.stderr.write(`request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`),
  })
  return {send, close: () => store.close()}
}
