import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {UsageFailure} from '../client/failures.js'

/** What a server needs to speak TLS. */
export interface Identity {
  /** PEM: the certificate, then those that lead to whoever is trusted. */
  cert: string
  /** PEM. */
  key: string
}

/** A certificate with its key, and what is not as it should be with them. */
export interface CheckedIdentity extends Identity {
  certificate: X509Certificate
  warnings: string[]
}

/**
 * Reads a certificate and its key.
 *
 * @throws {UsageFailure} for a file that cannot be read or is something else, and for a key of another certificate
 */
export function readIdentity(certFile: string, keyFile: string, now = new Date()): CheckedIdentity {
  const cert = read('--tls-cert', certFile)
  const key = read('--tls-key', keyFile)
  const certificate = certificateIn(cert, certFile)
  if (!certificate.checkPrivateKey(keyIn(key, keyFile))) throw new UsageFailure(`The key in ${keyFile} is not that of the certificate in ${certFile}.`)
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
  const warnings: string[] = []
  if (to <= now) warnings.push(`The certificate in ${certFile} expired on ${to.toISOString().slice(0, 10)}: clients will refuse it.`)
  if (from > now) warnings.push(`The certificate in ${certFile} is good only from ${from.toISOString().slice(0, 10)} on: clients will refuse it.`)
  return {cert, key, certificate, warnings}
}

function read(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageFailure(`${flag}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {cause: error})
  }
}

function certificateIn(pem: string, file: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw new UsageFailure(`${file} is not a certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----.`, {cause: error})
  }
}

function keyIn(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    const why = code === 'ERR_MISSING_PASSPHRASE' || /ENCRYPTED/.test(pem) ? 'is encrypted; a server that starts by itself needs one without a passphrase' : 'is not a private key in PEM form'
    throw new UsageFailure(`${file} ${why}.`, {cause: error})
  }
}
