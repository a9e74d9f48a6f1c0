import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {StoreFailure, storeFailure} from '../store/failure.js'
import {openDatabase} from '../store/sqlite-binding.js'

/** The one place in a folder for a control plane that is served. */
export interface Place {
  leave: () => void
}

/**
 * Takes the place, or finds it taken. It is held by a lock of the operating system, which ends with the process however
 * that ends: unlike a file with a process id in it, it is never left behind, and never taken by two.
 *
 * @returns undefined when another process holds it
 * @throws {StoreFailure} when the folder cannot be used
 */
export function takePlace(folder: string): Place | undefined {
  const file = join(folder, 'control-plane.lock')
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const lock = openDatabase(file, 0)
    try {
      lock.exec('begin exclusive')
    } catch (error) {
      lock.close()
      throw error
    }
    return {leave: () => lock.close()}
  } catch (error) {
    const failure = storeFailure(error, file)
    if (failure instanceof StoreFailure && failure.kind === 'busy') return undefined
    throw failure
  }
}

/** Whether a control plane is served from a folder at this moment. */
export function isPlaceTaken(folder: string): boolean {
  const place = takePlace(folder)
  place?.leave()
  return place === undefined
}
