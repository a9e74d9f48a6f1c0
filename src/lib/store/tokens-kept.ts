import type {Database} from './store.js'

/**
 * Replaces a world, and keeps the tokens of accounts that are there before and after: whoever replaces a world that is
 * served would otherwise lock everybody out. Those of partners end with their add-ons.
 */
export async function tokensKept<T>(db: Database, replace: () => Promise<T>): Promise<T> {
  const before = await db.selectFrom('tokens').selectAll().execute()
  const result = await replace()
  const accounts = new Set((await db.selectFrom('accounts').select('id').execute()).map(({id}) => id))
  const there = new Set((await db.selectFrom('tokens').select('digest').execute()).map(({digest}) => digest))
  const kept = before.filter(({account_id, addon_id, digest}) => addon_id === null && accounts.has(account_id) && !there.has(digest))
  if (kept.length > 0) await db.insertInto('tokens').values(kept).execute()
  return result
}
