import type {AddonState, SpaceState} from '../operations/resources.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'

/*
 * Time is data: rows say from when on something holds, and the state is computed when it is read. A command that lives
 * for 80 ms, a server that restarts and a clock that a test advances all see the same.
 */

/** The state of a space that is not gone. */
export function spaceState({allocated_at, gone_at}: Row<'spaces'>, now: Date): SpaceState {
  if (gone_at !== null) return 'deleting'
  return allocated_at <= now.toISOString() ? 'allocated' : 'allocating'
}

/** Removes what is gone by now, so that names and addresses are free again. Before every change, in its transaction. */
export async function removeGone(db: Database, now: Date): Promise<void> {
  await db.deleteFrom('spaces').where('gone_at', '<=', now.toISOString()).execute()
}

/** The state of an add-on that is there. */
export const addonState = ({provisioned_at}: Pick<Row<'addons'>, 'provisioned_at'>, now: Date): AddonState =>
  provisioned_at <= now.toISOString() ? 'provisioned' : 'provisioning'
