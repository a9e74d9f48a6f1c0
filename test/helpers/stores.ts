import {StoreFailure} from '../../src/lib/store/failure.js'
import type {Store} from '../../src/lib/store/store.js'

/** Makes a change that shows in `settings`. */
export const set = (store: Store, name: string, value: number) => store.write((db) => db.insertInto('settings').values({name, value}).execute())

export const settings = (store: Store) => store.read((db) => db.selectFrom('settings').selectAll().orderBy('name').execute())

/** The failure of the store that some work ends with. */
export async function failureOf(work: () => Promise<unknown>): Promise<StoreFailure> {
  const failure = await work().catch((error: unknown) => error)
  if (!(failure instanceof StoreFailure)) throw new Error(`Expected a failure of the store, got ${String(failure)}`)
  return failure
}
