import {type DumpSummary, dumpLines, loadDump} from '../store/dump.js'
import {readCurrentDump} from '../store/dump-upgrade.js'
import type {Store} from '../store/store.js'

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
