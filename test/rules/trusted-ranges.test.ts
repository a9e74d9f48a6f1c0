import {BlockList} from 'node:net'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parseCidr} from '../../src/lib/rules/cidr.js'
import {spaceLimits} from '../../src/lib/rules/facts.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {admittingRange, coveringRange, denyingRange, normaliseRules, sameRange, type Rule} from '../../src/lib/rules/trusted-ranges.js'
import {allowed, refused} from './answers.js'
import {ipv4Block, related} from './arbitrary.js'

const allow = (source: string): Rule => ({action: 'allow', source})
const deny = (source: string): Rule => ({action: 'deny', source})
const onCedar = {limit: spaceLimits.cedar.trustedRanges, generation: 'cedar'} as const
const ranges = (count: number) => Array.from({length: count}, (_, at) => allow(`10.${at}.0.0/16`))

describe('a ruleset is refused', () => {
  test.each([
    ['10.0.0.0', '10.0.0.0 is not a valid CIDR. Add a prefix length: 10.0.0.0/32 is that one address.'],
    ['10.0.0.0/33', '10.0.0.0/33 is not a valid CIDR. The prefix length after the slash must be a whole number from 0 to 32, as in 203.0.113.0/24.'],
    ['banana', 'banana is not a valid CIDR. Write it as 203.0.113.0/24.'],
    ['2001:DB8::1/32', '2001:db8::/32 is an IPv6 range. Rules of an inbound ruleset are IPv4 only, as in 203.0.113.0/24.'],
    ['::/0', '::/0 is an IPv6 range. Rules of an inbound ruleset are IPv4 only, as in 203.0.113.0/24.'],
  ])('for the source %s', (source, message) => {
    expect(refused(normaliseRules([allow('192.0.2.0/24'), allow(source)], onCedar))).toBe(message)
  })

  test.each([['ALLOW'], ['permit'], [''], ['allow '], ['constructor']])('for the action %j', (action) => {
    expect(refused(normaliseRules([{action, source: '10.0.0.0/8'}], onCedar))).toMatch(/^Action of a rule must be allow or deny, not /)
  })

  test.each([
    ['10.0.0.0/8', '10.0.0.0/8', '10.0.0.0/8'],
    ['10.0.0.0/8', '10.0.0.1/8', '10.0.0.0/8'],
    ['192.0.2.255/24', '192.0.2.7/24', '192.0.2.0/24'],
    ['1.1.1.1/0', '0.0.0.0/0', '0.0.0.0/0'],
  ])('for %s and then %s: the same range twice', (one, other, canonical) => {
    expect(refused(normaliseRules([allow(one), allow('8.8.8.8/32'), allow(other)], onCedar))).toBe(`A rule already exists for ${canonical}.`)
  })

  test('for one range both allowed and denied', () => {
    expect(refused(normaliseRules([allow('10.0.0.0/8'), deny('10.0.0.1/8')], onCedar))).toBe('A rule already exists for 10.0.0.0/8.')
  })

  test('for one range more than the limit, but not for as many', () => {
    expect(allowed(normaliseRules(ranges(20), onCedar))).toHaveLength(20)
    expect(refused(normaliseRules(ranges(21), onCedar))).toBe('Cannot have more than 20 rules in an inbound ruleset.')
    expect(refused(normaliseRules(ranges(3), {...onCedar, limit: 2}))).toBe('Cannot have more than 2 rules in an inbound ruleset.')
  })

  test('for the repetition, where the 21st repeats one of the twenty', () => {
    expect(refused(normaliseRules([...ranges(20), allow('10.0.0.9/16')], onCedar))).toBe('A rule already exists for 10.0.0.0/16.')
  })

  test('without reading on, when a hundred thousand come', () => {
    const flood = Array.from({length: 100_000}, (_, at) => allow(`10.${(at >> 8) & 255}.${at & 255}.0/24`))
    expect(refused(normaliseRules([...flood, allow('banana')], onCedar))).toBe('Cannot have more than 20 rules in an inbound ruleset.')
  })

  test('on fir, whatever it holds', () => {
    expect(refused(normaliseRules([], {...onCedar, generation: 'fir'}))).toBe(
      'Changing trusted IP ranges is not supported for the fir generation.',
    )
  })
})

describe('a ruleset is kept', () => {
  test('in canonical form and in its order', () => {
    expect(normaliseRules([allow('192.0.2.9/24'), deny('10.0.0.1/8'), allow('10.0.0.0/9')], onCedar)).toEqual([
      allow('192.0.2.0/24'),
      deny('10.0.0.0/8'),
      allow('10.0.0.0/9'),
    ])
  })

  test('empty: then all web traffic is blocked', () => {
    expect(normaliseRules([], onCedar)).toEqual([])
  })

  test('without what a client sends besides action and source', () => {
    const sent = [{action: 'allow', source: '10.0.0.0/8', id: 'x'}]
    expect(normaliseRules(sent, onCedar)).toEqual([allow('10.0.0.0/8')])
  })

  test('as it is when it is kept once more', () => {
    fc.assert(
      fc.property(fc.array(ipv4Block().map(({text}) => allow(text)), {maxLength: 20}), (rules) => {
        const once = normaliseRules(rules, onCedar)
        if (!isRefusal(once)) expect(normaliseRules(once, onCedar)).toEqual(once)
      }),
    )
  })
})

