import {refuse, type Refusal} from './refusal.js'

/** The availability zones of a space (facts 5.2). */
export const zones = ['a', 'b', 'c'] as const
export type Zone = (typeof zones)[number]

export const isZone = (text: string): text is Zone => (zones as readonly string[]).includes(text)

/**
 * Where the dyno of this number runs: round robin over the zones that work, for each process type.
 *
 * @param number counted from 1
 */
export function zoneOf(number: number, failed: readonly Zone[] = []): Zone {
  const usual = zones[(number - 1) % zones.length] ?? 'a'
  if (!failed.includes(usual)) return usual
  const working = zones.filter((zone) => !failed.includes(zone))
  // In turn, beginning with the last: the next number belongs to the first, and both zones are to have dynos soon.
  return working.at(-1 - (Math.floor((number - 1) / zones.length) % working.length)) ?? usual
}

/** The failed zones after one more has failed, or why it cannot. */
export function withFailed(failed: readonly Zone[], zone: Zone): readonly Zone[] | Refusal {
  if (failed.includes(zone)) return refuse(`Zone ${zone} has failed already.`)
  if (failed.length === zones.length - 1) return refuse(`Zone ${zone} is the last that works, and dynos need one. Heal another first.`)
  return [...failed, zone]
}

/** Each zone has a /20 of the space's /16: x.y.128.0, x.y.144.0, x.y.160.0 (facts 3.3). Third number of the first address. */
const firstThird: Readonly<Record<Zone, number>> = {a: 128, b: 144, c: 160}
const perZone = 16 * 256
/** Addresses at the beginning of each subnet that belong to the network itself. */
const reserved = 10

/**
 * Gives out the addresses of a space that nobody has, each once.
 *
 * @param cidr the space's own range, a /16
 * @param taken addresses that dynos have or are going to have
 */
export function addressesOf(cidr: string, taken: Iterable<string>): (zone: Zone) => string {
  const used = new Set(taken)
  const network = cidr.split('.').slice(0, 2).join('.')
  const next: Record<Zone, number> = {a: reserved, b: reserved, c: reserved}
  return (zone) => {
    while (next[zone] < perZone - 1) {
      const host = next[zone]++
      const address = `${network}.${firstThird[zone] + (host >> 8)}.${host & 255}`
      if (!used.has(address)) return address
    }
    throw new Error(`No address is free in zone ${zone} of ${cidr}.`)
  }
}
