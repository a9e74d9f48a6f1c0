import {setTimeout as pause} from 'node:timers/promises'
import {anyOperation, type FaultKind, faultHeader} from '../operations/faults.js'
import type {OperationId} from '../operations/index.js'
import type {ApiResponse, Method} from '../operations/wire.js'
import {failureOf} from '../rules/facts/failures.js'
import type {Row} from '../store/schema.js'
import type {Database, Store} from '../store/store.js'
import {ApiError} from './errors.js'
import type {Threat} from './moment.js'

/** Which operations a fault of a kind can strike; the others can strike all. */
export const operationsOf: Partial<Record<FaultKind, readonly OperationId[]>> = {
  'stuck-allocating': ['space.create'],
  'not-ready': ['inbound-ruleset.create', 'team-app.create', 'vpn-connection.create'],
  'not-applied': ['inbound-ruleset.create'],
}

/** What faults ask of a request. */
export interface Aim {
  /** Without its query. */
  path: string
  method: Method
  /** Undefined where the path leads nowhere. */
  operation: OperationId | undefined
  body: Record<string, unknown>
}

/** What an operator does is never struck: nobody could clear a fault otherwise. */
export const isSpared = (path: string): boolean => path === '/control-plane' || path.startsWith('/control-plane/')

/** Thrown in a transaction that has not begun with anything: a fault has to be counted first, in one of its own. */
class Threatened extends Error {
  override name = 'Threatened'
}

type Fault = Row<'faults'>

/**
 * How a request fares between the faults that are set. A strike is counted in the store, in a transaction before the
 * request's own, so that it is exact with any number of servers and stays counted when the request is refused. It changes
 * the store's version, so that no answer is kept for a request that a fault means.
 */
export class Exposure {
  /** What has struck. */
  strike: Fault | undefined
  #aim: Aim | undefined
  #isSettled = false

  /** @param spared for the control plane's own housekeeping */
  constructor(private readonly spared = false) {}

  /** Says what is asked, before anything is looked up. */
  meet(aim: Aim) {
    this.#aim = aim
    if (this.spared || isSpared(aim.path)) this.#isSettled = true
  }

  /** The first look of a request's transaction. @throws {Threatened} for `through` to catch */
  look(threats: readonly Threat[]): void {
    const aim = this.#aim
    if (this.#isSettled || !aim) return
    if (threats.some((fault) => isMeant(fault, aim))) throw new Threatened('struck')
  }

  /**
   * Answers, or has a fault answer.
   *
   * @param answered may be called twice: the first time ends with its first look when a fault is to be counted
   * @param givenUp ends latency early
   * @throws {ApiError} for a fault that is an error
   */
  async through(store: Store, answered: () => Promise<ApiResponse>, givenUp?: AbortSignal): Promise<ApiResponse> {
    try {
      return await answered()
    } catch (error) {
      if (!(error instanceof Threatened)) throw error
    }
    const aim = this.#aim as Aim
    const strike = await store.write((db) => takeStrike(db, aim))
    this.#isSettled = true
    if (!strike) return answered()
    this.strike = strike
    // What is given up goes on at once.
    if (strike.latency > 0) await pause(strike.latency, undefined, givenUp && {signal: givenUp}).catch(() => {})
    if (strike.kind === 'error') throw errorOf(strike)
    return strike.kind === 'reset' ? {status: 503, headers: {}, body: ''} : answered()
  }

  /** An answer, with what the fault that has struck makes of it. */
  marked(response: ApiResponse): ApiResponse {
    if (!this.strike) return response
    const {id, kind} = this.strike
    const answer = {...response, headers: {...response.headers, [faultHeader]: id}}
    if (kind === 'reset' || kind === 'lost-reply') return {...answer, broken: 'reset'}
    return kind === 'truncate' ? {...answer, broken: 'truncated'} : answer
  }
}

function errorOf({status, retry_after}: Fault): ApiError {
  const code = status ?? 503
  return new ApiError(code, {...failureOf(code)}, retry_after === null ? {} : {'retry-after': String(retry_after)})
}

function isMeant(fault: Threat, {method, operation, body}: Aim): boolean {
  if (fault.method !== null && fault.method !== method) return false
  const possible = operationsOf[fault.kind]
  if (possible && !(operation !== undefined && possible.includes(operation))) return false
  // An app outside spaces waits for none.
  if (fault.kind === 'not-ready' && operation === 'team-app.create' && !body['space']) return false
  return fault.operation === anyOperation || fault.operation === operation
}

/** Counts a request with every fault that means it; the first that is due strikes, and the others wait for the next. */
async function takeStrike(db: Database, aim: Aim): Promise<Fault | undefined> {
  const faults = await db.selectFrom('faults').selectAll().where(({eb, or, ref}) => or([eb('times', 'is', null), eb('struck', '<', ref('times'))])).orderBy('number').execute()
  let strike: Fault | undefined
  for (const fault of faults.filter((one) => isMeant(one, aim))) {
    const strikes = !strike && fault.seen >= fault.after_requests
    await db
      .updateTable('faults')
      .set({seen: fault.seen + 1, struck: fault.struck + (strikes ? 1 : 0)})
      .where('id', '=', fault.id)
      .execute()
    if (strikes) strike = fault
  }
  return strike
}
