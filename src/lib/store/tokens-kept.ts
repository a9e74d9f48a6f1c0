import type {Database} from './store.js'

/** Rows that are written at once: far from how many values a statement can have. */
const batch = 200

/**
 * Replaces a world, and leaves everybody the tokens that are valid, and no other: whoever replaces a world that is served
 * would otherwise lock everybody out, and one that goes back to what was saved would let those in again whose tokens were
 * taken back since. So an account that comes back with a saved world has none. The tokens of partners belong to their
 * add-ons, and come and go with these.
 *
 * @param now what the clock of the world shows before it is replaced
 */
export async function tokensKept<T>(db: Database, now: Date, replace: () => Promise<T>): Promise<T> {
  const before = await db
    .selectFrom('tokens')
    .selectAll()
    .where('addon_id', 'is', null)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now.toISOString())]))
    .execute()
  const result = await replace()
  await db.deleteFrom('tokens').where('addon_id', 'is', null).execute()
  const accounts = new Set((await db.selectFrom('accounts').select('id').execute()).map(({id}) => id))
  const kept = before.filter(({account_id}) => accounts.has(account_id))
  for (let from = 0; from < kept.length; from += batch) await db.insertInto('tokens').values(kept.slice(from, from + batch)).execute()
  return result
}
