import {sql} from 'kysely'
import type {ControlPlaneStatus} from '../operations/control.js'
import {schemaVersion} from '../store/store.js'
import type {Context} from './context.js'
import type {Handlers} from './handler.js'
import {listSettings, readSettings, writeSettings} from './settings.js'

export const controlHandlers: Handlers<
  | 'control-plane.reset'
  | 'control-plane.status'
  | 'control-plane-setting.list'
  | 'control-plane-setting.update'
> = {
  async 'control-plane.status'(context) {
    return statusOf(context)
  },

  async 'control-plane.reset'(context) {
    const {resetWorld} = await import('../store/seed/world.js')
    await resetWorld(context.db)
    return statusOf(context)
  },

  async 'control-plane-setting.list'(context) {
    return listSettings(await context.settings())
  },

  async 'control-plane-setting.update'({db}, _, body) {
    await writeSettings(db, body)
    return listSettings(await readSettings(db))
  },
}

/** What an operator counts. */
const counted = ['accounts', 'addons', 'apps', 'spaces', 'teams'] as const

async function statusOf({db}: Context): Promise<ControlPlaneStatus> {
  const counts: Record<string, number> = {}
  for (const table of counted) {
    const {count} = await db.selectFrom(table).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()
    counts[table] = Number(count)
  }
  return {counts, schema_version: schemaVersion}
}
