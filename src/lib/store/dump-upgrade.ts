import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Dump, dumpLines, insertBatches, readDump} from './dump.js'
import {migrations} from './migrations.js'
import {openSqlite} from './sqlite.js'
import {schemaVersion} from './store.js'

/**
 * Reads a dump as this version of spacedock would have written it: one of an older schema is brought to this one as a
 * state file is.
 *
 * @param lines without their line breaks
 * @throws {DumpFailure} for what is no whole dump, or one of a newer version
 */
export async function readCurrentDump(lines: readonly string[]): Promise<Dump> {
  const dump = readDump(lines)
  return dump.header.schema_version === schemaVersion ? dump : upgraded(dump)
}

async function upgraded(dump: Dump): Promise<Dump> {
  const {schema_version: version, exported_at} = dump.header
  const folder = mkdtempSync(join(tmpdir(), 'spacedock-import-'))
  try {
    const options = {file: join(folder, 'world.sqlite'), seed: async () => {}}
    const old = await openSqlite({...options, migrations: migrations.slice(0, version)})
    await old.write((db) => insertBatches(db, dump)).finally(() => old.close())
    const store = await openSqlite(options)
    const read = store.read(async (db) => {
      const lines: string[] = []
      for await (const line of dumpLines(db, new Date(exported_at))) lines.push(line.trimEnd())
      return lines
    })
    return readDump(await read.finally(() => store.close()))
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
