import {anyOperation, type Fault, type FaultKind, faultKinds} from '../operations/faults.js'
import {operations} from '../operations/index.js'
import type {Operation} from '../operations/operation.js'
import type {Method} from '../operations/wire.js'
import {oneOf, shown} from '../rules/refusal.js'
import {didYouMean} from '../rules/suggest.js'
import type {Row} from '../store/schema.js'
import type {Database} from '../store/store.js'
import {after as secondsAfter, type Context, nowText} from './context.js'
import {invalid} from './errors.js'
import {isSpared, operationsOf} from './exposure.js'
import type {Handlers} from './handler.js'
import {wireTime} from './time.js'

/** Faults at most, spent ones too: each is looked at with every request. */
const mostFaults = 100
/** A million: of requests to strike or let pass. */
const mostRequests = 1_000_000
/** Milliseconds: ten minutes. */
const longestLatency = 600_000
/** Seconds: a day. */
const longestRetryAfter = 86_400
/** Characters. */
const longestDescription = 200

type Wanted = Partial<Record<'after' | 'latency' | 'retry_after' | 'status', number | undefined>> &
  Partial<Record<'description' | 'kind' | 'method' | 'operation', string | undefined>> & {times?: number | null | undefined}

export const faultHandlers: Handlers<'control-plane-fault.clear' | 'control-plane-fault.create' | 'control-plane-fault.delete' | 'control-plane-fault.list'> = {
  async 'control-plane-fault.list'({db}) {
    return (await allFaults(db)).map(faultView)
  },

  async 'control-plane-fault.create'(context, _, wanted) {
    const described = requireFault(wanted)
    const before = await allFaults(context.db)
    if (before.length >= mostFaults) throw invalid(`There are ${mostFaults} faults already, spent ones included. Clear some first.`)
    const row: Row<'faults'> = {id: context.newId(), number: (before.at(-1)?.number ?? 0) + 1, ...described, seen: 0, struck: 0, created_at: nowText(context)}
    await context.db.insertInto('faults').values(row).execute()
    return faultView(row)
  },

  async 'control-plane-fault.delete'(context, {fault}) {
    await clear(context, fault)
    return faultView(fault)
  },

  async 'control-plane-fault.clear'(context) {
    const faults = await allFaults(context.db)
    for (const fault of faults) await clear(context, fault)
    return faults.map(faultView)
  },
}

const allFaults = (db: Database) => db.selectFrom('faults').selectAll().orderBy('number').execute()

/** Takes a fault away. The spaces that it has kept from being allocated go on as if they had been created now. */
async function clear(context: Context, {id}: Row<'faults'>): Promise<void> {
  const {db} = context
  const {allocation} = await context.settings()
  await db
    .updateTable('spaces')
    .set({allocated_at: secondsAfter(context, allocation)})
    .where('id', 'in', db.selectFrom('stuck_spaces').select('space_id').where('fault_id', '=', id))
    .execute()
  await db.deleteFrom('faults').where('id', '=', id).execute()
}

/** @throws {ApiError} 422 for what no fault can be */
function requireFault(wanted: Wanted): Omit<Row<'faults'>, 'created_at' | 'id' | 'number' | 'seen' | 'struck'> {
  const kind = requireKind(wanted)
  const operation = requireOperation(wanted.operation, kind)
  if (kind !== 'error')
    for (const [name, value] of [['status', wanted.status], ['retry_after', wanted.retry_after]] as const)
      if (value !== undefined) throw invalid(`A fault of the kind ${kind} has no ${name}: that is for errors.`)
  if (kind === 'latency' && !wanted.latency) throw invalid('A fault of the kind latency takes a latency in milliseconds.')
  const status = kind === 'error' ? (wanted.status ?? 503) : null
  if (status !== null && !(Number.isInteger(status) && status >= 400 && status <= 599)) throw invalid(`The status of an error is from 400 to 599, not ${status}.`)
  const {description = '', latency = 0, retry_after = null, times = 1, after = 0} = wanted
  requireAtMost('latency', latency, longestLatency, 'milliseconds')
  requireAtMost('retry_after', retry_after ?? 0, longestRetryAfter, 'seconds')
  requireAtMost('after', after, mostRequests, 'requests')
  requireAtMost('times', times ?? 1, mostRequests, 'requests')
  if (times === 0) throw invalid('A fault that strikes no request is none: times is at least 1, or null for every request.')
  if (description.length > longestDescription) throw invalid(`The description of a fault has at most ${longestDescription} characters.`)
  return {kind, operation, method: requireMethod(wanted.method, operation), status, retry_after, latency, times, after_requests: after, description}
}

function requireKind({kind, latency, status}: Wanted): FaultKind {
  if (kind === undefined) return latency !== undefined && status === undefined ? 'latency' : 'error'
  const found = faultKinds.find((one) => one === kind)
  if (!found) throw invalid(`There is no kind of fault ${shown(kind)}.${didYouMean(kind, faultKinds)} The kinds are ${oneOf(faultKinds)}.`)
  return found
}

/** What can be struck: everything that is not under the control plane's own path. */
const targets = Object.entries(operations as Record<string, Operation>).flatMap(([id, {path}]) => (isSpared(path) ? [] : [id]))

function requireOperation(wanted: string | undefined, kind: FaultKind): string {
  const possible = operationsOf[kind] as readonly string[] | undefined
  if (wanted === undefined) {
    if (!possible) throw invalid(`Name the operation whose requests are struck, or ${anyOperation} for all of them.`)
    return possible.length === 1 ? (possible[0] ?? anyOperation) : anyOperation
  }
  if (wanted === anyOperation) return wanted
  if (Object.hasOwn(operations, wanted) && !targets.includes(wanted)) throw invalid(`${wanted} is an operation of the control plane itself, which are never struck: nobody could clear a fault otherwise.`)
  if (!targets.includes(wanted)) throw invalid(`There is no operation ${shown(wanted)} here.${didYouMean(wanted, targets)}`)
  if (possible && !possible.includes(wanted)) throw invalid(`A fault of the kind ${kind} strikes ${oneOf(possible)}, not ${wanted}.`)
  return wanted
}

const methods: readonly Method[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT']

function requireMethod(wanted: string | undefined, operation: string): Method | null {
  if (wanted === undefined) return null
  const method = methods.find((one) => one === wanted.toUpperCase())
  if (!method) throw invalid(`There is no method ${shown(wanted)} here. The methods are ${oneOf(methods)}.`)
  const own = (operations as Record<string, Operation>)[operation]?.method
  if (own !== undefined && own !== method) throw invalid(`${operation} is asked for with ${own}, never with ${method}.`)
  return method
}

function requireAtMost(name: string, value: number, most: number, unit: string) {
  if (value > most) throw invalid(`${name} is at most ${most} ${unit}, not ${value}.`)
}

const faultView = ({number: _, after_requests, created_at, ...fault}: Row<'faults'>): Fault => ({...fault, after: after_requests, created_at: wireTime(created_at)})
