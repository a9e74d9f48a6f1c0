import {addressesPerSpace, firstOutboundAddress, outboundAddressCount} from './facts/outbound.js'
import type {Generation} from './facts.js'

/**
 * The stable outbound addresses of a space: four IPv4 from the block it holds, and on Fir an IPv6 address besides
 * (facts/platform-api.md 3.8). Two blocks never share an address.
 *
 * @param block number of the block, from 0
 */
export function outboundAddresses(block: number, generation: Generation): string[] {
  if (block * addressesPerSpace >= outboundAddressCount) throw new RangeError(`There is no outbound address block ${block}.`)
  const first = firstOutboundAddress + block * addressesPerSpace
  const four = Array.from({length: addressesPerSpace}, (_, index) => dotted(first + index))
  return generation === 'fir' ? [...four, `2001:db8:${(block >>> 16).toString(16)}:${(block & 0xffff).toString(16)}::1`] : four
}

const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.')
