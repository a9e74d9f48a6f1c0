import {dynoSizes, hostMemory} from './facts.js'
import {type Zone, zones} from './placement.js'

/** A dyno as far as it takes up a host. */
export interface Load {
  readonly zone: Zone
  readonly size: string
  /** From when on it is there. */
  readonly since: string
}

export interface Host {
  readonly zone: Zone
  /** Counts from 1 within a zone. */
  readonly number: number
  readonly state: 'available' | 'permanent-failure'
  /** Percent, whole. */
  readonly available: number
  readonly allocatedAt: string
}

/**
 * The dedicated hosts of a space: one in each zone, and more where its dynos need more memory than one has. They are
 * filled one after the other, each dyno where there is room first.
 *
 * @param allocatedAt of the space, from when on it has its first hosts
 */
export function hostsOf(loads: readonly Load[], failed: readonly Zone[], allocatedAt: string): Host[] {
  return zones.flatMap((zone) => {
    const used = [{gb: 0, since: allocatedAt}]
    for (const {size, since} of loads.filter((load) => load.zone === zone)) {
      const gb = dynoSizes.find(({name}) => name === size)?.memory ?? 0
      const host = used.find((each) => each.gb + gb <= hostMemory)
      if (host) host.gb += gb
      else used.push({gb, since})
    }
    const hasFailed = failed.includes(zone)
    return used.map(({gb, since}, place) => ({
      zone,
      number: place + 1,
      state: hasFailed ? ('permanent-failure' as const) : ('available' as const),
      available: hasFailed ? 0 : Math.round(100 - (gb / hostMemory) * 100),
      allocatedAt: since,
    }))
  })
}
