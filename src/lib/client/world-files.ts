import type {DumpSummary} from '../platform/open.js'

/** Where a control plane keeps its state: a file, or the URL of a PostgreSQL database. */
export type StateLocation = {file: string} | {database: string; connections?: number}

/** How many rows of each table a world has, and their checksum. */
export type WorldSummary = DumpSummary

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
