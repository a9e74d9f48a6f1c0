import {Bench} from './bench.js'
import {type Check, type Checks, type Group, groups, Skip, type Verdict} from './check.js'
import {backgroundChecks} from './checks/background.js'
import {credentialChecks} from './checks/credentials.js'
import {deprovisionChecks} from './checks/deprovision.js'
import {manifestChecks} from './checks/manifest.js'
import {planChangeChecks} from './checks/plan-change.js'
import {provisionChecks} from './checks/provision.js'
import {regionChecks, unavailableChecks} from './checks/regions.js'
import {repeatChecks} from './checks/repeats.js'
import {speedChecks} from './checks/speed.js'
import {ssoChecks} from './checks/sso.js'
import {toleranceChecks} from './checks/tolerance.js'
import type {Plan} from './plan.js'
import {presenter} from './texts.js'

/** What became of a check. Texts are without secrets. */
export interface CheckResult {
  id: string
  group: Group
  title: string
  result: Verdict['result']
  sent: string | null
  must: string
  came: string | null
  reason: string
  ms: number
}

export interface Report {
  checks: CheckResult[]
  /** Ids of add-ons that may still be at the partner. */
  leftover: string[]
  /** It was ended before all checks were made. */
  interrupted: boolean
}

const checksByGroup: Readonly<Record<Group, Checks>> = {
  manifest: manifestChecks,
  provision: provisionChecks,
  regions: regionChecks,
  unavailable: unavailableChecks,
  repeats: repeatChecks,
  credentials: credentialChecks,
  'plan-change': planChangeChecks,
  tolerance: toleranceChecks,
  async: backgroundChecks,
  sso: ssoChecks,
  deprovision: deprovisionChecks,
  speed: speedChecks,
}

export const groupNames = Object.keys(groups) as Group[] // Object.keys forgets the type of the keys

/** All checks of some groups for a plan, in order. */
export const checksFor = (plan: Plan, only: readonly Group[] = groupNames): Check[] => groupNames.filter((group) => only.includes(group)).flatMap((group) => checksByGroup[group](plan))

/**
 * Tests a partner's server. Whatever happens, what has been provisioned is deprovisioned before this returns.
 *
 * @param only the groups to test; where nothing can be provisioned, that is told besides
 * @param begin told of each check before it is made
 */
export async function runChecks(plan: Plan, only?: readonly Group[], begin: (check: Check) => void = () => {}): Promise<Report> {
  const bench = new Bench(plan)
  const made: CheckResult[] = []
  const needed = new Set<string>()
  let leftover: string[] = []
  try {
    for (const check of checksFor(plan, only)) {
      if (plan.signal?.aborted) break
      begin(check)
      const result = await make(check, bench, needed)
      if (!plan.signal?.aborted) made.push(result)
    }
    // A group whose checks could not be made would look as if nothing were wrong.
    const causes = checksFor(plan).filter(({id}) => needed.has(id) && !made.some((each) => each.id === id))
    if (!plan.signal?.aborted) for (const cause of causes.toReversed()) made.unshift(await make(cause, bench, new Set()))
  } finally {
    leftover = await bench.cleanUp()
  }
  const show = presenter([...bench.secrets, ...(plan.heroku?.secrets ?? [])])
  const checks = made.map((each) => ({...each, sent: each.sent === null ? null : show(each.sent), came: each.came === null ? null : show(each.came)}))
  return {checks, leftover, interrupted: plan.signal?.aborted ?? false}
}

async function make({id, group, title, must = title, reason, run}: Check, bench: Bench, needed: Set<string>): Promise<CheckResult> {
  const since = performance.now()
  const {result, sent = null, came = null} = await verdictOf(run, bench, needed)
  return {id, group, title, result, sent, must, came, reason, ms: Math.round(performance.now() - since)}
}

async function verdictOf(run: Check['run'], bench: Bench, needed: Set<string>): Promise<Verdict> {
  try {
    return await run(bench)
  } catch (error) {
    if (!(error instanceof Skip)) throw error
    if (error.because !== undefined) needed.add(error.because)
    return {result: 'skipped', came: error.because === undefined ? error.message : `${error.message} See ${error.because}.`}
  }
}
