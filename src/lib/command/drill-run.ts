import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {isNotFound} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Fault} from '../operations/faults.js'
import type {RequestBody} from '../operations/index.js'
import {exitCodes} from './exit-codes.js'

/** How a command ended: its exit code, or for one that a signal has ended 128 and the signal's number, as shells count. */
export interface CommandEnd {
  exit: number
  signal: NodeJS.Signals | null
  /** Why it could not be started. */
  trouble?: string
}

/** What a fault did, until it was cleared; `struck` as it was set where somebody else has cleared it before. */
export type Cleared = Fault & {cleared_by_others?: true}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody has ended the drill before it began. */
class Stopped extends Error {
  override name = 'Stopped'
  readonly oclif = {exit: exitCodes.interrupted}
}

/**
 * Runs something under faults, and clears those, and no others, however it ends; what should end this process meanwhile
 * does so only when they are cleared.
 *
 * @param unclearable told of a fault that could not be cleared
 */
export async function underFaults<T>(
  operator: Platform,
  wanted: readonly RequestBody<'control-plane-fault.create'>[],
  work: () => Promise<T>,
  unclearable: (fault: Fault, error: Error) => void,
): Promise<{result: T; faults: Cleared[]}> {
  const set: Fault[] = []
  const faults: Cleared[] = []
  const clear = async (fault: Fault) => {
    try {
      faults.push(await operator.call('control-plane-fault.delete', {fault: fault.id}))
    } catch (error) {
      faults.push({...fault, ...(isNotFound(error) && {cleared_by_others: true as const})})
      if (!isNotFound(error)) unclearable(fault, error as Error)
    }
  }
  let isStopped = false
  const hold = () => (isStopped = true)
  for (const signal of signals) process.on(signal, hold)
  let result: T
  try {
    for (const body of wanted) set.push(await operator.call('control-plane-fault.create', {body}))
    if (isStopped) throw new Stopped('Stopped before the command was run.')
    result = await work()
  } finally {
    for (const fault of set) await clear(fault)
    for (const signal of signals) process.removeListener(signal, hold)
  }
  return {result, faults}
}

/** Runs a command to its end; what should end this process ends the command, so that what follows can still be done. */
export function runCommand([program = '', ...argv]: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandEnd> {
  return new Promise((resolve) => {
    // Standard output is for the report.
    const child = spawn(program, argv, {env, stdio: ['inherit', 2, 2]})
    const pass = (signal: NodeJS.Signals) => {
      // Ctrl-C in a terminal has reached the command as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const end = (ended: CommandEnd) => {
      for (const signal of signals) process.removeListener(signal, pass)
      resolve(ended)
    }
    for (const signal of signals) process.on(signal, pass)
    child.once('error', ({message}) => end({exit: 127, signal: null, trouble: message}))
    child.once('close', (code, signal) => end({exit: code ?? 128 + constants.signals[signal ?? 'SIGTERM'], signal}))
  })
}
