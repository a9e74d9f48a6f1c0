import type {Clock} from '../operations/control.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import {invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {conditionsOf} from './moment.js'

/** Farther than anything a test waits for, in milliseconds: a hundred years. */
const farthest = 100 * 365 * 24 * 60 * 60 * 1000

export const clockHandlers: Handlers<'control-plane-clock.info' | 'control-plane-clock.update'> = {
  async 'control-plane-clock.info'({db, now}) {
    return clockView(await conditionsOf(db), now)
  },

  async 'control-plane-clock.update'(context, _, {advance, frozen, now: wanted}) {
    if (advance !== undefined && wanted !== undefined) throw invalid('A clock is either set or advanced, not both at once.')
    const before = (await conditionsOf(context.db)) ?? running
    const shown = moved(context.now, wanted, advance)
    const stands = frozen ?? before.frozen_at !== null
    // The clock outside shows what it shows here, less what this one is ahead of it.
    const outside = before.frozen_at === null ? context.now.getTime() - before.ahead_ms : context.outside().getTime()
    const after = {...before, frozen_at: stands ? shown.toISOString() : null, ahead_ms: stands ? 0 : shown.getTime() - outside}
    await writeConditions(context.db, after)
    return clockView(after, shown)
  },
}

/** Of a world that has nobody's time and chance but those outside. */
const running: Row<'conditions'> = {frozen_at: null, ahead_ms: 0, seed: null, drawn: 0}

export async function writeConditions(db: Database, row: Partial<Row<'conditions'>>): Promise<void> {
  await db.deleteFrom('conditions').execute()
  await db.insertInto('conditions').values({...running, ...row}).execute()
}

/** @throws {ApiError} 422 for a moment that is none, or too far away */
function moved(now: Date, wanted: string | undefined, advance: number | undefined): Date {
  if (wanted !== undefined && !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test(wanted)) throw invalid(`"${wanted}" is not a moment such as 2026-01-01T12:00:00Z.`)
  const then = new Date(wanted ?? now.getTime() + (advance ?? 0) * 1000)
  if (Number.isNaN(then.getTime())) throw invalid(`"${wanted ?? advance}" is not a moment such as 2026-01-01T12:00:00Z.`)
  if (Math.abs(then.getTime() - now.getTime()) > farthest) throw invalid('A clock moves by a hundred years at most.')
  return then
}

const clockView = (conditions: Row<'conditions'> | undefined, now: Date): Clock => ({
  now: now.toISOString(),
  frozen: conditions?.frozen_at != null,
  deterministic: conditions?.seed != null,
})
