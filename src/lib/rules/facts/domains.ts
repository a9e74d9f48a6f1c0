import type {Assumption} from './assumptions.js'
import {adjectives, nouns} from './names.js'

/** What the DNS target of a custom domain ends with. documented: schema domain.cname. */
export const dnsTargetDomain = 'herokudns.com'

/** Domains under which nobody has a custom domain: Heroku's own. assumed. */
export const ownDomains = ['herokuapp.com', 'herokudns.com', 'herokussl.com', 'herokuspace.com'] as const

/** Lengths of host names and of their labels in characters. documented: RFC 1035. */
export const hostnames = {longest: 253, longestLabel: 63} as const

/** Days for which a certificate of ACM is valid, and how long before its end it is renewed. documented: DC:automated-certificate-management. */
export const acmValidity = {days: 90, renewalDays: 30} as const

/** Who signs the certificates of ACM here; on Heroku it is Let's Encrypt. */
export const acmIssuer = 'O=spacedock, CN=Automated Certificate Management'

/** What we chose about domains and certificates where no source says. */
export const domainAssumptions: readonly Assumption[] = [
  {
    rule: 'DNS target of a custom domain',
    chosen: `Two words and 26 letters and digits under ${dnsTargetDomain}, as ${adjectives[0]}-${nouns[0]}-…; nothing is asked of a DNS server`,
    why: 'Only the end of the name is documented; there is no DNS here.',
  },
  {
    rule: 'Who owns a host name',
    chosen: 'The app that has it; another app cannot add the same name. A wildcard and the names below it may be of different apps',
    why: 'Whose domain it really is cannot be told offline.',
  },
  {
    rule: 'Host names that cannot be added',
    chosen: `Those without a dot, IP addresses, and whatever is under ${ownDomains.join(', ')}`,
    why: 'No such name can lead to an app by way of a DNS target.',
  },
  {
    rule: 'Removing the domain that an app has from Heroku',
    chosen: 'Refused',
    why: 'It is the web address of the app.',
  },
  {
    rule: 'Whether a domain can use a certificate that does not name it',
    chosen: 'Refused, also when the certificate is replaced by one that does not name a domain that uses it',
    why: 'Every client would refuse the connection.',
  },
  {
    rule: 'Certificates that are refused',
    chosen: 'Expired or not yet valid, without the private key that belongs to it, encrypted keys, what is not PEM; a chain may be in any order',
    why: 'The messages of Heroku are not published.',
  },
  {
    rule: 'Whether a certificate is trusted',
    chosen: 'When its chain, with the intermediate certificates that came with it, ends at a root that Node.js trusts; those of ACM are shown as trusted',
    why: 'Heroku verifies against public roots. A certificate made here is trusted nowhere; what is shown is what would be on Heroku.',
  },
  {
    rule: 'Removing a certificate that domains use',
    chosen: 'The domains are without certificate then',
    why: 'Nothing says that it is refused.',
  },
  {
    rule: 'Where ACM cannot issue a certificate',
    chosen: 'For wildcards, for apps with internal routing, and while the trusted IP ranges of the space do not admit everybody; the domain fails for good after an hour, until ACM is refreshed',
    why: 'The certificate authority has to reach the app; how long Heroku tries is not stated.',
  },
  {
    rule: 'Renewal of certificates of ACM',
    chosen: 'With certs:auto:refresh in the last month, not by itself',
    why: 'Nothing runs here between commands; a certificate that nobody serves hurts nobody.',
  },
]
