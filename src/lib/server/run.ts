import {AlreadyThere, ApiFailure, UsageFailure} from '../client/failures.js'
import {isLoopback} from '../client/http.js'
import {createPlatform, type Platform} from '../client/platform.js'
import {announceRunning, type RunningControlPlane, withdrawRunning} from '../client/running.js'
import {sleep} from '../client/sleep.js'
import {openControlPlane} from '../platform/open.js'
import {defaultAccount} from '../store/seed/default-account.js'
import type {StateLocation} from '../client/world-files.js'
import {Health} from './health.js'
import {type LogWanted, type OpenedLog, openLog} from './log.js'
import {openMetrics} from './metrics.js'
import {takePlace} from './place.js'
import {withProbes} from './probes.js'
import {serve} from './serve.js'
import {stopSignals} from './stop-signals.js'
import {Watcher} from './watch.js'

export interface ServerWanted {
  /** The state file, or the URL of a PostgreSQL database that others may serve as well. */
  data: StateLocation
  host: string
  port: number
  /** The folder in which commands of this machine look for it. */
  state: string
  version: string
  log: LogWanted
  /** Seconds for which to go on answering once it is told to stop, while `/health` sends load balancers away. */
  stopDelay: number
}

/**
 * Serves a control plane until the process is told to stop (SIGINT, SIGTERM, SIGHUP), then lets requests finish and takes
 * back the token it was started with. Told a second time, it ends at once.
 *
 * @param started told when it answers
 * @returns what `started` returned, once it has stopped
 * @throws {AlreadyThere} when one is served from the same folder, or the port is in use
 */
export async function runServer<T>(wanted: ServerWanted, started: (running: RunningControlPlane) => T): Promise<T> {
  let record = unrecorded
  let log: OpenedLog | undefined
  const stop = stopSignals((exitCode) => {
    record.withdraw()
    // At the end of a process its log is written out, for as long as that takes.
    log?.drop()
    process.exit(exitCode)
  })
  const place = takePlace(wanted.state)
  if (!place && 'file' in wanted.data) throw new AlreadyThere('A control plane is already running here. Use that one, or stop it with control-plane:stop.')
  if (place) record = recordIn(wanted.state)
  try {
    // Whatever is written there was left behind by one that could not clean up.
    record.withdraw()
    log = await openLog(wanted.log)
    try {
      return await serveUntil(stop.asked, wanted, {record, log}, started)
    } finally {
      await log.close()
    }
  } catch (error) {
    throw explained(error, wanted)
  } finally {
    place?.leave()
    stop.release()
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

interface Surroundings {
  record: Record
  log: OpenedLog
}

async function serveUntil<T>(asked: Promise<string>, {data, host, port, version, stopDelay}: ServerWanted, {record, log: {log}}: Surroundings, started: (running: RunningControlPlane) => T): Promise<T> {
  const startedAt = new Date()
  const metrics = await openMetrics({version, store: 'file' in data ? 'sqlite' : 'postgres'})
  const observer = new Watcher({log, metrics})
  const report = (err: unknown, request_id: string) => log.error({request_id, err}, 'unexpected')
  const {address, giveUp, guarded, trusted, location, health: store, close} = await openControlPlane(data, {observer, report})
  try {
    const operator = createPlatform(trusted)
    const {id, token} = await operator.call('control-plane-token.create', {
      body: {account: defaultAccount, description: 'control-plane:start', operator: true},
    })
    try {
      const health = new Health({store, version, startedAt})
      const send = withProbes(observer.watched(guarded), {health, metrics, ask: guarded, open: isLoopback(host)})
      const serving = await serve({send, host, port, giveUp})
      address.url = serving.url
      try {
        const running = {pid: process.pid, url: serving.url, token, data: location, started_at: startedAt.toISOString(), version, ...(stopDelay > 0 && {stop_delay: stopDelay})}
        record.announce(running)
        const result = started(running)
        log.info({url: serving.url, version}, 'listening')
        const signal = await asked
        log.info({signal}, 'stopping')
        health.stop()
        record.withdraw()
        if (stopDelay > 0) await sleep(stopDelay * 1000)
        return result
      } finally {
        record.withdraw()
        await serving.close()
        log.info('stopped')
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

function explained(error: unknown, {host, port}: ServerWanted): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new AlreadyThere(`Port ${port} of ${host} is in use. Give another with --port, or 0 for any that is free.`, {cause: error})
  if (code === 'EACCES') return new UsageFailure(`Port ${port} needs privileges. Give one from 1024 on with --port.`, {cause: error})
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new UsageFailure(`${host} is not an address of this machine. Give another with --host.`, {cause: error})
  return error
}
