// Names as in facts/platform-api.md 3.2. The store imports no rules, so the names stand here once more;
// the catalogue's test compares them with the facts.

export const commonRegions = ['us', 'eu'] as const

export const privateRegions = [
  'dublin', 'frankfurt', 'london', 'montreal', 'mumbai', 'oregon', 'singapore', 'sydney', 'tokyo', 'virginia',
] as const

export type RegionName = (typeof commonRegions)[number] | (typeof privateRegions)[number]

interface Reach {
  readonly available: readonly RegionName[]
  readonly installable: readonly RegionName[]
}

const everywhere = [...commonRegions, ...privateRegions]

/** Blue dot: lives inside the space, in all ten private regions; outside spaces in us and eu. */
export const installableInEverySpace: Reach = {available: everywhere, installable: privateRegions}

/** Green dot in every region: reached over the public internet. */
export const availableEverywhere: Reach = {available: everywhere, installable: []}

/** Green dot in the named regions, no dot elsewhere. */
export const availableIn = (...available: RegionName[]): Reach => ({available, installable: []})
