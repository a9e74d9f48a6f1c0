import {announceRunning, type RunningControlPlane, withdrawRunning} from '../client/running.js'
import {createPlatform} from '../client/platform.js'
import {openControlPlane} from '../platform/open.js'
import {defaultAccount} from '../store/seed/default-account.js'
import {serve} from './serve.js'

export interface ServerWanted {
  /** The state file. */
  data: string
  host: string
  port: number
  /** The folder in which commands of this machine look for it. */
  state: string
  version: string
}

/**
 * Serves a control plane until the process is told to stop (SIGINT, SIGTERM), then lets requests finish and takes back
 * the token it was started with.
 *
 * @param started told when it answers
 * @returns what `started` returned, once it has stopped
 */
export async function runServer<T>(wanted: ServerWanted, started: (running: RunningControlPlane) => T): Promise<T> {
  const {data, host, port, state, version} = wanted
  const {guarded, trusted, close} = await openControlPlane({file: data})
  const operator = createPlatform(trusted)
  const {id, token} = await operator.call('control-plane-token.create', {
    body: {account: defaultAccount, description: 'control-plane:start', operator: true},
  })
  const revoke = () => operator.call('oauth-authorization.delete', {authorization: id})
  try {
    const serving = await serve({send: guarded, host, port})
    const running = {pid: process.pid, url: serving.url, token, data, started_at: new Date().toISOString(), version}
    if (!announceRunning(state, running)) {
      await serving.close()
      throw new Error('Another control plane was started here at the same time. Use that one, or stop it with control-plane:stop.')
    }
    const result = started(running)
    await stopSignal()
    withdrawRunning(state, process.pid)
    await serving.close()
    return result
  } catch (error) {
    throw explained(error, wanted)
  } finally {
    await revoke()
    await close()
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}

function explained(error: unknown, {host, port}: ServerWanted): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new Error(`Port ${port} of ${host} is in use. Give another with --port, or 0 for any that is free.`, {cause: error})
  if (code === 'EACCES') return new Error(`Port ${port} needs privileges. Give one from 1024 on with --port.`, {cause: error})
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new Error(`${host} is not an address of this machine. Give another with --host.`, {cause: error})
  return error
}
