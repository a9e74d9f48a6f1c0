import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {addressesOf, type Zone, zoneOf, zones} from '../../src/lib/rules/placement.js'
import {quantityAfter, requireProcessTypes} from '../../src/lib/rules/process-types.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {defaultSize, requireOneTier, requireSize, sizesFor} from '../../src/lib/rules/sizes.js'

const failed = fc.subarray([...zones], {maxLength: 2})

describe('placement', () => {
  it('is only in zones that work, and as even as can be', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 30}), failed, (quantity, out) => {
        const counts = new Map<Zone, number>(zones.filter((zone) => !out.includes(zone)).map((zone) => [zone, 0]))
        for (let number = 1; number <= quantity; number++) {
          const zone = zoneOf(number, out)
          expect(out).not.toContain(zone)
          counts.set(zone, (counts.get(zone) ?? 0) + 1)
        }
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('gives no address twice, and none that is taken', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...zones), {maxLength: 300}), (wanted) => {
        const before = ['10.1.128.10', '10.1.144.11']
        const addressIn = addressesOf('10.1.0.0/16', before)
        const given = wanted.map((zone) => addressIn(zone))
        expect(new Set([...given, ...before]).size).toBe(given.length + 2)
      }),
    )
  })
})

const site = {generation: 'cedar', inSpace: true, shield: false, enterprise: true} as const

describe('sizes', () => {
  it('are found by name in any case, and by nothing else', () => {
    for (const {name} of sizesFor(site)) expect(requireSize(name.toUpperCase(), site)).toMatchObject({name})
    fc.assert(fc.property(fc.string(), (text) => isRefusal(requireSize(text, site)) || text.toLowerCase().startsWith('private-')))
    expect(isRefusal(requireSize('Shield-S', site))).toBe(true)
  })

  it('of a new process type are of the tier that there is', () => {
    const outside = {...site, inSpace: false, enterprise: false}
    expect([defaultSize(outside), defaultSize(outside, ['Standard-2X']), defaultSize(outside, ['Eco']), defaultSize(site)].map(({name}) => name)).toEqual(['Basic', 'Standard-1X', 'Eco', 'Private-S'])
  })

  it('of one tier go together', () => {
    expect(requireOneTier(['Standard-1X', 'Performance-M'])).toBeUndefined()
    expect(requireOneTier(['Eco', 'Basic'])).toMatchObject({message: 'Cannot use the following dyno types in the same app: Eco and Basic'})
  })
})

it('a quantity is never less than nothing', () => {
  fc.assert(
    fc.property(fc.nat({max: 1000}), fc.oneof(fc.integer(), fc.double(), fc.string(), fc.integer({min: -2000, max: 2000}).map((n) => (n < 0 ? `${n}` : `+${n}`))), (before, wanted) => {
      const after = quantityAfter(before, wanted)
      if (!isRefusal(after)) expect(Number.isInteger(after) && after >= 0).toBe(true)
    }),
  )
})

it('process types are all of what was sent, or refused', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('web', 'worker', 'constructor', '__proto__')), fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (types) => {
      const commands = requireProcessTypes(types)
      if (!isRefusal(commands)) expect(Object.keys(commands).sort()).toEqual(Object.keys(types).sort())
    }),
  )
})
