import type {InboundRule, InboundRuleset} from '../operations/resources.js'
import {ApiFailure} from './failures.js'
import type {Platform} from './platform.js'

/** Makes the new rules from those in force; throws to leave them as they are. */
export type Change = (rules: readonly InboundRule[]) => InboundRule[]

export interface RulesetChange {
  space: string
  change: Change
  /** Told once when somebody else's change had to be merged back in after the fact. */
  onRepair: () => void
}

/** Tries in all, with other writers coming in between; fifty of them at once need about as many. */
const attempts = 200
const repairs = 25

/**
 * Changes a space's trusted IP ranges without losing what others change meanwhile. The ruleset is replaced whole, so
 * the replacement is made conditional on the one it was made from, and made again from the new one when that has
 * changed. A service that ignores the condition is found out by its history, and what was overwritten is merged back:
 * that is repair, not atomicity.
 *
 * @returns the ruleset in force afterwards
 */
export async function changeRuleset(platform: Platform, {space, change, onRepair}: RulesetChange): Promise<InboundRuleset> {
  let {before, after} = await replace(platform, space, change)
  for (let repair = 0; repair < repairs; repair++) {
    const lost = await overwritten(platform, space, before, after)
    if (lost.length === 0) break
    if (repair === 0) onRepair()
    ;({before, after} = await replace(platform, space, (rules) => merged(rules, before.rules, lost)))
  }
  return platform.call('inbound-ruleset.current', {space})
}

/** Replaces the ruleset by one made from it; again when another came first. */
async function replace(platform: Platform, space: string, change: Change): Promise<{before: InboundRuleset; after: InboundRuleset}> {
  for (let attempt = 1; ; attempt++) {
    const {value: before, etag} = await platform.callDetailed('inbound-ruleset.current', {space})
    const rules = change(before.rules)
    if (JSON.stringify(rules) === JSON.stringify(before.rules)) return {before, after: before}
    try {
      const headers = etag === undefined ? {} : {'if-match': etag}
      const after = await platform.call('inbound-ruleset.create', {space, headers, body: {rules}})
      return {before, after}
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 412 || attempt === attempts) throw error
      await jitter(attempt)
    }
  }
}

/** The rulesets others have put in force between ours and the one it was made from: none where the condition was kept. */
async function overwritten(platform: Platform, space: string, before: InboundRuleset, after: InboundRuleset): Promise<InboundRuleset[]> {
  if (before.id === after.id) return []
  const history = await platform.call('inbound-ruleset.list', {space, range: 'created_at ..; order=desc, max=200'})
  const place = (id: string) => history.findIndex((ruleset) => ruleset.id === id)
  const [ours, from] = [place(after.id), place(before.id)]
  return ours === -1 || from === -1 ? [] : history.slice(ours + 1, from).toReversed()
}

/** What others added to, or removed from, the common ancestor, applied to the rules in force now. */
function merged(current: readonly InboundRule[], ancestor: readonly InboundRule[], lost: readonly InboundRuleset[]): InboundRule[] {
  let rules = [...current]
  let previous = ancestor
  for (const {rules: theirs} of lost) {
    const added = theirs.filter((rule) => !includes(previous, rule) && !includes(rules, rule))
    const removed = previous.filter((rule) => !includes(theirs, rule) && includes(ancestor, rule))
    rules = [...rules.filter((rule) => !includes(removed, rule)), ...added]
    previous = theirs
  }
  return rules
}

const includes = (rules: readonly InboundRule[], wanted: InboundRule): boolean =>
  rules.some(({action, source}) => action === wanted.action && source === wanted.source)

/** Up to some tens of milliseconds, so that writers who met do not meet again. */
const jitter = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(5 * attempt, 50)))
