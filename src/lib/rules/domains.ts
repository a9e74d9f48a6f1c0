import {isIP} from 'node:net'
import {domainToASCII} from 'node:url'
import {adjectives, dnsTargetDomain, hostnames, nouns, ownDomains} from './facts.js'
import {pick, type Random} from './names.js'
import {refuse, shown, type Refusal} from './refusal.js'

const label = new RegExp(`^(?!-)[a-z0-9-]{1,${hostnames.longestLabel}}(?<!-)$`)

/**
 * The host name of a custom domain, in lower case and in ASCII (`müller.example` is `xn--mller-kva.example`), or why it
 * can be none. The first label may be `*`.
 */
export function customHostname(text: string): string | Refusal {
  const wrong = (why: string) => refuse(`${shown(text)} is not a host name that a domain can have: ${why}. Use one such as www.example.com.`)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return wrong('it is a URL')
  if (/[/:@\s?#]/.test(text)) return wrong('it holds more than a name')
  const wildcard = text.startsWith('*.')
  const name = domainToASCII(wildcard ? text.slice(2) : text).replace(/\.$/, '')
  if (isIP(name) !== 0 || isIP(text) !== 0) return wrong('it is an IP address')
  const labels = name.split('.')
  if (!labels.every((each) => label.test(each)) || name.length > hostnames.longest) return wrong('its labels have up to 63 letters, digits and dashes, with a letter or digit at both ends')
  if (labels.length < 2) return wrong('it has no dot')
  const own = ownDomains.find((domain) => name === domain || name.endsWith(`.${domain}`))
  if (own !== undefined) return wrong(`${own} is Heroku's own`)
  return wildcard ? `*.${name}` : name
}

const characters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Where the DNS record of a new custom domain has to point: `frozen-oasis-` and 26 letters and digits. */
export function generateDnsTarget(random: Random): string {
  const code = Array.from({length: 26}, () => pick([...characters], random)).join('')
  return `${pick(adjectives, random)}-${pick(nouns, random)}-${code}.${dnsTargetDomain}`
}

/** The name of a new SNI endpoint: `oasis-70544`. */
export const generateEndpointName = (random: Random): string => `${pick(nouns, random)}-${10_000 + Math.floor(random() * 90_000)}`

/** What decides whether a certificate authority can reach an app under a host name. */
export interface AcmSite {
  readonly hostname: string
  readonly internalRouting: boolean
  /** Whether the trusted IP ranges admit every address. */
  readonly open: boolean
}

/** Why ACM cannot issue a certificate, in the words that clients show as reason; nothing where it can. */
export function acmObstacle({hostname, internalRouting, open}: AcmSite): string | undefined {
  if (hostname.startsWith('*.')) return 'Wildcard domains are not supported'
  if (internalRouting) return 'Apps with internal routing cannot be validated'
  if (!open) return 'Trusted IP ranges of the space keep validation out'
  return undefined
}

/** Whether a client that asks for a host name accepts a certificate for these names. */
export function covers(domains: readonly string[], hostname: string): boolean {
  const [, ...parent] = hostname.split('.')
  return domains.some((domain) => domain === hostname || (domain.startsWith('*.') && !hostname.startsWith('*.') && domain.slice(2) === parent.join('.')))
}
