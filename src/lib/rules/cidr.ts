import {isIP} from 'node:net'
import IPCIDR from 'ip-cidr'
import {cidrPrefix, dataCidrPrefix, defaultCidr, defaultDataCidr, privateNetworks} from './facts.js'
import {isRefusal, oneOf, refuse, shown, type Refusal} from './refusal.js'

/** A block of addresses. */
export interface Cidr {
  readonly family: 4 | 6
  /** Network address and prefix length: host bits cleared, IPv6 in lower case and compressed (RFC 5952). */
  readonly canonical: string
  /** Prefix length in bits: 0 to 32, or 0 to 128. */
  readonly prefix: number
  readonly first: bigint
  readonly last: bigint
  /** Whether what was written had bits set beyond its prefix: `10.0.0.1/8` means `10.0.0.0/8`. */
  readonly hostBits: boolean
}

const bits = {4: 32, 6: 128} as const
const writtenAs = {4: '203.0.113.0/24', 6: '2001:db8::/32'} as const

/**
 * The one reader of CIDRs. Strict: an address as `node:net` knows it, a slash, a decimal prefix length without sign or
 * leading zero; no white space, zone, octal or hexadecimal part, and no IPv4 address inside an IPv6 one (`ip-cidr` alone
 * would take the last five, and turns `::ffff:10.0.0.0/104` into one address). Host bits are accepted and cleared.
 */
export function parseCidr(text: string): Cidr | Refusal {
  const known = read.get(text)
  if (known) return known
  if (read.size >= mostRead) read.clear()
  const cidr = readCidr(text)
  read.set(text, cidr)
  return cidr
}

/** What was read before: reading takes some 40 µs, and a list of ranges is compared with itself again and again. */
const read = new Map<string, Cidr | Refusal>()
const mostRead = 1000

function readCidr(text: string): Cidr | Refusal {
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const family = familyOf(address)
  if (family === undefined) return notCidr(text, `Write it as ${writtenAs[4]}.`)
  if (slash < 0) return notCidr(text, `Add a prefix length: ${address}/${bits[family]} is that one address.`)

  const prefix = text.slice(slash + 1)
  if (!/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits[family])
    return notCidr(text, `The prefix length after the slash must be a whole number from 0 to ${bits[family]}, as in ${writtenAs[family]}.`)
  if (family === 6 && holdsIPv4(address)) return notCidr(text, `Write the IPv4 range itself, as in ${writtenAs[4]}.`)

  const block = new IPCIDR(text)
  const first = block.start<bigint>({type: 'bigInteger'})
  const network = block.start<{correctForm(): string}>({type: 'addressObject'}).correctForm()
  return {
    family,
    canonical: `${network}/${prefix}`,
    prefix: Number(prefix),
    first,
    last: block.end<bigint>({type: 'bigInteger'}),
    hostBits: family === 4 ? network !== address : first !== valueOf(address),
  }
}

/** One address as the block that holds only it, or why it is none: the same strictness as for a CIDR. */
export function parseAddress(text: string): Cidr | Refusal {
  const family = familyOf(text)
  if (family === undefined || (family === 6 && holdsIPv4(text)))
    return refuse(`${shown(text)} is not a valid IP address. Write it as 203.0.113.7 or 2001:db8::7.`)
  return parseCidr(`${text}/${bits[family]}`)
}

/** Whether two blocks share an address. */
export const overlaps = (one: Cidr, other: Cidr): boolean =>
  one.family === other.family && one.first <= other.last && other.first <= one.last

/** Whether every address of `inner` is in `outer`; a block contains itself. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

/** Whether a block lies wholly in one of the private networks of RFC 1918. */
export const isPrivate = (cidr: Cidr): boolean => privateNetworks.some((network) => contains(known(network), cidr))

/** The networks of a new space, canonical: `cidr` for its dynos, `dataCidr` for its data services. */
export interface NetworkPlan {
  readonly cidr: string
  readonly dataCidr: string
}

/**
 * The dyno and data ranges of a new space, or the reason why not: dynos exactly a /16, data a /16 to a /20, both inside
 * RFC 1918 and apart (schema space.cidr and space.data_cidr, seed 3). What is left out takes its default; the data range
 * steps on to the next free block when its default is taken. Host bits are cleared: the schema's own example has them.
 */
