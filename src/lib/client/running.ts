import {linkSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** What a control plane that is being served leaves behind for the commands of this machine to find it. */
export interface RunningControlPlane {
  pid: number
  url: string
  /** For whoever started it: may do what an operator may. */
  token: string
  /** The state file it serves. */
  data: string
  started_at: string
  version: string
}

const fileIn = (folder: string) => join(folder, 'control-plane.json')

/** The control plane that this machine serves, or undefined: a record whose process is gone counts for nothing. */
export function findRunning(folder: string): RunningControlPlane | undefined {
  let running: RunningControlPlane
  try {
    running = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as RunningControlPlane
  } catch {
    return undefined
  }
  return isAlive(running.pid) ? running : undefined
}

/**
 * Leaves the record, readable by the user alone and never half-written.
 *
 * @returns false when another one that is alive has left its record first
 */
export function announceRunning(folder: string, running: RunningControlPlane): boolean {
  mkdirSync(folder, {recursive: true, mode: 0o700})
  const draft = `${fileIn(folder)}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(running, null, 2)}\n`, {mode: 0o600})
  try {
    if (!findRunning(folder)) rmSync(fileIn(folder), {force: true})
    linkSync(draft, fileIn(folder))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, {force: true})
  }
}

/** Takes the record away, if it is still this process's. */
export function withdrawRunning(folder: string, pid: number): void {
  if (readPid(folder) === pid) rmSync(fileIn(folder), {force: true})
}

function readPid(folder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(fileIn(folder), 'utf8')) as RunningControlPlane).pid
  } catch {
    return undefined
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
