import type {OperationId} from '../operations/index.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import {entryOf} from './addon-catalogue.js'
import {removeAddon} from './attaching.js'
import type {Context} from './context.js'
import type {Surroundings} from './control-plane.js'
import type {Outside} from './outside.js'
import {asking, type Call, isOver} from './partner-calls.js'
import {changePlanByPartner, provisionByPartner} from './partner-provisioning.js'

type ContextIn = (db: Database, now: Date, actor: Context['actor'], paged: undefined, warn: Context['warn']) => Context

/** Whether an operation may leave calls to partners behind, or is a good moment to look for those of others. */
export const asksPartners = (id: OperationId): boolean => id.startsWith('add-on.') || id === 'app.delete'

/** More than one command should take upon itself. */
const most = 20

/** Makes the calls that nobody is making: those left behind with a change, and those of a process that ended before the answer. */
export async function resumeCalls({clock, store}: Surroundings, contextIn: ContextIn): Promise<void> {
  for (let round = 0; round < most; round++) {
    const due = await store.read((db) => dueCall(db, clock()))
    if (!due) return
    const resumed = await store.write(async (db) => {
      const context = contextIn(db, clock(), await actorOf(db, due), undefined, () => {})
      if (!(await claim(context, due))) return undefined
      return {actor: context.actor, outside: await again(context, due)}
    })
    if (!resumed) continue
    const {actor, outside} = resumed
    const outcome = await outside.ask()
    await store.write((db) => outside.finish(contextIn(db, clock(), actor, undefined, () => {}), outcome))
  }
}

const dueCall = (db: Database, now: Date): Promise<Call | undefined> =>
  db.selectFrom('partner_calls').selectAll().where('state', '=', 'pending').where('claimed_until', '<=', now.toISOString()).orderBy('claimed_until').orderBy('id').limit(1).executeTakeFirst()

/** Longer than a partner may take to answer, in milliseconds. */
const claimMs = 60_000

/** Takes a call over, unless somebody else has in the meantime. */
async function claim({db, now}: Context, {claimed_until, id}: Call): Promise<boolean> {
  const until = new Date(now.getTime() + claimMs).toISOString()
  const {numUpdatedRows} = await db.updateTable('partner_calls').set({claimed_until: until}).where('id', '=', id).where('state', '=', 'pending').where('claimed_until', '=', claimed_until).executeTakeFirst()
  return numUpdatedRows === 1n
}

async function actorOf(db: Database, {account_id}: Call): Promise<Context['actor']> {
  const account = await db.selectFrom('accounts').selectAll().where('id', '=', account_id).executeTakeFirstOrThrow()
  return {account, scopes: ['global'], operator: false}
}

async function again(context: Context, call: Call): Promise<Outside<unknown>> {
  const addon = await context.db.selectFrom('addons').selectAll().where('id', '=', call.addon_id).executeTakeFirst()
  if (call.kind === 'provision' && addon) return provisionByPartner(context, {addon, call, entry: await entryOf(context, addon)})
  const plan = call.plan === null ? undefined : await context.db.selectFrom('addon_plans').selectAll().where('id', '=', call.plan).executeTakeFirst()
  if (call.kind === 'plan-change' && addon && plan) return changePlanByPartner(context, {addon, call, entry: await entryOf(context, addon)}, plan)
  return deprovision(context, call, addon)
}

/** What nobody waits for is tried again and again, with growing pauses, until it is given up. */
async function deprovision(context: Context, call: Call, addon: Row<'addons'> | undefined): Promise<Outside<undefined>> {
  const {deprovisionRequest} = await import('../partner/protocol.js')
  return asking<undefined>(context, call, {
    service: await context.db.selectFrom('addon_services').selectAll().where('id', '=', call.service_id).executeTakeFirstOrThrow(),
    request: async (partner) => deprovisionRequest(partner, call.addon_id),
    again: (outcome) => !isOver(outcome),
    async finish(later, outcome) {
      if (addon && isOver(outcome)) await removeAddon(later, addon)
      return undefined
    },
  })
}
