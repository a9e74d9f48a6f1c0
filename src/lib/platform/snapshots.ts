import type {Snapshot} from '../operations/control.js'
import {snapshotName} from '../rules/names.js'
import {DumpFailure, dumpLines, loadDump} from '../store/dump.js'
import {readCurrentDump} from '../store/dump-upgrade.js'
import {tokensKept} from '../store/tokens-kept.js'
import type {Row} from '../store/schema.js'
import {schemaVersion} from '../store/store.js'
import {retentionKept} from './audit-retention.js'
import {type Context, nowText} from './context.js'
import {accept, invalid} from './errors.js'
import type {Handlers} from './handler.js'

/** Snapshots are kept in the store, in parts of about so many characters. */
const partSize = 1024 * 1024

export const snapshotHandlers: Handlers<
  'control-plane-snapshot.create' | 'control-plane-snapshot.delete' | 'control-plane-snapshot.list' | 'control-plane-snapshot.load'
> = {
  async 'control-plane-snapshot.list'({db}) {
    return (await db.selectFrom('snapshots').selectAll().orderBy('name').execute()).map(snapshotView)
  },

  async 'control-plane-snapshot.create'(context, _, {name: wanted, replace = false}) {
    const name = accept(snapshotName(wanted))
    const {db} = context
    if (replace) await db.deleteFrom('snapshots').where('name', '=', name).execute()
    else if (await db.selectFrom('snapshots').select('name').where('name', '=', name).executeTakeFirst()) throw invalid(`There is a snapshot ${name} already.`)
    return snapshotView(await save(context, name))
  },

  async 'control-plane-snapshot.load'(context, {snapshot}) {
    await load(context, snapshot)
    return snapshotView(snapshot)
  },

  async 'control-plane-snapshot.delete'({db}, {snapshot}) {
    await db.deleteFrom('snapshots').where('name', '=', snapshot.name).execute()
    return snapshotView(snapshot)
  },
}

async function save(context: Context, name: string): Promise<Row<'snapshots'>> {
  const {db, now} = context
  const empty = {name, created_at: nowText(context), schema_version: schemaVersion, rows_json: '{}', sha256: ''}
  await db.insertInto('snapshots').values(empty).execute()
  let [number, contents] = [0, '']
  const flush = async () => {
    await db.insertInto('snapshot_parts').values({snapshot: name, number: number++, contents}).execute()
    contents = ''
  }
  const lines = dumpLines(db, now)
  for (;;) {
    const {done, value} = await lines.next()
    if (done) {
      await flush()
      const whole = {...empty, rows_json: JSON.stringify(value.rows), sha256: value.sha256}
      await db.updateTable('snapshots').set(whole).where('name', '=', name).execute()
      return whole
    }
    contents += value
    if (contents.length >= partSize) await flush()
  }
}

async function load({db, now}: Context, {name}: Row<'snapshots'>): Promise<void> {
  const parts = await db.selectFrom('snapshot_parts').select('contents').where('snapshot', '=', name).orderBy('number').execute()
  const lines = parts.map(({contents}) => contents).join('').trimEnd().split('\n')
  try {
    const dump = await readCurrentDump(lines)
    await retentionKept(db, () => tokensKept(db, now, () => loadDump(db, dump, now)))
  } catch (error) {
    throw error instanceof DumpFailure ? invalid(`The snapshot ${name} cannot be loaded. ${error.message}`) : error
  }
}

const snapshotView = ({name, created_at, rows_json, sha256}: Row<'snapshots'>): Snapshot => ({name, created_at, rows: JSON.parse(rows_json) as Record<string, number>, sha256})
