import {closeSync, existsSync, openSync, renameSync, rmSync, writeSync} from 'node:fs'
import {AlreadyThere} from '../client/failures.js'

/** @throws {AlreadyThere} for a file that would be replaced without anybody having said so */
export function refuseReplacing(file: string, force: boolean): void {
  if (existsSync(file) && !force) throw new AlreadyThere(`${file} is there already. Replace it with --force, or name another.`)
}

/** Written aside and renamed, so that the file is whole or not there; it holds secrets, so it is the user's alone. */
export async function writePrivately<T>(file: string, work: (write: (text: string) => void) => Promise<T>): Promise<T> {
  const aside = `${file}.${process.pid}.tmp`
  const descriptor = openSync(aside, 'wx', 0o600)
  try {
    try {
      const result = await work((text) => void writeSync(descriptor, text))
      renameSync(aside, file)
      return result
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    rmSync(aside, {force: true})
    throw error
  }
}
