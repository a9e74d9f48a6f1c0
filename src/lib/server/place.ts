import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {StoreFailure, storeFailure} from '../store/failure.js'
import {openDatabase, type SqliteDatabase} from '../store/sqlite-binding.js'

/** The one place in a folder for a control plane that is served. */
export interface Place {
  leave: () => void
}

/** Milliseconds for which to wait for a lock that is only looked at, or that others reach for in the same moment. */
const patience = 1000

/**
 * Takes the place, or finds it taken. It is held by a lock of the operating system, which ends with the process however
 * that ends: unlike a file with a process id in it, it is never left behind, and never taken by two.
 *
 * @returns undefined when another process holds it
 * @throws {StoreFailure} when the folder cannot be used
 */
export function takePlace(folder: string, wait = patience): Place | undefined {
  // Without patience, two that reach for it at once may get in each other's way, and neither has it.
  const lock = locked(folder, wait, 'begin exclusive')
  return lock && {leave: () => lock.close()}
}

/** Whether a control plane is served from a folder at this moment. Looking is in nobody's way. */
export function isPlaceTaken(folder: string): boolean {
  const lock = locked(folder, 0, 'select count(*) from sqlite_schema')
  lock?.close()
  return lock === undefined
}

/** The lock's file, on which a statement has run; undefined where another process does not let it. */
function locked(folder: string, wait: number, statement: string): SqliteDatabase | undefined {
  const file = join(folder, 'control-plane.lock')
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const lock = openDatabase(file, wait)
    try {
      lock.exec(statement)
      return lock
    } catch (error) {
      lock.close()
      throw error
    }
  } catch (error) {
    const failure = storeFailure(error, file)
    if (failure instanceof StoreFailure && failure.kind === 'busy') return undefined
    throw failure
  }
}
