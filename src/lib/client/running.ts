import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** The port that control-plane:start listens on: not one that web frameworks start on. */
export const usualPort = 5455

/** What a control plane that is being served leaves behind for the commands of this machine to find it. */
export interface RunningControlPlane {
  pid: number
  url: string
  /** For whoever started it: may do what an operator may. */
  token: string
  /** Where it speaks TLS: what it shows, for the commands of this machine to know it by, whoever has signed it. */
  certificate?: {file: string; pem: string}
  /** What it serves: a state file, or a database without its password. */
  data: string
  started_at: string
  version: string
  /** Seconds for which it goes on answering once it is told to stop. */
  stop_delay?: number
}

const fileIn = (folder: string) => join(folder, 'control-plane.json')

/** The control plane that this machine serves, or undefined: a record whose process is gone counts for nothing. */
export function findRunning(folder: string): RunningControlPlane | undefined {
  const running = readRecord(folder)
  return running && isAlive(running.pid) ? running : undefined
}

/** Leaves the record, readable by the user alone and never half-written. Only for who holds the place. */
export function announceRunning(folder: string, running: RunningControlPlane): void {
  mkdirSync(folder, {recursive: true, mode: 0o700})
  const draft = `${fileIn(folder)}.${process.pid}`
  rmSync(draft, {force: true})
  writeFileSync(draft, `${JSON.stringify(running, null, 2)}\n`, {mode: 0o600, flag: 'wx'})
  renameSync(draft, fileIn(folder))
}

/** Takes the record away. */
export const withdrawRunning = (folder: string): void => rmSync(fileIn(folder), {force: true})

/** The record, unless it is none: a process id that is no positive number would mean whole groups of processes. */
function readRecord(folder: string): RunningControlPlane | undefined {
  try {
    const record = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Partial<RunningControlPlane> | null
    const {pid = 0, url, token} = record ?? {}
    const isWhole = Number.isSafeInteger(pid) && pid > 0 && typeof url === 'string' && typeof token === 'string'
    return isWhole && URL.canParse(url) ? (record as RunningControlPlane) : undefined
  } catch {
    return undefined
  }
}

/** Asks a process to end; one that has ended needs no asking. */
export function askToEnd(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A process that has ended and whose end nobody has asked for still has its id: in a container without an init, for good. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    // Where there is no such file, there is no telling.
    return false
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
