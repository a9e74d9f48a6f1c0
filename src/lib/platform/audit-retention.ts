import type {Database} from '../store/store.js'
import {readSettings, type Settings} from './settings.js'

/*
 * For how long entries of the audit trail are kept, by the clock outside, as they are written. Past that they are shown
 * to nobody, and removed as others come.
 */

const setting = 'audit-retention'
const day = 24 * 60 * 60 * 1000

/** With which of the entries old ones are removed: looking with each would cost every change a query. */
const every = 100
/** Entries that are looked at then, so that no change waits long: many more than have come since. */
const most = 1000

/** The moment up to which entries are over; undefined where they are kept for ever. @param now what the clock outside shows */
export function overUntil({[setting]: days}: Settings, now: Date): string | undefined {
  return days === 0 ? undefined : new Date(now.getTime() - days * day).toISOString()
}

/** Removes the oldest entries that are over, as one is written. That one stays, so that the numbers go on from it. */
export async function removeOld(db: Database, {at, number}: {at: string; number: number}): Promise<void> {
  if (number % every !== 0) return
  const until = overUntil(await readSettings(db), new Date(at))
  if (until === undefined) return
  const oldest = await db.selectFrom('audit').select('number').orderBy('number').limit(1).executeTakeFirst()
  if (oldest)
    await db
      .deleteFrom('audit')
      .where('number', '<', oldest.number + most)
      .where('at', '<=', until)
      .execute()
}

/** Replaces a world, and leaves this setting as it is: the trail is no part of a world, so no other world is to shorten it. */
export async function retentionKept<T>(db: Database, replace: () => Promise<T>): Promise<T> {
  const kept = await db.selectFrom('settings').selectAll().where('name', '=', setting).execute()
  const result = await replace()
  await db.deleteFrom('settings').where('name', '=', setting).execute()
  if (kept.length > 0) await db.insertInto('settings').values(kept).execute()
  return result
}
