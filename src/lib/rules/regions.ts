import {defaultCommonRegion, defaultSpaceRegion, regions, type Region} from './facts.js'
import {isRefusal, oneOf, refuse, type Refusal} from './refusal.js'
import {closest} from './suggest.js'

/** A region of either runtime by its name or id. */
export const findRegion = (nameOrId: string): Region | undefined =>
  regions.find(({id, name}) => name === nameOrId || id === nameOrId)

/** The region of a new space by name or id; left out, virginia. */
export function requirePrivateRegion(nameOrId: string = defaultSpaceRegion): Region | Refusal {
  const region = requireRegion(nameOrId, true)
  if (isRefusal(region) || region.private_capable) return region
  return refuse(`Region ${region.name} is not available for Private Spaces. Use one of ${names(true)}.`)
}

/** The region of a new app outside spaces by name or id; left out, us. */
export function requireCommonRegion(nameOrId: string = defaultCommonRegion): Region | Refusal {
  const region = requireRegion(nameOrId, false)
  if (isRefusal(region) || !region.private_capable) return region
  return refuse(`Region ${region.name} is only available in Private Spaces. Use ${names(false)}, or create the app in a space there.`)
}

function requireRegion(nameOrId: string, private_capable: boolean): Region | Refusal {
  const region = findRegion(nameOrId)
  if (region !== undefined) return region
  const near = nearest(nameOrId, regions.filter((each) => each.private_capable === private_capable))
  return refuse(`Couldn't find that region.${near === undefined ? '' : ` Did you mean ${near}?`} Use one of ${names(private_capable)}.`)
}

/** By name, else by what else people call the place: the provider's region, the country or the city. */
function nearest(typed: string, among: readonly Region[]): string | undefined {
  const place = typed.toLowerCase()
  const there = among.find(({country, locale, provider}) =>
    [country, locale, provider.region].some((called) => called.toLowerCase() === place),
  )
  return there?.name ?? closest(typed, among.map(({name}) => name))
}

const names = (private_capable: boolean): string =>
  oneOf(regions.filter((each) => each.private_capable === private_capable).map(({name}) => name))
