import fc from 'fast-check'

/** A block of addresses as plain numbers, and a way to write it: what the rules are checked against. */
export interface Block {
  family: 4 | 6
  value: bigint
  prefix: number
  address: string
  text: string
}

const fromParts = (parts: readonly number[], size: bigint) => parts.reduce((sum, part) => (sum << size) | BigInt(part), 0n)

/** IPv4 with any host bits. */
export const ipv4Block = (prefix: fc.Arbitrary<number> = fc.integer({min: 0, max: 32})): fc.Arbitrary<Block> =>
  fc.tuple(fc.array(fc.integer({min: 0, max: 255}), {minLength: 4, maxLength: 4}), prefix).map(([octets, length]) => {
    const address = octets.join('.')
    return {family: 4, value: fromParts(octets, 8n), prefix: length, address, text: `${address}/${length}`}
  })

/** IPv6 with many zero groups, each group written short or with leading zeros, in either case; never IPv4 in disguise. */
export const ipv6Block: fc.Arbitrary<Block> = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.integer({min: 0, max: 0xffff})), {minLength: 8, maxLength: 8}),
    fc.integer({min: 0, max: 128}),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([groups, prefix, long, upper]): Block => {
    const written = groups.map((group) => group.toString(16).padStart(long ? 4 : 1, '0')).join(':')
    const address = upper ? written.toUpperCase() : written
    return {family: 6, value: fromParts(groups, 16n), prefix, address, text: `${address}/${prefix}`}
  })
  .filter(({value}) => value >> 32n !== 0xffffn)

export const block: fc.Arbitrary<Block> = fc.oneof(ipv4Block(), ipv6Block)

/** Two blocks of which often one holds the other: the second takes its leading bits from the first. */
export const related: fc.Arbitrary<[Block, Block]> = fc
  .tuple(ipv4Block(), fc.integer({min: 0, max: 32}), fc.bigInt({min: 0n, max: 0xffff_ffffn}), fc.integer({min: 0, max: 32}))
  .map(([one, shared, noise, prefix]) => {
    const low = (1n << BigInt(32 - shared)) - 1n
    const value = (one.value & ~low) | (noise & low)
    const address = [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
    return [one, {family: 4, value, prefix, address, text: `${address}/${prefix}`}]
  })

/** First and last address by arithmetic. */
export function bounds({family, value, prefix}: Block): {first: bigint; last: bigint} {
  const size = 1n << BigInt((family === 4 ? 32 : 128) - prefix)
  const first = value - (value % size)
  return {first, last: first + size - 1n}
}