export function planNetwork(wanted: {cidr?: string | undefined; dataCidr?: string | undefined}): NetworkPlan | Refusal {
  const cidr = legal(wanted.cidr ?? defaultCidr, cidrRule, (near) => near?.canonical ?? defaultCidr)
  if (isRefusal(cidr)) return cidr
  const free = freeDataRange(cidr).canonical
  if (wanted.dataCidr === undefined) return {cidr: cidr.canonical, dataCidr: free}

  const data = legal(wanted.dataCidr, dataCidrRule, (near) => (near && !overlaps(near, cidr) ? near.canonical : free))
  if (isRefusal(data)) return data
  if (overlaps(cidr, data)) {
    const space = wanted.cidr === undefined ? `the default cidr ${cidr.canonical}` : `cidr ${cidr.canonical}`
    return refuse(`Data cidr overlaps with cidr. ${data.canonical} is inside ${space}: try ${free}.`)
  }
  return {cidr: cidr.canonical, dataCidr: data.canonical}
}

interface SizeRule {
  readonly sentence: string
  /** Prefix lengths. */
  readonly largest: number
  readonly smallest: number
}

const where = oneOf(privateNetworks)
const cidrRule: SizeRule = {sentence: `Cidr must be a /${cidrPrefix} in ${where}.`, largest: cidrPrefix, smallest: cidrPrefix}
const dataCidrRule: SizeRule = {
  sentence: `Data cidr must be between a /${dataCidrPrefix.largest} and a /${dataCidrPrefix.smallest} in ${where}.`,
  ...dataCidrPrefix,
}

/** A private block of a legal size; or the rule, what is wrong with this one, and `instead` one that would do. */
function legal(text: string, rule: SizeRule, instead: (near: Cidr | undefined) => string): Cidr | Refusal {
  const no = (wrong: string, near?: Cidr): Refusal =>
    refuse(`${rule.sentence} ${shown(text)} is ${wrong}: try ${instead(near)}.`)

  const cidr = parseCidr(text)
  if (isRefusal(cidr)) return no('not a valid CIDR')
  if (cidr.family === 6) return no('an IPv6 range')
  if (!isPrivate(cidr)) return no('not inside any of these')
  if (cidr.prefix > rule.smallest) return no('too small', resized(cidr, rule.smallest))
  if (cidr.prefix < rule.largest) return no('too large', resized(cidr, rule.largest))
  return cidr
}

const resized = (cidr: Cidr, prefix: number): Cidr => known(`${dotted(cidr.first)}/${prefix}`)

/** The default data range, or the next block of its size that is clear of the space's own. */
function freeDataRange(taken: Cidr): Cidr {
  const firstData = known(defaultDataCidr)
  const size = firstData.last - firstData.first + 1n
  let range = firstData
  while (overlaps(range, taken)) range = known(`${dotted(range.first + size)}/${firstData.prefix}`)
  return range
}

const notCidr = (text: string, wayOut: string): Refusal => refuse(`${shown(text)} is not a valid CIDR. ${wayOut}`)

/** Characters first: `node:net` takes zone ids, and what it makes of a NUL differs between versions of Node. */
function familyOf(address: string): 4 | 6 | undefined {
  const family = /^[\da-fA-F.:]+$/.test(address) ? isIP(address) : 0
  return family === 4 || family === 6 ? family : undefined
}

/** `::ffff:10.0.0.1`, `::10.0.0.1` and `::ffff:a00:1` are all ways to write an IPv4 address. */
const holdsIPv4 = (address: string): boolean => address.includes('.') || valueOf(address) >> 32n === 0xffffn

const valueOf = (address: string): bigint => new IPCIDR(`${address}/${bits[6]}`).start<bigint>({type: 'bigInteger'})

const dotted = (address: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')

/** A CIDR of ours. */
function known(text: string): Cidr {
  const cidr = parseCidr(text)
  if (isRefusal(cidr)) throw new Error(cidr.message)
  return cidr
}
