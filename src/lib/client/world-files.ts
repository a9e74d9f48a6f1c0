import {NotThere} from './failures.js'

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
