import {AlreadyThere, ApiFailure, UsageFailure} from '../client/failures.js'
import {createPlatform, type Platform} from '../client/platform.js'
import {announceRunning, type RunningControlPlane, withdrawRunning} from '../client/running.js'
import {openControlPlane} from '../platform/open.js'
import {defaultAccount} from '../store/seed/default-account.js'
import type {StateLocation} from '../client/world-files.js'
import {takePlace} from './place.js'
import {serve} from './serve.js'

export interface ServerWanted {
  /** The state file, or the URL of a PostgreSQL database that others may serve as well. */
  data: StateLocation
  host: string
  port: number
  /** The folder in which commands of this machine look for it. */
  state: string
  version: string
}

/**
 * Serves a control plane until the process is told to stop (SIGINT, SIGTERM, SIGHUP), then lets requests finish and takes
 * back the token it was started with.
 *
 * @param started told when it answers
 * @returns what `started` returned, once it has stopped
 * @throws {AlreadyThere} when one is served from the same folder, or the port is in use
 */
export async function runServer<T>(wanted: ServerWanted, started: (running: RunningControlPlane) => T): Promise<T> {
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

async function serveUntil<T>(stopped: Promise<void>, {data, host, port, version}: ServerWanted, record: Record, started: (running: RunningControlPlane) => T): Promise<T> {
  const {address, giveUp, guarded, spared, location, close} = await openControlPlane(data)
  try {
    const operator = createPlatform(spared)
    const {id, token} = await operator.call('control-plane-token.create', {
      body: {account: defaultAccount, description: 'control-plane:start', operator: true},
    })
    try {
      const serving = await serve({send: guarded, host, port, giveUp})
      address.url = serving.url
      try {
        const running = {pid: process.pid, url: serving.url, token, data: location, started_at: new Date().toISOString(), version}
        record.announce(running)
        const result = started(running)
        await stopped
        return result
      } finally {
        record.withdraw()
        await serving.close()
      }
    } finally {
      await revoke(operator, id)
    }
  } finally {
    await close()
  }
}

/** Somebody may have taken the token back before. */
async function revoke(operator: Platform, id: string): Promise<void> {
  try {
    await operator.call('oauth-authorization.delete', {authorization: id})
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status !== 404) throw error
  }
}

/** Listens from the start: a signal that comes while the server is being opened stops it as soon as it is. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve())
  })
}

function explained(error: unknown, {host, port}: ServerWanted): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new AlreadyThere(`Port ${port} of ${host} is in use. Give another with --port, or 0 for any that is free.`, {cause: error})
  if (code === 'EACCES') return new UsageFailure(`Port ${port} needs privileges. Give one from 1024 on with --port.`, {cause: error})
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new UsageFailure(`${host} is not an address of this machine. Give another with --host.`, {cause: error})
  return error
}
