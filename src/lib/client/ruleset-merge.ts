import type {InboundRule} from '../operations/resources.js'
import {parseCidr} from '../rules/cidr.js'
import {isRefusal} from '../rules/refusal.js'

/** A ruleset that was overwritten, with all those it may have been made from. */
export interface Overwritten {
  rules: readonly InboundRule[]
  bases: readonly (readonly InboundRule[])[]
}

/**
 * Applies what others did to the rules in force now. A rule that one of them has and ours did not start from was added.
 * A rule that one of them lacks was removed only if everything it may have been made from had it: else its writer may
 * just not have known of it, and taking it away would undo the work of a third.
 *
 * @param current the rules in force now
 * @param ancestor the rules that ours were made from
 * @param lost what others put in force since, oldest first
 */
export function mergedRules(current: readonly InboundRule[], ancestor: readonly InboundRule[], lost: readonly Overwritten[]): InboundRule[] {
  const rules = new Map(byMeaning(current))
  const old = byMeaning(ancestor)
  for (const {rules: written, bases} of lost) {
    const theirs = byMeaning(written)
    const known = bases.map(byMeaning)
    for (const [key, rule] of theirs) if (!old.has(key) && !rules.has(key)) rules.set(key, rule)
    for (const key of old.keys()) if (!theirs.has(key) && known.every((base) => base.has(key))) rules.delete(key)
  }
  return [...rules.values()]
}

/** Whether two lists are the same rules in the same order, however they are written. */
export function sameRules(one: readonly InboundRule[], other: readonly InboundRule[]): boolean {
  if (one.length !== other.length) return false
  const keys = other.map(keyOf)
  return one.every((rule, place) => keyOf(rule) === keys[place])
}

/** Rules by what they mean. A history of a thousand rulesets holds the same few over and over, so each is worked out once. */
function byMeaning(rules: readonly InboundRule[]): ReadonlyMap<string, InboundRule> {
  const known = meanings.get(rules)
  if (known) return known
  const found = new Map(rules.map((rule) => [keyOf(rule), rule]))
  meanings.set(rules, found)
  return found
}

const meanings = new WeakMap<readonly InboundRule[], ReadonlyMap<string, InboundRule>>()

function keyOf({action, source}: InboundRule): string {
  const range = parseCidr(source)
  return `${action} ${isRefusal(range) ? source : range.canonical}`
}
