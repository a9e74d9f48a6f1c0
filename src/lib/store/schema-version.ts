import {sql} from 'kysely'
import type {Store} from './store.js'

/**
 * Asks the store itself for the version of its schema at this moment: somebody newer may have changed it since it was opened.
 *
 * @throws {StoreFailure} when it cannot be reached; on PostgreSQL also when the version is another than this program's
 */
export function schemaVersionOf(store: Store): Promise<number> {
  const query = store.kind === 'sqlite' ? sql<{version: number}>`select user_version as version from pragma_user_version` : sql<{version: number}>`select schema_version as version from world`
  return store.read(async (db) => Number((await query.execute(db)).rows[0]?.version))
}
