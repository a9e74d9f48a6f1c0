import {contains, parseAddress, parseCidr, type Cidr} from './cidr.js'
import {ruleActions, type Generation} from './facts.js'
import {requireFeature} from './generations.js'
import {withinLimit} from './limits.js'
import {isRefusal, oneOf, refuse, shown, type Refusal} from './refusal.js'

/** A rule of an inbound ruleset. */
export interface Rule {
  readonly action: 'allow' | 'deny'
  /** A CIDR. */
  readonly source: string
}

/**
 * The rules of an inbound ruleset in canonical form and in the order given, or the first reason why not: valid IPv4
 * CIDRs (schema inbound-ruleset.source), no range twice however written and whatever the action, at most `limit` of
 * them, and on a generation whose ranges can be changed. None at all is legal: it blocks all web traffic.
 */
export function normaliseRules(
  rules: readonly {readonly action: string; readonly source: string}[],
  {limit, generation}: {limit: number; generation: Generation},
): Rule[] | Refusal {
  const unsupported = requireFeature('trusted-ip-ranges', {generation, shield: false})
  if (unsupported !== undefined) return unsupported

  const bySource = new Map<string, Rule>()
  for (const {action, source} of rules) {
    const known = ruleActions.find((each) => each === action)
    if (known === undefined) return refuse(`Action of a rule must be ${oneOf(ruleActions)}, not ${shown(action)}.`)
    const range = parseCidr(source)
    if (isRefusal(range)) return range
    if (range.family === 6) return refuse(`${range.canonical} is an IPv6 range. Rules of an inbound ruleset are IPv4 only, as in 203.0.113.0/24.`)
    if (bySource.has(range.canonical)) return refuse(`A rule already exists for ${range.canonical}.`)
    const full = withinLimit('trustedRanges', bySource.size, limit)
    if (full !== undefined) return full
    bySource.set(range.canonical, {action: known, source: range.canonical})
  }
  return [...bySource.values()]
}

/** Whether two ranges are the same addresses, however written; what is no CIDR is the same as nothing. */
export function sameRange(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)]
  return !isRefusal(a) && !isRefusal(b) && a.canonical === b.canonical
}

/** The widest allowed range that already contains this one, so that adding it would admit nobody new. */
export function coveringRange(rules: readonly Rule[], source: string): Rule | undefined {
  const wanted = parseCidr(source)
  return isRefusal(wanted) ? undefined : rulesHolding(rules, wanted).find(({action}) => action === 'allow')
}

/** The widest allowed range that admits an address, unless one that denies it matches too; nothing for what is no address. */
export const admittingRange = (rules: readonly Rule[], ip: string): Rule | undefined =>
  denyingRange(rules, ip) === undefined ? rulesAbout(rules, ip).find(({action}) => action === 'allow') : undefined

/** The widest range that denies an address. */
export const denyingRange = (rules: readonly Rule[], ip: string): Rule | undefined => rulesAbout(rules, ip).find(({action}) => action === 'deny')

/** Whether every IPv4 address is admitted, by one range or by several together, and none is denied. */
export function admitsEverybody(rules: readonly Rule[]): boolean {
  if (rules.some(({action}) => action === 'deny')) return false
  const ranges = rules.flatMap(({source}) => {
    const range = parseCidr(source)
    return isRefusal(range) || range.family === 6 ? [] : [range]
  })
  const next = ranges.sort((one, other) => Number(one.first - other.first)).reduce((free, {first, last}) => (first <= free && last >= free ? last + 1n : free), 0n)
  return next === 1n << 32n
}

/** The rules that hold an address, the widest first: it makes the others of its action needless. */
export function rulesAbout(rules: readonly Rule[], ip: string): Rule[] {
  const address = parseAddress(ip)
  return isRefusal(address) ? [] : rulesHolding(rules, address)
}

function rulesHolding(rules: readonly Rule[], block: Cidr): Rule[] {
  const holding = rules.flatMap((rule) => {
    const range = parseCidr(rule.source)
    return !isRefusal(range) && contains(range, block) ? [{rule, prefix: range.prefix}] : []
  })
  return holding.sort((one, other) => one.prefix - other.prefix).map(({rule}) => rule)
}
