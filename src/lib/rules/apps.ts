import {commonGeneration, type Generation} from './facts.js'
import {requireFeature, requireStack} from './generations.js'
import {isRefusal, refuse, type Refusal} from './refusal.js'
import {findRegion, requireCommonRegion, requirePrivateRegion} from './regions.js'

/** The space that an app goes into. */
export interface SpaceOfApp {
  readonly name: string
  readonly region: string
  readonly generation: Generation
  readonly shield: boolean
}

export interface WantedApp {
  /** By name or id. */
  readonly region?: string | null | undefined
  /** By name or id. */
  readonly stack?: string | null | undefined
  /** Whether it can be reached from within its space only. */
  readonly internalRouting?: boolean | null | undefined
  /** Left out, the app runs in the common runtime. */
  readonly space?: SpaceOfApp | undefined
}

/** Where and as what an app runs: names of region, generation and stack. */
export interface AppPlan {
  readonly region: string
  readonly generation: Generation
  readonly stack: string
  readonly internalRouting: boolean
}

/** Where and as what a new app runs, or why it cannot: an app takes after its space, all others are cedar in `us` or `eu`. */
export function planApp({space, ...wanted}: WantedApp): AppPlan | Refusal {
  const region = space ? regionInSpace(wanted.region, space) : requireCommonRegion(wanted.region ?? undefined)
  if (isRefusal(region)) return region
  const generation = space?.generation ?? commonGeneration
  const stack = requireStack(wanted.stack ?? undefined, generation)
  if (isRefusal(stack)) return stack
  const internalRouting = wanted.internalRouting ?? false
  const refused = internalRouting ? requireInternalRouting(space) : undefined
  return refused ?? {region: region.name, generation, stack: stack.name, internalRouting}
}

function regionInSpace(wanted: string | null | undefined, space: SpaceOfApp): {name: string} | Refusal {
  if (wanted == null) return {name: space.region}
  const region = findRegion(wanted)
  if (region === undefined) return requirePrivateRegion(wanted)
  if (region.name === space.region) return region
  return refuse(`The space ${space.name} is in the region ${space.region}, and so are its apps: ${region.name} is not possible there.`)
}

/** The sentence for no space is the official CLI's (apps:create). */
const requireInternalRouting = (space: SpaceOfApp | undefined): Refusal | undefined =>
  space ? requireFeature('internal-routing', space) : refuse('Internal Web Apps are only available for Private Spaces.')
