import {isPrivate, overlaps, parseCidr, type Cidr} from './cidr.js'
import {dockerBridge, privateNetworks} from './facts.js'
import {isRefusal, oneOf, refuse, shown, type Refusal} from './refusal.js'

/** A network that is in use, and what it is: `the CIDR of the space`. */
export interface Taken {
  readonly cidr: string
  readonly what: string
}

/** What a network beside every space must not overlap. */
export const reserved: Taken = {cidr: dockerBridge, what: 'which Heroku reserves'}

/**
 * CIDRs that a peering or a VPN connection is to lead to, in canonical form, or why not: at least one, IPv4 of RFC 1918,
 * apart from each other and from what is in use (DC:private-space-peering).
 */
export function requireRoutable(cidrs: readonly string[], inUse: readonly Taken[]): string[] | Refusal {
  if (cidrs.length === 0) return refuse('At least one CIDR is needed, as in 10.20.0.0/16.')
  const routable: Cidr[] = []
  for (const text of cidrs) {
    const range = requirePrivate(text)
    if (isRefusal(range)) return range
    const twin = routable.find((other) => overlaps(other, range))
    if (twin) return refuse(`${range.canonical} overlaps with ${twin.canonical}, which is given too.`)
    const conflict = overlapping(range, inUse)
    if (conflict) return refuse(`${range.canonical} overlaps with ${conflict.cidr}, ${conflict.what}.`)
    routable.push(range)
  }
  return routable.map(({canonical}) => canonical)
}

/** An IPv4 range within RFC 1918. */
export function requirePrivate(text: string): Cidr | Refusal {
  const range = parseCidr(text)
  if (isRefusal(range)) return range
  return isPrivate(range) ? range : refuse(`${shown(text)} is not inside ${oneOf(privateNetworks)}.`)
}

/** What of the networks in use shares an address with a range. */
export const overlapping = (range: Cidr, inUse: readonly Taken[]): Taken | undefined =>
  inUse.find(({cidr}) => {
    const other = parseCidr(cidr)
    return !isRefusal(other) && overlaps(other, range)
  })

/** Where in a space's /16 its subnets begin: three for dynos, three for routers (DC:private-space-peering; a third zone by roadmap#114). */
const subnetOffsets = {dynos: [128, 144, 160], routers: [0, 16, 32]} as const

/** The /20 subnets of a space, in the order that Heroku lists them. */
export function subnetsOf(cidr: string): {dynos: string[]; all: string[]} {
  const [first, second] = cidr.split('.')
  const [dynos, routers] = [subnetOffsets.dynos, subnetOffsets.routers].map((offsets) => offsets.map((third) => `${first}.${second}.${third}.0/20`))
  return {dynos: dynos ?? [], all: [...(dynos ?? []), ...(routers ?? [])]}
}

/** Ids of AWS: what each is called, its form, and one of them. */
const awsIds = {
  account: {called: 'AWS account id', form: /^\d{12}$/, example: '123456789012'},
  pcx: {called: 'id of a peering', form: /^pcx-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, example: 'pcx-0a1b2c3d'},
  region: {called: 'AWS region', form: /^[a-z]{2}(?:-[a-z]+){1,2}-\d$/, example: 'us-east-1'},
  vpc: {called: 'id of an AWS VPC', form: /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, example: 'vpc-0a1b2c3d'},
} as const

/** Nothing, or which of these is none of AWS's ids. What is left out is not looked at. */
export function requireAwsIds(given: {readonly [Kind in keyof typeof awsIds]?: string | undefined}): Refusal | undefined {
  for (const [kind, {called, form, example}] of Object.entries(awsIds)) {
    const id = given[kind as keyof typeof awsIds]
    if (id !== undefined && !form.test(id)) return refuse(`${shown(id)} is no ${called}, as in ${example}.`)
  }
  return undefined
}
