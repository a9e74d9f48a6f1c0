import {type DynoSize, dynoSizes, type Generation, type Tier} from './facts.js'
import {refuse, type Refusal, shown} from './refusal.js'

/** What decides which sizes an app's dynos can have. */
export interface SizeSite {
  readonly generation: Generation
  readonly inSpace: boolean
  readonly shield: boolean
  /** Whether an enterprise team owns the app. */
  readonly enterprise: boolean
}

const tiersOf = ({generation, inSpace, enterprise}: SizeSite): readonly Tier[] => {
  if (generation === 'fir') return ['fir']
  if (inSpace) return ['private']
  return enterprise ? ['production'] : ['eco', 'basic', 'production']
}

/** The sizes that an app's dynos can have, smallest first. */
export const sizesFor = (site: SizeSite): readonly DynoSize[] => dynoSizes.filter(({tier}) => tiersOf(site).includes(tier))

/** The size of a new process type's dynos: the smallest of the tier that the app's others have, or of its usual one. */
export function defaultSize(site: SizeSite, others: readonly string[] = []): DynoSize {
  const tier = dynoSizes.find(({name}) => name === others[0])?.tier ?? tiersOf(site).find((each) => each !== 'eco')
  const smallest = dynoSizes.find((size) => size.tier === tier)
  if (!smallest) throw new Error(`No dyno size is of the tier ${tier}.`)
  return smallest
}

/** A size by its name in any case or its id, if dynos of the app can have it. In Shield spaces `Shield-S` is `Private-S` (facts 5.1). */
export function requireSize(wanted: string, site: SizeSite): DynoSize | Refusal {
  const asked = wanted.toLowerCase()
  const name = site.shield ? asked.replace(/^shield-/, 'private-') : asked
  const possible = sizesFor(site)
  const found = dynoSizes.find((size) => size.name.toLowerCase() === name || size.id === asked)
  if (found && possible.includes(found)) return found
  if (found && site.enterprise && !site.inSpace && (found.tier === 'eco' || found.tier === 'basic'))
    return refuse('Heroku Enterprise accounts only support professional and private dynos.')
  const available = `Available dyno sizes are ${allOf(possible.map((size) => size.name))}.`
  return refuse(found ? `Dynos of this app cannot be of size ${found.name}. ${available}` : `No such size as ${shown(wanted)}. ${available}`)
}

/** Nothing, or the refusal when the dynos of one app would be of two tiers. Literal: facts 4. */
export function requireOneTier(names: readonly string[]): Refusal | undefined {
  const sizes = dynoSizes.filter(({name}) => names.includes(name))
  const other = sizes.find(({tier}) => tier !== sizes[0]?.tier)
  return other && refuse(`Cannot use the following dyno types in the same app: ${sizes[0]?.name} and ${other.name}`)
}

const allOf = (names: readonly string[]): string => (names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
