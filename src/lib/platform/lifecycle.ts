import {sql} from 'kysely'
import type {DynoState} from '../operations/processes.js'
import type {AddonState, SpaceState} from '../operations/resources.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import type {Context} from './context.js'
import {invalid} from './errors.js'

/*
 * Time is data: rows say from when on something holds, and the state is computed when it is read. A command that lives
 * for 80 ms, a server that restarts and a clock that a test advances all see the same.
 */

/** The state of a space that is not gone. */
export function spaceState({allocated_at, gone_at}: Row<'spaces'>, now: Date): SpaceState {
  if (gone_at !== null) return 'deleting'
  return allocated_at <= now.toISOString() ? 'allocated' : 'allocating'
}

/**
 * Whether what needs a space can have it: it is allocated, and no fault has it look so before it is.
 */
export const isReady = (space: Row<'spaces'>, {now, strike}: Pick<Context, 'now' | 'strike'>): boolean => spaceState(space, now) === 'allocated' && strike?.kind !== 'not-ready'

/** @throws {ApiError} 422 for a space on its way out, which nothing may change any more */
export function refuseWhileDeleting({name, gone_at}: Row<'spaces'>): void {
  if (gone_at !== null) throw invalid(`Space ${name} is being deleted.`)
}

/** Until when something lasts: what is past it is removed before the next change. */
const ends = {addons: 'fails_at', dynos: 'until', spaces: 'gone_at', vpn_connections: 'gone_at'} as const

export type Ending = keyof typeof ends

export const endings = Object.keys(ends) as Ending[]

/** Asks when the first of a table ends. */
export const firstEnd = (table: Ending): string => `select min(${ends[table]}) from ${table}`

/**
 * Removes what is gone by now, so that names and addresses are free again. Before every change, in its transaction.
 *
 * @param over the tables that have rows past their end
 * @returns whether there are add-ons whose time is over, which are not removed here
 */
export async function removeGone(db: Database, now: Date, over: readonly Ending[]): Promise<boolean> {
  for (const table of over) if (table !== 'addons') await db.deleteFrom(table).where(ends[table] as never, '<=', now.toISOString() as never).execute()
  return over.includes('addons')
}

/** Of a query with `addons`, even where one is joined that need not be there: those whose partners still have time, or have had enough of it. */
export const inTime = (at: string) => sql<boolean>`(addons.fails_at is null or addons.fails_at > ${at})`

/** The state of an add-on that is there. */
export const addonState = ({provisioned_at}: Pick<Row<'addons'>, 'provisioned_at'>, now: Date): AddonState =>
  provisioned_at <= now.toISOString() ? 'provisioned' : 'provisioning'

/** The state of a dyno that is there. */
export const dynoState = ({up_at}: Pick<Row<'dynos'>, 'up_at'>, now: Date): DynoState => (up_at <= now.toISOString() ? 'up' : 'starting')

/** What only time brings about: every column that says from when on something holds. */
const dues = [
  ['spaces', 'allocated_at'],
  ['spaces', 'gone_at'],
  ['addons', 'fails_at'],
  ['addons', 'provisioned_at'],
  ['domains', 'acm_fails_at'],
  ['domains', 'ready_at'],
  ['dynos', 'since'],
  ['dynos', 'up_at'],
  ['dynos', 'until'],
  ['peerings', 'active_at'],
  ['peerings', 'expires_at'],
  ['sni_endpoints', 'since'],
  ['tokens', 'expires_at'],
  ['vpn_connections', 'provisioning_at'],
  ['vpn_connections', 'active_at'],
  ['vpn_connections', 'gone_at'],
] as const

/** A moment that does not come. */
export const never = '9999-12-31T23:59:59.999Z'

/** The soonest of each, and from when on whoever comes by, even to look, makes a call: asked at once, as a store may be some way off. */
const soonest = [
  ...dues.map(([table, column]) => ({before: `select min(${column}) as due from ${table} where ${column} > `, after: ''})),
  {before: 'select min(claimed_until) from partner_calls where claimed_until > ', after: " and state = 'pending'"},
].map(({before, after}) => ({before: sql.raw(before), after: sql.raw(after)}))

/** The next moment after now at which something is different although nobody changes anything. */
export async function nextDue(db: Database, now: Date): Promise<string> {
  const at = now.toISOString()
  const each = sql.join(soonest.map(({before, after}) => sql`${before}${at}${after}`), sql.raw(' union all '))
  const {rows} = await sql<{due: string | null}>`select min(due) as due from (${each}) as dues`.execute(db)
  return rows[0]?.due ?? never
}
