import {StoreFailure} from '../store/failure.js'
import {schemaVersionOf} from '../store/schema-version.js'
import {schemaVersion, type Store} from '../store/store.js'

/** How the store is, in words that name neither file nor host. */
export interface StoreHealth {
  kind: Store['kind']
  /** The schema that this program works with. */
  schema_version: number
  /** Whether the store has that schema; unknown while it cannot be asked. */
  migrations: 'current' | 'newer' | 'older' | 'unknown'
  /** What keeps the store from doing its work, in one word. */
  failure?: string
}

/** How to find out how a store is. */
export interface StoreProbe {
  /** What is known without asking. */
  known: Pick<StoreHealth, 'kind' | 'schema_version'>
  /** Takes as long as the store does, and never throws. */
  ask: () => Promise<StoreHealth>
}

export function storeProbe(store: Store): StoreProbe {
  const known = {kind: store.kind, schema_version: schemaVersion}
  return {known, ask: async () => ({...known, ...(await stateOf(store))})}
}

async function stateOf(store: Store): Promise<Pick<StoreHealth, 'failure' | 'migrations'>> {
  try {
    const found = await schemaVersionOf(store)
    if (found === schemaVersion) return {migrations: 'current'}
    return found > schemaVersion ? {migrations: 'newer', failure: 'newer'} : {migrations: 'older', failure: 'older'}
  } catch (error) {
    const failure = error instanceof StoreFailure ? error.kind : 'unexpected'
    return {migrations: failure === 'newer' || failure === 'older' ? failure : 'unknown', failure}
  }
}
