import {X509Certificate} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {ownNames, refusalOf} from '../../src/lib/server/own-names.js'
import {createPair} from '../helpers/certificates.js'

const here = ownNames({host: '127.0.0.1'})
const everywhere = ownNames({host: '0.0.0.0', names: ['Spaces.example.com']})

describe('a server for this machine alone refuses', () => {
  it.each([
    ['a page that has got a name to lead here', {host: 'rebound.example:5455'}],
    ['an address of another network', {host: '10.0.0.1:5455'}],
    ['no name', {}],
    ['two names', {host: 'localhost, rebound.example'}],
    ['a name with a user', {host: 'localhost@rebound.example'}],
    ['a page of another server of this machine', {host: 'localhost:5455', origin: 'http://localhost:3000'}],
    ['a page that goes by another of its names', {host: '127.0.0.1:5455', origin: 'http://localhost:5455'}],
    ['a page of the internet', {host: 'localhost:5455', origin: 'https://example.com'}],
    ['a page that hides where it is from', {host: 'localhost:5455', origin: 'null'}],
    ['an origin that is none', {host: 'localhost:5455', origin: ''}],
    ['the origin of an extension', {host: 'localhost:5455', origin: 'chrome-extension://localhost:5455'}],
  ])('%s', (_, meant) => {
    expect(refusalOf(meant, here)).toBeDefined()
  })
})

it('does not repeat what is no name', () => {
  expect(refusalOf({host: '<script>'}, here)).not.toContain('script')
})

it.each([
  [{host: 'localhost'}],
  [{host: 'LOCALHOST:5455'}],
  [{host: '127.0.0.1:5455'}],
  [{host: '[::1]:5455'}],
  [{host: 'localhost:5455', origin: 'http://localhost:5455'}],
  [{host: 'localhost:5455', origin: 'https://LOCALHOST:5455'}],
])('a server for this machine alone answers %j', (meant) => {
  expect(refusalOf(meant, here)).toBeUndefined()
})

describe('a server that others reach', () => {
  it.each([['10.0.0.1:5455'], ['[2001:db8::1]'], ['spaces.example.com'], ['SPACES.example.com.:443'], ['localhost:5455']])('answers %s', (host) => {
    expect(refusalOf({host}, everywhere)).toBeUndefined()
  })

  it.each([['rebound.example'], ['other.spaces.example.com'], ['spaces.example.com.rebound.example']])('refuses %s, and says how to add it', (host) => {
    expect(refusalOf({host}, everywhere)).toBe(`This control plane does not answer to the name ${host}. Whoever runs it can add names with control-plane:start --name.`)
  })

  it('answers to the names of its certificate', async () => {
    const {certificate} = await createPair({hostnames: ['spaces.example.com', '*.ci.example.com']})
    const isOwn = ownNames({host: '0.0.0.0', certificate: new X509Certificate(certificate)})
    const answers = ['spaces.example.com', 'one.ci.example.com', 'ci.example.com', 'example.com'].filter((host) => refusalOf({host}, isOwn) === undefined)
    expect(answers).toEqual(['spaces.example.com', 'one.ci.example.com'])
  })
})
