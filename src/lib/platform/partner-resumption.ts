import type {OperationId} from '../operations/index.js'
import {StoreFailure} from '../store/failure.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import {entryOf} from './addon-catalogue.js'
import {removeAddon} from './attaching.js'
import type {Context} from './context.js'
import type {Surroundings} from './control-plane.js'
import {type Moment, readAt, writeAt} from './moment.js'
import type {Outside} from './outside.js'
import {asking, type Call, claim, isOver} from './partner-calls.js'
import {changePlanByPartner, provisionByPartner} from './partner-provisioning.js'

/** Makes what a handler may use, in one transaction. @param warn left out where nobody is told anything */
export type ContextIn = (db: Database, moment: Moment, actor: Context['actor'], warn?: Context['warn']) => Context

/** Whether an operation may leave calls to partners behind, or is a good moment to look for those of others. */
export const asksPartners = (id: OperationId): boolean => id.startsWith('add-on.') || id === 'app.delete'

/** More at once than one command should take upon itself; and what comes of them may be asked too, but not without end. */
const [most, rounds] = [20, 3]

/**
 * Makes the calls that nobody is making: those left behind with a change, and those of a process that ended before the
 * answer. Never fails, as it is no part of what anybody has asked for.
 */
export async function resumeCalls(surroundings: Surroundings, contextIn: ContextIn): Promise<void> {
  const {report} = surroundings
  // Where the state cannot be changed, as while others do, somebody else comes by.
  const tell = (error: unknown, what: string) => {
    if (!(error instanceof StoreFailure)) report(error, what)
  }
  const resumed = async (call: Call) => {
    try {
      await resume(surroundings, contextIn, call)
    } catch (error) {
      tell(error, `call ${call.id}`)
    }
  }
  try {
    for (let round = 0; round < rounds; round++) {
      const due = await readAt(surroundings, (db, {now}) => dueCalls(db, now))
      if (due.length === 0) return
      await Promise.all(due.map(resumed))
    }
  } catch (error) {
    tell(error, 'calls to partners')
  }
}

async function resume(surroundings: Surroundings, contextIn: ContextIn, due: Call): Promise<void> {
  // By itself: what goes wrong from here on is not tried again at once.
  const call = await writeAt(surroundings, (db, {now}) => claimed(db, now, due))
  if (!call) return
  const actor = await readAt(surroundings, (db) => actorOf(db, call))
  const contextOf = (db: Database, moment: Moment) => contextIn(db, moment, actor)
  const outside = await writeAt(surroundings, (db, moment) => again(contextOf(db, moment), call))
  const outcome = await outside.ask(surroundings.givenUp)
  if (outcome.failure !== 'aborted') await writeAt(surroundings, (db, moment) => outside.finish(contextOf(db, moment), outcome))
}

const dueCalls = (db: Database, now: Date): Promise<Call[]> =>
  db.selectFrom('partner_calls').selectAll().where('state', '=', 'pending').where('claimed_until', '<=', now.toISOString()).orderBy('claimed_until').orderBy('id').limit(most).execute()

/** Takes a call over, unless somebody else has in the meantime. */
async function claimed(db: Database, now: Date, {attempts, id}: Call): Promise<Call | undefined> {
  const claimed_until = new Date(now.getTime() + claim * 1000).toISOString()
  const own = db.updateTable('partner_calls').set({attempts: attempts + 1, claimed_until})
  return own.where('id', '=', id).where('state', '=', 'pending').where('attempts', '=', attempts).returningAll().executeTakeFirst()
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
