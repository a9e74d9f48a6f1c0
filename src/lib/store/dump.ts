import {createHash, type Hash} from 'node:crypto'
import {sql} from 'kysely'
import {tableNames, tables, type WorldTable} from './schema.js'
import {type Database, schemaVersion} from './store.js'

/*
 * A world as text, for files and snapshots: a line that says what it is, a line of JSON for each row, table by table
 * in the order in which they can be filled, and a line with counts and a checksum. The rows are the same whichever
 * store they come from, so that two worlds are the same when their checksums are.
 */

/** How many rows there are of each table that has some, and a SHA-256 over the lines of all rows. */
export interface DumpSummary {
  rows: Readonly<Record<string, number>>
  sha256: string
}

/** The first line of a dump. */
export interface DumpHeader {
  spacedock_world: typeof format
  /** Of the schema whose rows follow. */
  schema_version: number
  /** When it was made, ISO 8601. */
  exported_at: string
}

/** Of the lines, not of the rows in them: those follow the schema. */
const format = 1

/** Rows that are read or written at once: with the widest table still far from how many values a statement can have. */
const batch = 200

/** A text is no dump, or one that cannot be used. The message says which line is wrong, and how. */
export class DumpFailure extends Error {
  override name = 'DumpFailure'
}

type LooseRow = Record<string, number | string | null>

/** The lines of a world, each with its line break; the last tells how many rows there were. */
export async function* dumpLines(db: Database, now: Date): AsyncGenerator<string, DumpSummary> {
  yield lineOf({spacedock_world: format, schema_version: schemaVersion, exported_at: now.toISOString()} satisfies DumpHeader)
  const tally = new Tally()
  for (const table of tableNames) {
    for await (const row of rowsOf(db, table)) {
      const line = lineOf([table, row])
      tally.add(table, line)
      yield line
    }
  }
  const summary = tally.summary()
  yield lineOf(summary)
  return summary
}

/** Counts and checksum of what a store holds now. */
export async function summaryOf(db: Database, now: Date): Promise<DumpSummary> {
  const lines = dumpLines(db, now)
  for (;;) {
    const {done, value} = await lines.next()
    if (done) return value
  }
}

/** Every row of a table in the order of its key, its columns in the order of their names. */
async function* rowsOf(db: Database, table: WorldTable): AsyncGenerator<LooseRow> {
  const key = tables[table] as readonly string[]
  let last: LooseRow | undefined
  for (;;) {
    let query = db.selectFrom(table).selectAll().limit(batch)
    for (const column of key) query = query.orderBy(column as never)
    if (last) query = query.where(sql<boolean>`(${sql.join(key.map((column) => sql.ref(column)))}) > (${sql.join(key.map((column) => last?.[column]))})`)
    const rows = (await query.execute()) as LooseRow[]
    for (const row of rows) yield Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (rows.length < batch) return
    last = rows.at(-1)
  }
}

/** A dump that was read and found whole. */
export interface Dump {
  header: DumpHeader
  /** Rows of one table, not more than a statement takes. */
  batches: {table: string; rows: LooseRow[]}[]
  summary: DumpSummary
}

/**
 * Puts the world of a dump in the place of the one that is there, and checks that what is there afterwards is what the
 * dump says.
 *
 * @param dump of this version's schema
 * @throws {DumpFailure} for one that does not fit; the transaction is to be taken back then
 */
export async function loadDump(db: Database, dump: Dump, now: Date): Promise<DumpSummary> {
  for (const table of tableNames.toReversed()) await db.deleteFrom(table).execute()
  await insertBatches(db, dump)
  const found = await summaryOf(db, now)
  if (found.sha256 !== dump.summary.sha256) throw new DumpFailure('What was written is not what it holds.')
  return found
}

/** @throws {DumpFailure} for rows that the database refuses for what they are */
export async function insertBatches(db: Database, {batches}: Dump): Promise<void> {
  for (const {table, rows} of batches) {
    try {
      await db.insertInto(table as WorldTable).values(rows as never).execute()
    } catch (error) {
      if (!isAboutRows(error as Error)) throw error
      throw new DumpFailure(`Rows of ${table} do not belong there: ${(error as Error).message}.`, {cause: error})
    }
  }
}

/**
 * Reads a dump.
 *
 * @param lines without their line breaks
 * @throws {DumpFailure} naming the line that is wrong
 */
export function readDump(lines: readonly string[]): Dump {
  const header = headerOf(lines)
  const tally = new Tally()
  const batches: Dump['batches'] = []
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue
    const value = parsed(line, index + 1)
    if (!Array.isArray(value)) return {header, batches, summary: endOf(lines, index, value, tally)}
    const [table, row] = rowIn(value, index + 1)
    tally.add(table, `${line}\n`)
    const last = batches.at(-1)
    if (last?.table === table && last.rows.length < batch) last.rows.push(row)
    else batches.push({table, rows: [row]})
  }
  throw new DumpFailure(`It ends after line ${lines.length}, before its own end.`)
}

function endOf(lines: readonly string[], index: number, value: unknown, tally: Tally): DumpSummary {
  const told = summaryIn(value, index + 1)
  if (index + 1 < lines.length) throw new DumpFailure(`Line ${index + 2} comes after the end.`)
  if (tally.summary().sha256 !== told.sha256) throw new DumpFailure('Its checksum is not that of its lines: it was changed or damaged.')
  return told
}

/** @throws {DumpFailure} for what is no dump, or one of a newer version */
function headerOf([first = '']: readonly string[]): DumpHeader {
  const header = parsed(first, 1) as Partial<DumpHeader> | null
  if (typeof header?.spacedock_world !== 'number' || typeof header.schema_version !== 'number' || typeof header.exported_at !== 'string') throw notExported()
  if (header.spacedock_world > format || header.schema_version > schemaVersion) throw new DumpFailure('It was exported by a newer version of spacedock. Update spacedock to import it.')
  return header as DumpHeader
}

/** Whether the database refuses rows for what they are: by PostgreSQL's classes of errors, and by what SQLite says. */
const isAboutRows = (error: Error): boolean => /^(22|23|42)/.test(String((error as {code?: unknown}).code)) || /constraint failed|no column named/.test(error.message)

const notExported = () => new DumpFailure('It is not a world that spacedock has exported.')

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw number === 1 ? notExported() : new DumpFailure(`Line ${number} is not JSON.`)
  }
}

function rowIn(value: unknown[], number: number): [table: string, row: LooseRow] {
  const [table, row] = value
  const isRow =
    typeof table === 'string' && Object.hasOwn(tables, table) && typeof row === 'object' && row !== null &&
    Object.values(row).every((one) => one === null || typeof one === 'number' || typeof one === 'string')
  if (!isRow) throw new DumpFailure(`Line ${number} is not a row of a table.`)
  return [table, row as LooseRow]
}

function summaryIn(value: unknown, number: number): DumpSummary {
  const summary = value as Partial<DumpSummary> | null
  if (typeof summary?.sha256 !== 'string' || typeof summary.rows !== 'object') throw new DumpFailure(`Line ${number} is neither a row nor the end.`)
  return summary as DumpSummary
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`

/** Counts lines by table, and sums them up. */
class Tally {
  readonly #rows: Record<string, number> = {}
  readonly #hash: Hash = createHash('sha256')

  add(table: string, line: string) {
    this.#rows[table] = (this.#rows[table] ?? 0) + 1
    this.#hash.update(line)
  }

  summary(): DumpSummary {
    return {rows: this.#rows, sha256: this.#hash.copy().digest('hex')}
  }
}
