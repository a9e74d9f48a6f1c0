import {contains, parseAddress, parseCidr} from './cidr.js'
import {vpnConnectionNames, vpnTunnelAddresses, withoutGateways} from './facts.js'
import {isRefusal, refuse, shown, type Refusal} from './refusal.js'

/** A VPN connection's name. */
export function vpnConnectionName(name: string): string | Refusal {
  const {longest, pattern} = vpnConnectionNames
  return name.length <= longest && pattern.test(name)
    ? name
    : refuse(`Name must start with a letter or digit and have up to ${longest} letters, digits, dashes and underscores.`)
}

/** The public IPv4 address of a customer's gateway. */
export function requireGateway(address: string): string | Refusal {
  const parsed = parseAddress(address)
  if (isRefusal(parsed)) return parsed
  if (parsed.family === 6) return refuse(`${shown(address)} is an IPv6 address. The gateway's public IP is IPv4, as in 203.0.113.7.`)
  const reserved = withoutGateways.find((range) => {
    const block = parseCidr(range)
    return !isRefusal(block) && contains(block, parsed)
  })
  return reserved === undefined ? address : refuse(`${address} is no public address: it lies in ${reserved}.`)
}

/** An address for Heroku's side of a tunnel, and a key for it. */
export const tunnelAddress = (random: () => number): string =>
  [...vpnTunnelAddresses, Math.floor(random() * 256), 1 + Math.floor(random() * 254)].join('.')

const keyCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 32 letters and digits, as AWS makes them. */
export const preSharedKey = (random: () => number): string =>
  Array.from({length: 32}, () => keyCharacters[Math.floor(random() * keyCharacters.length)]).join('')
