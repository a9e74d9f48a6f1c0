import {AlreadyThere} from '../client/failures.js'
import {isLoopback} from '../client/http.js'
import {createPlatform} from '../client/platform.js'
import {announceRunning, type RunningControlPlane, withdrawRunning} from '../client/running.js'
import {sleep} from '../client/sleep.js'
import type {Send} from '../operations/wire.js'
import {openControlPlane} from '../platform/open.js'
import type {StateLocation} from '../client/world-files.js'
import {Health} from './health.js'
import {explained} from './listening.js'
import {type LogWanted, type OpenedLog, openLog} from './log.js'
import {openMetrics} from './metrics.js'
import {takePlace} from './place.js'
import {withProbes} from './probes.js'
import {serve} from './serve.js'
import {stopSignals} from './stop-signals.js'
import {readIdentity} from './tls.js'
import {Watcher} from './watch.js'

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
  log: LogWanted
  /** Seconds for which to go on answering once it is told to stop, while `/health` sends load balancers away. */
  stopDelay: number
}

/** What is told of a control plane that answers. */
export interface Started {
  running: RunningControlPlane
  /** An operator's token that outlives the process; only this once. */
  first: string | undefined
}

/**
 * Serves a control plane until the process is told to stop (SIGINT, SIGTERM, SIGHUP), then lets requests finish. The
 * token that its record holds for the commands of this machine ends with it. Told a second time, it ends at once.
 *
 * @param started told when it answers
 * @returns what `started` returned, once it has stopped
 * @throws {AlreadyThere} when one is served from the same folder, or the port is in use
 */
export async function runServer<T>(wanted: ServerWanted, started: (started: Started) => T): Promise<T> {
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

async function serveUntil<T>(asked: Promise<string>, wanted: ServerWanted, {record, log: {log}}: Surroundings, started: (started: Started) => T): Promise<T> {
  const {data, first, host, port, names = [], tls, version, stopDelay} = wanted
  const identity = tls && readIdentity(tls.cert, tls.key)
  const startedAt = new Date()
  const metrics = await openMetrics({version, store: 'file' in data ? 'sqlite' : 'postgres'})
  const observer = new Watcher({log, metrics})
  const report = (err: unknown, request_id: string) => log.error({request_id, err}, 'unexpected')
  const {address, giveUp, guarded, spared, token, location, health: store, close} = await openControlPlane(data, {observer, report})
  try {
    const health = new Health({store, version, startedAt})
    const send = withProbes(observer.watched(guarded), {health, metrics, ask: guarded, open: isLoopback(host)})
    const serving = await serve({send, host, port, names, giveUp, ...(identity && {tls: identity})})
    address.url = serving.url
    try {
      const running = {
        pid: process.pid,
        url: serving.url,
        token,
        ...(tls && identity && {certificate: {file: tls.cert, pem: identity.cert}}),
        data: location,
        started_at: startedAt.toISOString(),
        version,
        ...(stopDelay > 0 && {stop_delay: stopDelay}),
      }
      record.announce(running)
      const result = started({running, first: first ? await firstToken(spared) : undefined})
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
    await close()
  }
}

/** An operator's token for a world that has none. */
export const firstToken = async (send: Send): Promise<string | undefined> => (await createPlatform(send).call('control-plane-token.create-first', {})).first?.token