describe('which range', () => {
  test('covers a new one: the widest that already contains it', () => {
    const rules = [allow('10.0.0.0/8'), allow('0.0.0.0/0'), allow('10.1.0.0/16')]
    expect(coveringRange(rules, '10.1.2.3/24')).toEqual(allow('0.0.0.0/0'))
    expect(coveringRange([allow('10.1.0.0/16')], '10.1.9.9/24')).toEqual(allow('10.1.0.0/16'))
    expect(coveringRange([allow('10.1.0.0/16')], '10.1.0.0/16')).toEqual(allow('10.1.0.0/16'))
  })

  test('covers it not: a narrower one, a denied one, one of the other family, or what is no CIDR', () => {
    expect(coveringRange([allow('10.1.0.0/16')], '10.0.0.0/8')).toBeUndefined()
    expect(coveringRange([deny('0.0.0.0/0')], '10.0.0.0/8')).toBeUndefined()
    expect(coveringRange([allow('::/0')], '10.0.0.0/8')).toBeUndefined()
    expect(coveringRange([allow('0.0.0.0/0')], 'banana')).toBeUndefined()
  })

  test('admits an address: the first that allows it', () => {
    const rules = [allow('192.0.2.0/24'), allow('10.0.0.0/8'), allow('10.1.0.0/16')]
    expect(admittingRange(rules, '10.1.2.3')).toEqual(allow('10.0.0.0/8'))
    expect(admittingRange([allow('0.0.0.0/0'), allow('::/0')], '2001:db8::1')).toEqual(allow('::/0'))
  })

  test('admits it not: none that allows it, one that denies it wherever it stands, or what is no address', () => {
    expect(admittingRange([], '10.1.2.3')).toBeUndefined()
    expect(admittingRange([allow('10.0.0.0/8')], '11.0.0.0')).toBeUndefined()
    expect(admittingRange([allow('0.0.0.0/0'), deny('10.1.0.0/16')], '10.1.2.3')).toBeUndefined()
    expect(admittingRange([deny('10.1.0.0/16'), allow('0.0.0.0/0')], '10.1.2.3')).toBeUndefined()
    expect(admittingRange([allow('0.0.0.0/0')], '2001:db8::1')).toBeUndefined()
    expect(admittingRange([allow('0.0.0.0/0')], '::ffff:10.0.0.1')).toBeUndefined()
    expect(admittingRange([allow('0.0.0.0/0')], '10.0.0.0/8')).toBeUndefined()
    expect(admittingRange([allow('0.0.0.0/0')], '')).toBeUndefined()
  })

  test('denies an address', () => {
    expect(denyingRange([allow('0.0.0.0/0'), deny('10.1.0.0/16')], '10.1.2.3')).toEqual(deny('10.1.0.0/16'))
    expect(denyingRange([allow('0.0.0.0/0'), deny('10.1.0.0/16')], '10.2.2.3')).toBeUndefined()
  })

  test('admits an address agrees with node:net, denying before allowing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(allow, deny), related), {maxLength: 6}), ipv4Block(), (picked, somewhere) => {
        const rules = picked.map(([rule, [{text}]]) => rule(text))
        const address = picked[0]?.[1][1].address ?? somewhere.address
        const matched = (action: Rule['action']) => {
          const list = new BlockList()
          for (const [at, [, [range]]] of picked.entries()) if (rules[at]?.action === action) list.addSubnet(range.address, range.prefix)
          return list.check(address)
        }
        expect(admittingRange(rules, address) !== undefined).toBe(matched('allow') && !matched('deny'))
      }),
    )
  })

  test('is the same as another: by meaning', () => {
    expect(sameRange('10.0.0.1/8', '10.0.0.0/8')).toBe(true)
    expect(sameRange('2001:DB8::/32', '2001:db8:0::/32')).toBe(true)
    expect(sameRange('10.0.0.0/8', '10.0.0.0/9')).toBe(false)
    expect(sameRange('0.0.0.0/0', '::/0')).toBe(false)
    expect(sameRange('banana', 'banana')).toBe(false)
    fc.assert(
      fc.property(related, ([one, other]) => {
        expect(sameRange(one.text, other.text)).toBe(allowed(parseCidr(one.text)).canonical === allowed(parseCidr(other.text)).canonical)
      }),
    )
  })
})
