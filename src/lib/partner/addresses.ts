import {BlockList, isIP} from 'node:net'

/** Networks that are nobody's on the internet: IANA's special-purpose address registries (RFC 6890), and multicast. */
const special: readonly (readonly [address: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  // Addresses of IPv4 in those of IPv6, by which a translator leads to any of the above.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  // Site-local, deprecated and still in use.
  ['fec0::', 10],
  ['ff00::', 8],
]

let blocked: BlockList | undefined

/** Whether an IP address is one of the public internet: not private, not this machine's, not a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  blocked ??= blockListOf(special)
  return isIP(address) !== 0 && !blocked.check(address, familyOf(address))
}

/** Whether an IP address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return /^(::ffff:)?127(\.\d{1,3}){3}$/i.test(address) || address === '::1'
}

function blockListOf(networks: typeof special): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, familyOf(address))
  return list
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
