import type {InboundRule, InboundRuleset} from '../operations/resources.js'
import {parseCidr} from '../rules/cidr.js'
import {isRefusal} from '../rules/refusal.js'

/**
 * Applies changes of others, which came from the same rules as ours, to the rules in force now. What the others have in
 * common with those they all started from says nothing: only what each has added or removed does.
 *
 * @param current the rules in force now
 * @param ancestor the rules that ours were made from
 * @param lost what others put in force since, oldest first; each may know of those before it, or not
 */
export function mergedRules(current: readonly InboundRule[], ancestor: readonly InboundRule[], lost: readonly Pick<InboundRuleset, 'rules'>[]): InboundRule[] {
  const rules = byMeaning(current)
  const old = byMeaning(ancestor)
  let previous = old
  for (const {rules: written} of lost) {
    const theirs = byMeaning(written)
    for (const [key, rule] of theirs) if (!previous.has(key) && !old.has(key) && !rules.has(key)) rules.set(key, rule)
    for (const key of old.keys()) if (previous.has(key) && !theirs.has(key)) rules.delete(key)
    previous = theirs
  }
  return [...rules.values()]
}

/** Whether two lists are the same rules in the same order, however they are written. */
export function sameRules(one: readonly InboundRule[], other: readonly InboundRule[]): boolean {
  const keys = other.map(keyOf)
  return one.length === other.length && one.every((rule, place) => keyOf(rule) === keys[place])
}

const byMeaning = (rules: readonly InboundRule[]): Map<string, InboundRule> => new Map(rules.map((rule) => [keyOf(rule), rule]))

function keyOf({action, source}: InboundRule): string {
  const range = parseCidr(source)
  return `${action} ${isRefusal(range) ? source : range.canonical}`
}
