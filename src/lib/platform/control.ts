import {sql} from 'kysely'
import type {ControlPlaneStatus} from '../operations/control.js'
import {type Database, schemaVersion} from '../store/store.js'
import {retentionKept} from './audit-retention.js'
import {writeConditions} from './clock.js'
import type {Context} from './context.js'
import {invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {inTime} from './lifecycle.js'
import {delays, listSettings, readSettings, writeSettings} from './settings.js'

export const controlHandlers: Handlers<
  | 'control-plane.reset'
  | 'control-plane.status'
  | 'control-plane-setting.list'
  | 'control-plane-setting.update'
> = {
  async 'control-plane.status'(context) {
    return statusOf(context)
  },

  async 'control-plane.reset'(context, _, {deterministic: seed}) {
    const {resetWorld} = await import('../store/seed/world.js')
    await retentionKept(context.db, () => resetWorld(context.db, context.now))
    if (seed !== undefined) await makeDeterministic(context.db, seed)
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

/** Where the clock of a deterministic world stands: later than the people and teams of a fresh one began. */
export const beginning = '2026-01-01T00:00:00.000Z'

/** From now on the same requests get the same answers: time passes only when it is told to, so nothing takes any. */
export async function makeDeterministic(db: Database, seed: string) {
  if (seed === '' || seed.length > 100) throw invalid('A seed has from 1 to 100 characters.')
  await writeConditions(db, {frozen_at: beginning, seed})
  await writeSettings(db, Object.fromEntries(delays.map((name) => [name, 0])))
}

/** What an operator counts. */
const counted = ['accounts', 'addons', 'apps', 'spaces', 'teams'] as const

export async function statusOf({db, now}: Pick<Context, 'db' | 'now'>): Promise<ControlPlaneStatus> {
  const counts: Record<string, number> = {}
  for (const table of counted) {
    const all = db.selectFrom(table).select(sql<number>`count(*)`.as('count'))
    const {count} = await (table === 'addons' ? all.where(inTime(now.toISOString())) : all).executeTakeFirstOrThrow()
    counts[table] = Number(count)
  }
  return {counts, schema_version: schemaVersion}
}
