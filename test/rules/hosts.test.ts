import fc from 'fast-check'
import {expect, it} from 'vitest'
import {dynoSizes, hostMemory} from '../../src/lib/rules/facts.js'
import {hostsOf, type Load} from '../../src/lib/rules/hosts.js'
import {zones} from '../../src/lib/rules/placement.js'

const at = '2026-01-01T00:00:00.000Z'

it('an empty space has a host in each zone', () => {
  expect(hostsOf([], ['b'], at)).toEqual([
    {zone: 'a', number: 1, state: 'available', available: 100, allocatedAt: at},
    {zone: 'b', number: 1, state: 'permanent-failure', available: 0, allocatedAt: at},
    {zone: 'c', number: 1, state: 'available', available: 100, allocatedAt: at},
  ])
})

it('a dyno that has no room gets a host of its own, and smaller ones fill what is left', () => {
  const load = (size: string, since: string): Load => ({zone: 'a', size, since})
  const hosts = hostsOf([load('Private-2XL', '1'), load('Private-XL', '2'), load('Private-S', '3'), load('Private-M', '4')], [], at)
  expect(hosts.filter(({zone}) => zone === 'a').map(({number, available, allocatedAt}) => [number, available, allocatedAt])).toEqual([[1, 1, at], [2, 50, '2']])
})

it('all dynos are on hosts of their zone, and no host has more than it can', () => {
  const size = fc.constantFrom(...dynoSizes.filter(({tier}) => tier === 'private').map(({name}) => name))
  fc.assert(
    fc.property(fc.array(fc.record({zone: fc.constantFrom(...zones), size, since: fc.constant(at)}), {maxLength: 100}), (loads) => {
      const hosts = hostsOf(loads, [], at)
      for (const zone of zones) {
        const gb = loads.filter((load) => load.zone === zone).reduce((sum, load) => sum + (dynoSizes.find(({name}) => name === load.size)?.memory ?? 0), 0)
        const own = hosts.filter((host) => host.zone === zone)
        expect(own.every(({available}) => available >= 0 && available <= 100)).toBe(true)
        expect(own.length).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(gb / hostMemory)))
      }
    }),
  )
})
