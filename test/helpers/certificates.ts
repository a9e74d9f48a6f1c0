import 'reflect-metadata'
import {createPrivateKey, KeyObject, webcrypto} from 'node:crypto'
import {AuthorityKeyIdentifierExtension, BasicConstraintsExtension, cryptoProvider, SubjectAlternativeNameExtension, X509CertificateGenerator} from '@peculiar/x509'

/** A certificate with its private key. Both PEM. */
export interface Pair {
  certificate: string
  key: string
}

interface Wanted {
  /** Alternative names. */
  hostnames?: readonly string[]
  subject?: string
  from?: string
  to?: string
  /** Who signs it; itself when left out. */
  authority?: Authority
}

export interface Authority extends Pair {
  name: string
  keys: webcrypto.CryptoKeyPair
}

cryptoProvider.set(webcrypto)

const ec = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'}
let serial = 0x10

/** A certificate of an EC key, valid from 2020 to 2099 unless it says otherwise. */
export async function createPair({hostnames = ['www.example.com'], subject = 'CN=www.example.com', from = '2020-01-01', to = '2099-01-01', authority}: Wanted = {}): Promise<Pair> {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16),
    subject,
    issuer: authority?.name ?? subject,
    notBefore: new Date(from),
    notAfter: new Date(to),
    publicKey: keys.publicKey,
    signingKey: (authority?.keys ?? keys).privateKey,
    signingAlgorithm: ec,
    extensions: hostnames.length > 0 ? [new SubjectAlternativeNameExtension(hostnames.map((value) => ({type: 'dns', value})))] : [],
  })
  return {certificate: `${certificate.toString('pem')}\n`, key: pemOf(keys.privateKey)}
}

/** Somebody who signs certificates, itself signed by another or by itself. */
export async function createAuthority(name: string, signedBy?: Authority): Promise<Authority> {
  const keys = await newKeys()
  const certificate = await X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16),
    subject: name,
    issuer: signedBy?.name ?? name,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2099-01-01'),
    publicKey: keys.publicKey,
    signingKey: (signedBy?.keys ?? keys).privateKey,
    signingAlgorithm: ec,
    extensions: [new BasicConstraintsExtension(true), await AuthorityKeyIdentifierExtension.create((signedBy?.keys ?? keys).publicKey)],
  })
  return {name, keys, certificate: `${certificate.toString('pem')}\n`, key: pemOf(keys.privateKey)}
}

/** The same key, with a passphrase. */
export const encrypted = (key: string): string => createPrivateKey(key).export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret'}).toString()

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(ec, true, ['sign', 'verify'])

const pemOf = (key: webcrypto.CryptoKey): string => KeyObject.from(key).export({type: 'pkcs8', format: 'pem'}).toString()
