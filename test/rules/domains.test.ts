import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {acmObstacle, covers, customHostname, generateDnsTarget, generateEndpointName} from '../../src/lib/rules/domains.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {admitsEverybody, type Rule} from '../../src/lib/rules/trusted-ranges.js'

describe('a host name of a custom domain', () => {
  it.each([
    ['example', 'it has no dot'],
    ['', 'its labels'],
    ['*', 'its labels'],
    ['a..example.com', 'its labels'],
    ['-a.example.com', 'its labels'],
    ['a_b.example.com', 'its labels'],
    ['www.*.example.com', 'its labels'],
    [`${'a'.repeat(64)}.example.com`, 'its labels'],
    [Array.from({length: 64}, () => 'abc').join('.'), 'its labels'],
    ['203.0.113.7', 'it is an IP address'],
    ['0x7f.1', 'it is an IP address'],
    ['2001:db8::7', 'it holds more than a name'],
    ['https://www.example.com', 'it is a URL'],
    ['www.example.com/path', 'it holds more than a name'],
    ['www.example.com:443', 'it holds more than a name'],
    ['my-app.herokuapp.com', "herokuapp.com is Heroku's own"],
    ['herokudns.com', "herokudns.com is Heroku's own"],
    ['*.herokuapp.com', "herokuapp.com is Heroku's own"],
  ])('cannot be %j', (text, why) => {
    const answer = customHostname(text)
    expect(isRefusal(answer) ? answer.message : answer).toContain(why)
  })

  it.each([
    ['www.example.com', 'www.example.com'],
    ['WWW.Example.COM', 'www.example.com'],
    ['www.example.com.', 'www.example.com'],
    ['*.example.com', '*.example.com'],
    ['example.co.uk', 'example.co.uk'],
    ['müller.example', 'xn--mller-kva.example'],
    ['notherokuapp.com', 'notherokuapp.com'],
  ])('%s is %s', (text, expected) => {
    expect(customHostname(text)).toBe(expected)
  })

  it('is the same when it is read again, whatever was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string(), fc.webUrl()), (text) => {
        const once = customHostname(text)
        if (!isRefusal(once)) expect(customHostname(once)).toBe(once)
      }),
    )
  })
})

it('what is made up has its form', () => {
  fc.assert(
    fc.property(fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}), (chance) => {
      expect(generateDnsTarget(() => chance)).toMatch(/^[a-z]+-[a-z]+-[a-z0-9]{26}\.herokudns\.com$/)
      expect(generateEndpointName(() => chance)).toMatch(/^[a-z]+-[0-9]{5}$/)
    }),
  )
})

it.each([
  [{hostname: '*.example.com', internalRouting: false, open: true}, 'Wildcard domains'],
  [{hostname: 'www.example.com', internalRouting: true, open: true}, 'internal routing'],
  [{hostname: 'www.example.com', internalRouting: false, open: false}, 'Trusted IP ranges'],
])('ACM cannot do for %j', (site, why) => {
  expect(acmObstacle(site)).toContain(why)
  expect(acmObstacle({hostname: 'www.example.com', internalRouting: false, open: true})).toBeUndefined()
})

const allow = (...sources: string[]): Rule[] => sources.map((source) => ({action: 'allow', source}))

it.each([
  [allow('0.0.0.0/0'), true],
  [allow('0.0.0.0/0', '::/0'), true],
  [allow('128.0.0.0/1', '0.0.0.0/1'), true],
  [allow('0.0.0.0/1', '128.0.0.0/2', '64.0.0.0/2', '192.0.0.0/2'), true],
  [allow('0.0.0.0/1', '128.0.0.0/2'), false],
  [allow('0.0.0.0/1', '192.0.0.0/2'), false],
  [allow('128.0.0.0/1'), false],
  [allow('::/0'), false],
  [[], false],
  [[...allow('0.0.0.0/0'), {action: 'deny' as const, source: '203.0.113.0/24'}], false],
])('%j admits everybody: %s', (rules, expected) => {
  expect(admitsEverybody(rules)).toBe(expected)
})

it.each([
  [['www.example.com'], 'www.example.com', true],
  [['www.example.com'], 'example.com', false],
  [['*.example.com'], 'www.example.com', true],
  [['*.example.com'], 'a.www.example.com', false],
  [['*.example.com'], 'example.com', false],
  [['*.example.com'], '*.example.com', true],
  [['*.example.com'], '*.www.example.com', false],
  [['a.example.com', 'b.example.com'], 'b.example.com', true],
  [[], 'example.com', false],
])('a certificate for %j and the domain %s: %s', (domains, hostname, expected) => {
  expect(covers(domains, hostname)).toBe(expected)
})
