import {UsageFailure} from '../client/failures.js'
import {everyRegion, regionNames, spaceRegionNames} from '../rules/manifests.js'
import {didYouMean} from '../rules/suggest.js'

/** Names of regions, each once. @throws {UsageFailure} for one that there is none of */
export function requireRegionNames(names: readonly string[]): string[] {
  const unknown = names.find((name) => !regionNames.includes(name))
  if (unknown !== undefined) throw new UsageFailure(`There is no region ${unknown || '""'}.${didYouMean(unknown, regionNames)} Use one of ${regionNames.join(', ')}.`)
  return [...new Set(names)]
}

/** The regions that arguments and flags name together. @throws {UsageFailure} where they name none */
export function wantedRegions(names: readonly string[], {all, spaces}: {all: boolean; spaces: boolean}): string[] {
  const wanted = [...requireRegionNames(names), ...(spaces ? spaceRegionNames : []), ...(all ? regionNames : [])]
  if (wanted.length === 0) throw new UsageFailure('Name the regions, or give --space-regions or --all.')
  return [...new Set(wanted)]
}

/** A list of regions with more; `*` holds them all already. */
export const withMore = (regions: readonly string[], more: readonly string[]): string[] =>
  regions.includes(everyRegion) ? [...regions] : [...regions, ...more.filter((name) => !regions.includes(name))]

/** A list of regions with fewer, `*` written out. @throws {UsageFailure} where none would be left */
export function withFewer(regions: readonly string[], fewer: readonly string[]): string[] {
  const before = regions.includes(everyRegion) ? [...regionNames] : regions
  const left = before.filter((name) => !fewer.includes(name))
  if (left.length === 0) throw new UsageFailure('No region would be left, and a manifest needs one at least.')
  return left.length === before.length ? [...regions] : left
}
