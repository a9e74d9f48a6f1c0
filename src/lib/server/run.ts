import {AlreadyThere} from '../client/failures.js'
import {createPlatform} from '../client/platform.js'
import {announceRunning, type RunningControlPlane, withdrawRunning} from '../client/running.js'
import type {Send} from '../operations/wire.js'
import {openControlPlane} from '../platform/open.js'
import type {StateLocation} from '../client/world-files.js'
import {explained, stopSignal} from './listening.js'
import {takePlace} from './place.js'
import {serve} from './serve.js'
import {readIdentity} from './tls.js'

export interface ServerWanted {
  /** The state file, or the URL of a PostgreSQL database that others may serve as well. */
  data: StateLocation
  host: string
  port: number
  /** Names to answer to besides its own. */
  names?: readonly string[]
  /** Files of a certificate and its key, to speak TLS with. */
  tls?: {cert: string; key: string} | undefined
  /** The folder in which commands of this machine look for it. */
  state: string
  version: string
  /** Whether a world without an operator's token gets one, to be told to whoever starts this. */
  first: boolean
}

/** What is told of a control plane that answers. */
export interface Started {
  running: RunningControlPlane
  /** An operator's token that outlives the process; only this once. */
  first: string | undefined
}

/**
 * Serves a control plane until the process is told to stop (SIGINT, SIGTERM, SIGHUP), then lets requests finish. The
 * token that its record holds for the commands of this machine ends with it.
 *
 * @param started told when it answers
 * @returns what `started` returned, once it has stopped
 * @throws {AlreadyThere} when one is served from the same folder, or the port is in use
 */
export async function runServer<T>(wanted: ServerWanted, started: (started: Started) => T): Promise<T> {
  const stopped = stopSignal()
  const place = takePlace(wanted.state)
  if (!place && 'file' in wanted.data) throw new AlreadyThere('A control plane is already running here. Use that one, or stop it with control-plane:stop.')
  const record = place ? recordIn(wanted.state) : unrecorded
  try {
    // Whatever is written there was left behind by one that could not clean up.
    record.withdraw()
    return await serveUntil(stopped, wanted, record, started)
  } catch (error) {
    throw explained(error, wanted)
  } finally {
    place?.leave()
  }
}

/** What commands of this machine find it by. */
interface Record {
  announce: (running: RunningControlPlane) => void
  withdraw: () => void
}

const recordIn = (folder: string): Record => ({announce: (running) => announceRunning(folder, running), withdraw: () => withdrawRunning(folder)})

/** Where another is served from the same folder, commands find that one. */
const unrecorded: Record = {announce: () => {}, withdraw: () => {}}

async function serveUntil<T>(stopped: Promise<void>, {data, first, host, port, names = [], tls, version}: ServerWanted, record: Record, started: (started: Started) => T): Promise<T> {
  const identity = tls && readIdentity(tls.cert, tls.key)
  const {address, giveUp, guarded, spared, token, location, close} = await openControlPlane(data)
  try {
    const serving = await serve({send: guarded, host, port, names, giveUp, ...(identity && {tls: identity})})
    address.url = serving.url
    try {
      const running = {pid: process.pid, url: serving.url, token, ...(tls && identity && {certificate: {file: tls.cert, pem: identity.cert}}), data: location, started_at: new Date().toISOString(), version}
      record.announce(running)
      const result = started({running, first: first ? await firstToken(spared) : undefined})
      await stopped
      return result
    } finally {
      record.withdraw()
      await serving.close()
    }
  } finally {
    await close()
  }
}

/** An operator's token for a world that has none. */
export const firstToken = async (send: Send): Promise<string | undefined> => (await createPlatform(send).call('control-plane-token.create-first', {})).first?.token
