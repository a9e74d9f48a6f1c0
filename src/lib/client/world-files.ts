import type {SeedDocument} from '../operations/seeds.js'
import type {ErrorBody} from '../operations/wire.js'
import {ApiFailure} from './failures.js'

/** Where a control plane keeps its state: a file, or the URL of a PostgreSQL database. */
export type StateLocation = {file: string} | {database: string; connections?: number}

/** How many rows of each table a world has, and their SHA-256. */
export interface WorldSummary {
  rows: Readonly<Record<string, number>>
  sha256: string
}

/** Writes the world of a state file or database as text, line by line, straight from there. */
export async function exportWorld(where: StateLocation, write: (line: string) => Promise<void> | void): Promise<WorldSummary> {
  const {exportFrom} = await import('../platform/open.js')
  return exportFrom(where, write)
}

/** Puts an exported world in the place of the one in a state file or database: all of it or nothing. */
export async function importWorld(where: StateLocation, lines: readonly string[]): Promise<WorldSummary> {
  const {importInto} = await import('../platform/open.js')
  return importInto(where, lines)
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
