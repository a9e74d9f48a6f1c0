import {describe, expect, it} from 'vitest'
import {readCertificate} from '../../src/lib/rules/certificates.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {createAuthority, createPair, encrypted} from '../helpers/certificates.js'

const now = new Date('2026-01-01T00:00:00Z')
const pair = await createPair({subject: 'C=US, O=Acme, CN=www.example.com', hostnames: ['www.example.com', '*.Example.com']})
const other = await createPair()

const said = (answer: ReturnType<typeof readCertificate>): string => (isRefusal(answer) ? answer.message : 'accepted')

describe('a certificate is refused', () => {
  it.each([
    ['what is not PEM', 'hello', pair.key, 'The certificate is not PEM.'],
    ['nothing', '', pair.key, 'The certificate is not PEM.'],
    ['PEM with nonsense in it', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', pair.key, 'The certificate cannot be read.'],
    ['a key in its place', pair.key, pair.key, 'The certificate is not PEM.'],
    ['too long a chain', pair.certificate.repeat(21), pair.key, 'The chain has 21 certificates.'],
    ['a key that is not PEM', pair.certificate, 'hello', 'The private key is not PEM.'],
    ['a key that is encrypted', pair.certificate, encrypted(pair.key), 'The private key is encrypted.'],
    ['a key that is encrypted as OpenSSL once did', pair.certificate, '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END RSA PRIVATE KEY-----', 'The private key is encrypted.'],
    ['a key with nonsense in it', pair.certificate, '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', 'The private key cannot be read.'],
    ['the key of another', pair.certificate, other.key, 'The private key does not belong to the certificate.'],
  ])('with %s', (_, certificate, key, message) => {
    expect(said(readCertificate(certificate, key, now))).toContain(message)
  })

  it.each([
    ['is over', {from: '2020-01-01', to: '2025-12-31'}, 'The certificate expired on 2025-12-31.'],
    ['ends at this moment', {from: '2020-01-01', to: '2026-01-01'}, 'The certificate expired on 2026-01-01.'],
    ['has not begun', {from: '2026-01-02', to: '2027-01-01'}, 'The certificate is not valid before 2026-01-02.'],
  ])('when its time %s', async (_, times, message) => {
    const {certificate, key} = await createPair(times)
    expect(said(readCertificate(certificate, key, now))).toContain(message)
  })

  it('when it names no host', async () => {
    const {certificate, key} = await createPair({hostnames: [], subject: 'O=Acme'})
    expect(said(readCertificate(certificate, key, now))).toContain('The certificate names no host.')
  })
})

describe('of a certificate is told', () => {
  it('whom it is for, whose it is, and from when to when', () => {
    expect(readCertificate(pair.certificate, pair.key, now)).toEqual({
      domains: ['www.example.com', '*.example.com'],
      startsAt: '2020-01-01T00:00:00.000Z',
      expiresAt: '2099-01-01T00:00:00.000Z',
      issuer: '/C=US/O=Acme/CN=www.example.com',
      subject: '/C=US/O=Acme/CN=www.example.com',
      caSigned: false,
      selfSigned: true,
    })
  })

  it('its common name where it has no alternative names', async () => {
    const {certificate, key} = await createPair({hostnames: [], subject: 'CN=Example.org'})
    expect(readCertificate(certificate, key, now)).toMatchObject({domains: ['example.org']})
  })

  it('whether its chain ends at a root, in whatever order it is', async () => {
    const root = await createAuthority('CN=Root')
    const between = await createAuthority('CN=Between', root)
    const {certificate, key} = await createPair({authority: between})
    const chain = certificate + between.certificate
    const trust = (text: string, roots: string[]) => {
      const facts = readCertificate(text, key, now, roots)
      return isRefusal(facts) ? facts.message : [facts.caSigned, facts.selfSigned]
    }
    expect(trust(chain, [root.certificate])).toEqual([true, false])
    expect(trust(between.certificate + certificate, [root.certificate])).toEqual([true, false])
    expect(trust(chain + root.certificate, [])).toEqual([false, false])
    expect(trust(certificate, [root.certificate])).toEqual([false, false])
    expect(trust(chain, [(await createAuthority('CN=Root')).certificate])).toEqual([false, false])
  })
})
