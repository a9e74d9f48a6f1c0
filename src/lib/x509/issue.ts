// The library looks for decorators' metadata as it is loaded.
import 'reflect-metadata'
import {KeyObject, randomBytes, webcrypto} from 'node:crypto'
import {cryptoProvider, type JsonName, Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension, X509CertificateGenerator} from '@peculiar/x509'

/** What a certificate says of itself. */
export interface Wanted {
  /** The host name it is for. */
  hostname: string
  /** Distinguished name, attribute by attribute: `[{C: ['US']}, {CN: ['example.com']}]`. */
  subject: JsonName
  from: Date
  to: Date
}

cryptoProvider.set(webcrypto)

const rsa = (bits: number) => ({name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: bits})
const ec = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}

/** A certificate that an authority of this name has signed with a key that nobody keeps. @returns PEM */
export async function issueCertificate(issuer: string, {hostname, subject, from, to}: Wanted): Promise<string> {
  const [own, authority] = await Promise.all([keysFor(ec), keysFor(ec)])
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer,
    notBefore: from,
    notAfter: to,
    publicKey: own.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ec,
    extensions: [namesOf(hostname)],
  })
  return pem(certificate.toString('pem'))
}

/** A certificate signed with its own RSA key of some bits. Both PEM. */
export async function selfSign(bits: number, {hostname, subject, from, to}: Wanted): Promise<{key: string; certificate: string}> {
  const keys = await keysFor(rsa(bits))
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: subject,
    notBefore: from,
    notAfter: to,
    keys,
    signingAlgorithm: rsa(bits),
    extensions: [namesOf(hostname)],
  })
  return {key: exported(keys.privateKey), certificate: pem(certificate.toString('pem'))}
}

/** A request for a certificate, for an authority to sign, with its RSA key of some bits. Both PEM. */
export async function requestCertificate(bits: number, {hostname, subject}: Pick<Wanted, 'hostname' | 'subject'>): Promise<{key: string; request: string}> {
  const keys = await keysFor(rsa(bits))
  const request = await Pkcs10CertificateRequestGenerator.create({name: subject, keys, signingAlgorithm: rsa(bits), extensions: [namesOf(hostname)]})
  return {key: exported(keys.privateKey), request: pem(request.toString('pem'))}
}

const keysFor = (algorithm: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

const namesOf = (hostname: string) => new SubjectAlternativeNameExtension([{type: 'dns', value: hostname}])

/** Positive, as RFC 5280 wants it: the first bit is 0. */
const serialNumber = (): string => randomBytes(16).toString('hex').replace(/^./, '1')

const exported = (key: webcrypto.CryptoKey): string => KeyObject.from(key).export({type: 'pkcs8', format: 'pem'}).toString()

const pem = (text: string): string => `${text.trim()}\n`
