import {contains, isPrivate, parseAddress, parseCidr, type Cidr} from './cidr.js'
import {isRefusal, type Refusal} from './refusal.js'
import {admittingRange, denyingRange, type Rule, rulesAbout} from './trusted-ranges.js'

/** A private network beside a space, by a peering or a VPN connection. */
export interface Neighbour {
  readonly kind: 'peering' | 'VPN connection'
  /** The id of a peering, the name of a VPN connection. */
  readonly name: string
  /** Heroku's word for how far it is; traffic goes through an active one only. */
  readonly status: string
  /** CIDRs on its other side. */
  readonly cidrs: readonly string[]
}

/** What of a space and an app decides who reaches the app's web process. */
export interface Destination {
  readonly app: string
  readonly space: string
  readonly internalRouting: boolean
  readonly cidr: string
  readonly dataCidr: string
  /** The addresses that traffic from the space comes from. */
  readonly outbound: readonly string[]
  readonly rules: readonly Rule[]
  readonly neighbours: readonly Neighbour[]
}

export interface Reach {
  readonly reachable: boolean
  /** The way that the traffic takes or would take; null where there is none. */
  readonly via: 'internet' | 'peering' | 'space' | 'vpn' | null
  /** The trusted IP range that decides; null where none does, or none has to. */
  readonly range: string | null
  /** Why, one sentence each, what decides first. */
  readonly reasons: readonly string[]
}

/**
 * Whether a client at an address reaches the web process of an app, and why: internal routing, peerings and VPN
 * connections, then trusted IP ranges. Worked out from how things are set; nothing is sent.
 *
 * @returns a refusal for what is no address
 */
export function explainReach(from: string, destination: Destination): Reach | Refusal {
  const client = parseAddress(from)
  if (isRefusal(client)) return client
  if (holds(destination.cidr, client)) return fromSpace(from, destination)
  if (holds(destination.dataCidr, client))
    return unreachable(null, `${from} is an address of the data services of ${destination.space} (${destination.dataCidr}), which answer and do not ask.`)
  const neighbours = destination.neighbours.filter(({cidrs}) => cidrs.some((cidr) => holds(cidr, client)))
  if (neighbours.length > 0) return fromNeighbour(from, neighbours, destination)
  if (isPrivate(client))
    return unreachable(null, `${from} is a private address, and no peering or VPN connection of ${destination.space} leads to its network.`)
  return fromInternet(from, destination)
}

function fromSpace(from: string, {app, internalRouting, outbound, rules, space}: Destination): Reach {
  const inside = `${from} is an address of a dyno in ${space}.`
  if (internalRouting) return reachable('space', inside, directly(app))
  const leaves = `${app} has no internal routing: the traffic leaves by the outbound addresses of ${space}, and comes in again from there.`
  const refused = outbound.filter((address) => admittingRange(rules, address) === undefined)
  if (outbound.length === 0) return unreachable('internet', inside, leaves, `${space} has no outbound addresses yet.`)
  if (refused.length > 0) return unreachable('internet', inside, leaves, `The trusted IP ranges of ${space} do not admit ${refused.join(', ')}.`)
  return reachable('internet', inside, leaves, `The trusted IP ranges of ${space} admit ${outbound.join(', ')}.`)
}

function fromNeighbour(from: string, neighbours: readonly Neighbour[], {app, internalRouting}: Destination): Reach {
  const places = neighbours.map(({kind, name, status}) => `${from} is in the network of the ${kind} ${name}, which is ${status}.`)
  const active = neighbours.find(({status}) => status === 'active')
  if (!active) return unreachable(null, ...places, 'Traffic goes through it once it is active.')
  if (internalRouting) return reachable(active.kind === 'peering' ? 'peering' : 'vpn', ...places, directly(app))
  return unreachable(null, ...places, `${app} has no internal routing: its name leads to public addresses, and a client comes there from the public address of its own network. Ask again with that one.`)
}

function fromInternet(from: string, {app, internalRouting, rules, space}: Destination): Reach {
  if (internalRouting) return unreachable(null, `${app} has internal routing: it takes no traffic from the internet, whatever the trusted IP ranges.`)
  const denying = denyingRange(rules, from)
  if (denying) return {...unreachable('internet', `${denying.source} denies ${from}.`), range: denying.source}
  const [admitting, ...needless] = rulesAbout(rules, from).map(({source}) => source)
  if (rules.length === 0) return unreachable('internet', `${space} trusts no IP range: all web traffic to it is blocked.`)
  if (admitting === undefined) return unreachable('internet', `None of the trusted IP ranges of ${space} contains ${from}.`)
  const shadowed = needless.map((source) => `${source} contains it too, and changes nothing as long as ${admitting} stays.`)
  return {...reachable('internet', `${admitting} admits ${from}.`, ...shadowed), range: admitting}
}

const directly = (app: string) => `${app} has internal routing, so the traffic goes to it directly, whatever the trusted IP ranges.`

const holds = (cidr: string, client: Cidr): boolean => {
  const range = parseCidr(cidr)
  return !isRefusal(range) && contains(range, client)
}

const reachable = (via: Reach['via'], ...reasons: string[]): Reach => ({reachable: true, via, range: null, reasons})
const unreachable = (via: Reach['via'], ...reasons: string[]): Reach => ({reachable: false, via, range: null, reasons})
