import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import {openHttp} from '../../src/lib/client/http.js'
import type {Send} from '../../src/lib/operations/wire.js'
import {serve, type Serving} from '../../src/lib/server/serve.js'
import {readIdentity} from '../../src/lib/server/tls.js'
import {type Authority, createAuthority, createPair, encrypted, type Pair} from '../helpers/certificates.js'
import {temporaryFolder} from '../helpers/folder.js'

const local = {hostnames: ['localhost'], subject: 'CN=localhost'}
let own: Pair
let other: Pair
let authority: Authority
beforeAll(async () => {
  own = await createPair(local)
  authority = await createAuthority('CN=An authority')
  other = await createPair({...local, authority})
})

const served = ({certificate, key}: Pair) => ({cert: certificate, key})

/** Files of these contents; without, there is none. */
function files({cert, key}: {cert?: string; key?: string}): [string, string] {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries({cert, key})) if (text !== undefined) writeFileSync(join(folder, name), text)
  return [join(folder, 'cert'), join(folder, 'key')]
}

describe('a certificate and its key are refused', () => {
  it.each<[string, () => {cert?: string; key?: string}, RegExp]>([
    ['without the file of the certificate', () => ({key: own.key}), /^--tls-cert: .*cert cannot be read \(ENOENT\)\.$/],
    ['without the file of the key', () => ({cert: own.certificate}), /^--tls-key: .*key cannot be read \(ENOENT\)\.$/],
    ['when the certificate is none', () => ({cert: 'nothing', key: own.key}), /cert is not a certificate in PEM form/],
    ['when the key is none', () => ({cert: own.certificate, key: 'nothing'}), /key is not a private key in PEM form\.$/],
    ['when they have been swapped', () => ({cert: own.key, key: own.certificate}), /cert is not a certificate in PEM form/],
    ['when the key is encrypted', () => ({cert: own.certificate, key: encrypted(own.key)}), /key is encrypted; .*without a passphrase\.$/],
    ['when the key is of another', () => ({cert: own.certificate, key: other.key}), /^The key in .*key is not that of the certificate in .*cert\.$/],
  ])('%s', (_, contents, message) => {
    expect(() => readIdentity(...files(contents()))).toThrow(message)
  })

  it.each([
    [{to: '2020-01-02'}, /expired on \d{4}-\d\d-\d\d: clients will refuse it/],
    [{from: '2098-01-01'}, /good only from \d{4}-\d\d-\d\d on: clients will refuse it/],
    [{}, undefined],
  ])('not for its time, of which %j is warned', async (times, warning) => {
    const {warnings} = readIdentity(...files(served(await createPair({...local, ...times}))))
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)])
  })
})

let serving: Serving | undefined
afterEach(() => serving?.close())

const send: Send = async () => ({status: 200, headers: {'content-type': 'application/json'}, body: '[]'})

async function ask({certificate, url = serving?.url ?? ''}: {certificate?: string; url?: string}) {
  const connection = await openHttp({url, userAgent: 'test', ...(certificate !== undefined && {certificate})})
  try {
    return await connection.send({method: 'GET', path: '/spaces', headers: {}})
  } finally {
    connection.close()
  }
}

describe('a server that speaks TLS', () => {
  it.each([['itself', () => own], ['an authority', () => other]])('is known by its certificate, which %s has signed', async (_, identity) => {
    serving = await serve({send, host: '127.0.0.1', port: 0, tls: served(identity())})
    expect(serving.url).toMatch(/^https:\/\/localhost:\d+$/)
    expect((await ask({certificate: identity().certificate})).status).toBe(200)
    // By another name too.
    expect((await ask({certificate: identity().certificate, url: serving.url.replace('localhost', '127.0.0.1')})).status).toBe(200)
  })

  it('is not trusted for nothing, nor with another certificate than the one it is known by', async () => {
    serving = await serve({send, host: '127.0.0.1', port: 0, tls: served(own)})
    await expect(ask({})).rejects.toThrow(/cannot be trusted: .* Nothing was sent\. A certificate of your own authority is trusted with NODE_EXTRA_CA_CERTS=FILE\./)
    await expect(ask({certificate: other.certificate})).rejects.toThrow(/cannot be trusted/)
    await expect(ask({certificate: (await createPair(local)).certificate})).rejects.toThrow(/cannot be trusted/)
  })

  it('is not taken for another of the same authority', async () => {
    serving = await serve({send, host: '127.0.0.1', port: 0, tls: served(other)})
    await expect(ask({certificate: `${own.certificate}\n${authority.certificate}`})).rejects.toThrow('it shows another certificate than the one it was started with')
  })

  it('does not answer who does not', async () => {
    serving = await serve({send, host: '127.0.0.1', port: 0, tls: served(own)})
    await expect(ask({url: serving.url.replace('https', 'http')})).rejects.toThrow()
  })
})
