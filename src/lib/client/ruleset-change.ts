import type {InboundRule, InboundRuleset} from '../operations/resources.js'
import {lookTwice} from './create-once.js'
import {ApiFailure, Contended, ReplyLost} from './failures.js'
import type {Platform} from './platform.js'
import {mergedRules, type Overwritten, sameRules} from './ruleset-merge.js'
import {sleep} from './sleep.js'

/** Makes the new rules from those in force; throws to leave them as they are. */
export type Change = (rules: readonly InboundRule[]) => InboundRule[]

export interface RulesetChange {
  space: string
  change: Change
  /** Told once when somebody else's change had to be merged back in after the fact. */
  onRepair: () => void
  /** Told when our change was made, but whether it overwrote another could not be found out. */
  onUnchecked: (reason: string) => void
}

/** Tries in all, with other writers coming in between; fifty of them at once need about as many. */
const attempts = 200
const repairs = 40
/** Most milliseconds between two repairs. */
const longestPause = 15_000
/** Milliseconds after which nobody replaces a ruleset that they read before: longer than a request may take. */
const longestThought = 60_000
/** Rulesets of the history that are looked at for overwritten ones: far more than come in while one is replaced. */
const history = 1000

/** One replacement: the ruleset it was made from, and the one it put in force. The same twice where nothing had to be changed. */
interface Replaced {
  before: InboundRuleset
  after: InboundRuleset
}

/**
 * Changes a space's trusted IP ranges without losing what others change meanwhile. The ruleset is replaced whole, so
 * the replacement is made conditional on the one it was made from, and made again from the new one when that has
 * changed. A service that ignores the condition is found out by its history, and what was overwritten is merged back:
 * that is repair, not atomicity.
 *
 * @returns the ruleset that was put in force
 * @throws {Contended} when others never stop coming in between
 */
export async function changeRuleset(platform: Platform, wanted: RulesetChange): Promise<InboundRuleset> {
  const {space, change, onRepair} = wanted
  let began = performance.now()
  let replaced = await replace(platform, space, change)
  for (let repair = 0; repair < repairs; repair++) {
    const lost = await overwritten(platform, wanted, replaced)
    if (lost.length === 0) return replaced.after
    if (repair === 0) onRepair()
    // Others repair at the same time and overwrite each other again, until one has the time that all of it takes.
    await sleep(Math.random() * Math.min((performance.now() - began) * 2 ** repair, longestPause))
    began = performance.now()
    const ancestor = replaced.before.rules
    replaced = await restore(platform, space, (rules) => mergedRules(rules, ancestor, lost))
  }
  throw new Contended(`The change to ${space} was made, but others keep overwriting each other: after ${repairs} repairs some changes may be missing. Compare the list with what is wanted.`)
}

/** Puts back what was overwritten. */
async function restore(platform: Platform, space: string, change: Change): Promise<Replaced> {
  try {
    return await replace(platform, space, change)
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 422)
      throw new Contended(`The change to ${space} was made and has overwritten one of somebody else, which cannot be put back: ${error.message}`)
    throw error
  }
}

/** Replaces the ruleset by one made from it; again when another came first. */
async function replace(platform: Platform, space: string, change: Change): Promise<Replaced> {
  for (let attempt = 1; ; attempt++) {
    const {value: before, etag} = await platform.callDetailed('inbound-ruleset.current', {space})
    const rules = change(before.rules)
    if (sameRules(rules, before.rules)) return {before, after: before}
    try {
      const headers = etag === undefined ? {} : {'if-match': etag}
      const after = await platform.call('inbound-ruleset.create', {space, headers, body: {rules}})
      return {before, after}
    } catch (error) {
      if (error instanceof ReplyLost) return {before, after: await settleLost(platform, space, before, rules, error)}
      if (!(error instanceof ApiFailure) || error.status !== 412) throw error
      if (attempt === attempts) throw new Contended(`Others keep changing the trusted IP ranges of ${space}: nothing was changed in ${attempts} attempts.`)
      await jitter(attempt)
    }
  }
}

/** What became of a replacement whose reply was lost: it shows in the history, or it was not made. */
async function settleLost(platform: Platform, space: string, before: InboundRuleset, rules: readonly InboundRule[], lost: ReplyLost): Promise<InboundRuleset> {
  try {
    const ours = await lookTwice(async () => (await rulesetsSince(platform, space, before)).find((ruleset) => sameRules(ruleset.rules, rules)))
    if (ours) return ours
  } catch {
    throw lost
  }
  throw lost.explained('The trusted IP ranges were looked up: they were not changed.')
}

/** The rulesets others have put in force between ours and the one it was made from, oldest first: none where the condition was kept. */
async function overwritten(platform: Platform, {space, onUnchecked}: RulesetChange, {before, after}: Replaced): Promise<Overwritten[]> {
  if (before.id === after.id) return []
  try {
    const all = await listOldestFirst(platform, space)
    const [from, to] = [placeOf(all, before), placeOf(all, after)]
    return all.slice(from + 1, to).map((ruleset) => ({rules: ruleset.rules, bases: basesOf(ruleset, all)}))
  } catch (error) {
    // The change has been made: that it cannot be checked is no reason to call it failed, or a script would make it again.
    onUnchecked((error as Error).message)
    return []
  }
}

/** All that a ruleset may have been made from: what was in force at some moment shortly before it. */
function basesOf(ruleset: InboundRuleset, oldestFirst: readonly InboundRuleset[]): (readonly InboundRule[])[] {
  const earlier = oldestFirst.slice(0, placeOf(oldestFirst, ruleset))
  const since = Date.parse(ruleset.created_at) - longestThought
  const firstRecent = earlier.findIndex(({created_at}) => Date.parse(created_at) > since)
  return earlier.slice(firstRecent === -1 ? -1 : Math.max(0, firstRecent - 1)).map(({rules}) => rules)
}

/** The rulesets put in force after one, oldest first. */
async function rulesetsSince(platform: Platform, space: string, ruleset: InboundRuleset): Promise<InboundRuleset[]> {
  const all = await listOldestFirst(platform, space)
  return all.slice(placeOf(all, ruleset) + 1)
}

function placeOf(rulesets: readonly InboundRuleset[], {id}: InboundRuleset): number {
  const place = rulesets.findIndex((ruleset) => ruleset.id === id)
  if (place === -1) throw new Error('The history of the trusted IP ranges does not go back far enough.')
  return place
}

async function listOldestFirst(platform: Platform, space: string): Promise<InboundRuleset[]> {
  const listed = await listNewest(platform, space)
  const isNewestFirst = (listed[0]?.created_at ?? '') >= (listed.at(-1)?.created_at ?? '')
  return isNewestFirst ? listed.toReversed() : listed
}

/** The newest rulesets; from a service that cannot sort them so, all of them. */
async function listNewest(platform: Platform, space: string): Promise<InboundRuleset[]> {
  try {
    return await platform.call('inbound-ruleset.list', {space, range: `created_at ..; order=desc, max=${history}`})
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status !== 416) throw error
    const all = await platform.call('inbound-ruleset.list', {space})
    return all.toSorted((one, other) => (one.created_at < other.created_at ? 1 : -1))
  }
}

/** Up to some tens of milliseconds, so that writers who met do not meet again. */
const jitter = (attempt: number) => sleep(Math.random() * Math.min(5 * (attempt + 1), 50))
