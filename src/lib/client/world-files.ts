import type {SeedDocument} from '../operations/seeds.js'
import type {ErrorBody} from '../operations/wire.js'
import {ApiFailure, NotThere} from './failures.js'

/** Where a control plane keeps its state: a file, or the URL of a PostgreSQL database. */
export type StateLocation = {file: string} | {database: string; connections?: number}

/** How many rows of each table a world has, and their SHA-256. */
export interface WorldSummary {
  rows: Readonly<Record<string, number>>
  sha256: string
}

/**
 * Writes the world of a state file or database as text, line by line, straight from there.
 *
 * @param world the name of one beside the main one. @throws {NotThere} where there is none of that name
 */
export async function exportWorld(where: StateLocation, world: string | undefined, write: (line: string) => Promise<void> | void): Promise<WorldSummary> {
  const {exportFrom} = await import('../platform/open.js')
  try {
    return await exportFrom(where, write, world)
  } catch (error) {
    // The store lives behind a dynamic import, so its errors are known here by what they have.
    if (error instanceof Error && (error as {kind?: string}).kind === 'gone') throw new NotThere(error.message, {cause: error})
    throw error
  }
}

/** Puts an exported world in the place of the one in a state file or database: all of it or nothing. @param world the name of one beside the main one, which is made where it is not there */
export async function importWorld(where: StateLocation, world: string | undefined, lines: readonly string[]): Promise<WorldSummary> {
  const {importInto} = await import('../platform/open.js')
  return importInto(where, lines, world)
}

/**
 * Makes the world of a seed in a state file or database in which there is none yet.
 *
 * @returns whether it was made, and where, for messages; a world that is there stays as it is
 * @throws {ApiFailure} for what the rules refuse; there is no world then
 */
export async function seedNewWorld(where: StateLocation, world: SeedDocument): Promise<{made: boolean; location: string}> {
  const {seedNew} = await import('../platform/open.js')
  return seedNew(where, world).catch((error: Error & {status: number; body: ErrorBody}) => {
    // What the control plane refuses is known by its name, as its class is behind the import.
    throw error.name === 'ApiError' ? new ApiFailure(error.status, error.body, {}) : error
  })
}
