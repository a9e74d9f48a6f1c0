import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto'
import {rootCertificates} from 'node:tls'
import {isRefusal, refuse, type Refusal} from './refusal.js'

/** What is told of a certificate. Moments are ISO 8601 in UTC with milliseconds. */
export interface CertificateFacts {
  /** The host names it is for, wildcards among them: its alternative names, or where it has none its common name. */
  readonly domains: readonly string[]
  readonly startsAt: string
  readonly expiresAt: string
  /** Distinguished names in OpenSSL's old form, outermost first: `/C=US/O=Example/CN=example.com`. */
  readonly issuer: string
  readonly subject: string
  /** Whether its chain ends at a public root. */
  readonly caSigned: boolean
  readonly selfSigned: boolean
}

/** More than any chain has; roots and intermediates are three or four. */
const longestChain = 20

/**
 * What is told of the certificate in a PEM chain that a private key belongs to, or why it cannot be served: X.509 read
 * for what it says. The chain may be in any order. The key is looked at and not kept.
 *
 * @param roots PEM, whom everybody trusts
 */
export function readCertificate(chain: string, key: string, now: Date, roots: readonly string[] = rootCertificates): CertificateFacts | Refusal {
  const certificates = certificatesIn(chain)
  if (isRefusal(certificates)) return certificates
  const privateKey = privateKeyIn(key)
  if (isRefusal(privateKey)) return privateKey
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(privateKey))
  if (!leaf) return refuse('The private key does not belong to the certificate. Give the key that the certificate was requested with.')
  const facts = factsOf(leaf, certificates, roots)
  const at = now.toISOString()
  if (facts.expiresAt <= at) return refuse(`The certificate expired on ${day(facts.expiresAt)}. Give one that is valid.`)
  if (facts.startsAt > at) return refuse(`The certificate is not valid before ${day(facts.startsAt)}.`)
  if (facts.domains.length === 0) return refuse('The certificate names no host. Give one with the names of your domains as alternative names.')
  return facts
}

/** What is told of the first certificate of a PEM chain that is known to be one. */
export function describeCertificate(chain: string): CertificateFacts {
  const certificate = new X509Certificate(chain)
  return factsOf(certificate, [certificate], [])
}

function certificatesIn(chain: string): X509Certificate[] | Refusal {
  const blocks = chain.match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g)
  if (!blocks) return refuse('The certificate is not PEM. Give text that begins with -----BEGIN CERTIFICATE-----.')
  if (blocks.length > longestChain) return refuse(`The chain has ${blocks.length} certificates. Give the certificate and the intermediate ones, ${longestChain} at most.`)
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    return refuse('The certificate cannot be read. Give it as it came from the certificate authority, in PEM.')
  }
}

function privateKeyIn(key: string): KeyObject | Refusal {
  const block = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/.exec(key)
  if (!block) return refuse('The private key is not PEM. Give text that begins with -----BEGIN PRIVATE KEY-----.')
  if (block[1] === 'ENCRYPTED ' || /^Proc-Type:.*ENCRYPTED/m.test(block[0]))
    return refuse('The private key is encrypted. Give it without a passphrase, as "openssl pkey -in KEY -out KEY.plain" writes it.')
  try {
    return createPrivateKey(block[0])
  } catch {
    return refuse('The private key cannot be read. Give an RSA or EC key in PEM.')
  }
}

function factsOf(leaf: X509Certificate, chain: readonly X509Certificate[], roots: readonly string[]): CertificateFacts {
  const selfSigned = isSignedBy(leaf, leaf)
  return {
    domains: domainsOf(leaf),
    startsAt: new Date(leaf.validFrom).toISOString(),
    expiresAt: new Date(leaf.validTo).toISOString(),
    issuer: oneLine(leaf.issuer),
    subject: oneLine(leaf.subject),
    caSigned: !selfSigned && endsAtRoot(leaf, chain, roots),
    selfSigned,
  }
}

function domainsOf({subject, subjectAltName}: X509Certificate): string[] {
  const names = [...(subjectAltName ?? '').matchAll(/DNS:([^,\s"]+)/g)].map(([, name = '']) => name)
  const common = /^CN=(.+)$/m.exec(subject)?.[1]
  return (names.length > 0 || common === undefined ? names : [common]).map((name) => name.toLowerCase())
}

/** Node.js has one attribute a line. */
const oneLine = (name: string | undefined): string => (name ? `/${name.split('\n').join('/')}` : '')

const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)

function endsAtRoot(leaf: X509Certificate, chain: readonly X509Certificate[], trusted: readonly string[]): boolean {
  const roots = trusted.map((root) => new X509Certificate(root))
  const rest = new Set(chain)
  for (let last: X509Certificate | undefined = leaf; last; ) {
    const current: X509Certificate = last
    if (roots.some((root) => isSignedBy(current, root))) return true
    rest.delete(current)
    last = [...rest].find((candidate) => isSignedBy(current, candidate))
  }
  return false
}

const day = (moment: string): string => moment.slice(0, 10)
