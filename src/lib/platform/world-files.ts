import {withinLimit} from '../rules/limits.js'
import {worldName} from '../rules/names.js'
import {isRefusal} from '../rules/refusal.js'
import {DumpFailure, type DumpSummary, dumpLines, loadDump} from '../store/dump.js'
import {readCurrentDump} from '../store/dump-upgrade.js'
import {StoreFailure} from '../store/failure.js'
import type {Store} from '../store/store.js'
import type {WorldStores} from '../store/worlds.js'
import {readSettings} from './settings.js'

/**
 * Writes the world that a store holds, as of one moment, line by line.
 *
 * @param write given each line with its break; waited for
 */
export const exportWorld = (store: Store, write: (line: string) => Promise<void> | void): Promise<DumpSummary> =>
  store.read(async (db) => {
    const lines = dumpLines(db, new Date())
    for (;;) {
      const {done, value} = await lines.next()
      if (done) return value
      await write(value)
    }
  })

/**
 * Puts an exported world in the place of the one in a store: all of it or nothing. Its tokens, too, and no other: it may come
 * from elsewhere, or be what is left after a disaster, and is checked to be what was exported. Going back within a world, as
 * loading a snapshot does, leaves tokens as they are.
 *
 * @throws {DumpFailure} for what is no whole export
 */
export async function importWorld(store: Store, lines: readonly string[]): Promise<DumpSummary> {
  const dump = await readCurrentDump(lines)
  return store.write((db) => loadDump(db, dump, new Date()))
}

/** The world of a name. @throws {StoreFailure} where there is none */
export async function worldToExport(named: WorldStores, name: string): Promise<Store> {
  const store = await named.open(name)
  if (!store) throw new StoreFailure('gone', `There is no world ${name} here. control-plane:worlds lists those that are there.`)
  return store
}

/**
 * The world of a name, made where there is none.
 *
 * @throws {DumpFailure} for lines that are no whole export, a name that is none, and one world too many; none is made then
 */
export async function worldToImport(named: WorldStores, main: Store, name: string, lines: readonly string[]): Promise<Store> {
  await readCurrentDump(lines)
  const {worlds} = await main.read(readSettings)
  const allowed = <T>(decided: T) => {
    if (isRefusal(decided)) throw new DumpFailure(decided.message)
    return decided
  }
  allowed(worldName(name))
  return named.make(name, (present) => void allowed(withinLimit('worlds', present, worlds)))
}
