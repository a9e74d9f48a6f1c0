import {BlockList} from 'node:net'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {contains, isPrivate, overlaps, parseAddress, parseCidr} from '../../src/lib/rules/cidr.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {allowed, refused} from './answers.js'
import {block, bounds, ipv4Block, ipv6Block, related, type Block} from './arbitrary.js'

const cidr = (text: string) => allowed(parseCidr(text))

describe('what is no CIDR', () => {
  const prefixOf4 = 'The prefix length after the slash must be a whole number from 0 to 32, as in 203.0.113.0/24.'
  const prefixOf6 = 'The prefix length after the slash must be a whole number from 0 to 128, as in 2001:db8::/32.'
  const write = 'Write it as 203.0.113.0/24.'
  const inside = 'Write the IPv4 range itself, as in 203.0.113.0/24.'

  test.each([
    // facts/stack.md 5
    ['10.0.0.0/33', prefixOf4],
    ['10.0.0.0/08', prefixOf4],
    ['010.0.0.1/8', write],
    ['1.2.3.4', 'Add a prefix length: 1.2.3.4/32 is that one address.'],
    ['10.0.0/8', write],
    ['0x0a.0.0.0/8', write],
    ['256.0.0.0/8', write],
    ['::ffff:10.0.0.0/104', inside],
    ['fe80::1%eth0/64', write],
    ['fe80::%1/64', write],
    // prefix lengths
    ['10.0.0.0/', prefixOf4],
    ['10.0.0.0/00', prefixOf4],
    ['10.0.0.0/-1', prefixOf4],
    ['10.0.0.0/+8', prefixOf4],
    ['10.0.0.0/8.0', prefixOf4],
    ['10.0.0.0/1e1', prefixOf4],
    ['10.0.0.0/0x8', prefixOf4],
    ['10.0.0.0/256', prefixOf4],
    ['10.0.0.0/9999999999999999999999', prefixOf4],
    ['10.0.0.0/abc', prefixOf4],
    ['10.0.0.0/٨', prefixOf4],
    ['10.0.0.0/255.0.0.0', prefixOf4],
    ['10.0.0.0//8', prefixOf4],
    ['10.0.0.0/8/8', prefixOf4],
    ['10.0.0.0/8,10.1.0.0/16', prefixOf4],
    ['::/129', prefixOf6],
    ['2001:db8::/064', prefixOf6],
    // addresses
    ['', write],
    ['/', write],
    ['/8', write],
    ['banana', write],
    ['example.com/24', write],
    ['https://10.0.0.0/8', write],
    ['1.2.3/24', write],
    ['1.2.3.4.5/24', write],
    ['1..2.3/24', write],
    ['.1.2.3/24', write],
    ['-1.2.3.4/24', write],
    ['1.2.3.04/24', write],
    ['00.0.0.0/0', write],
    ['167772160/8', write],
    ['10/8', write],
    ['10.*.0.0/16', write],
    ['10.0.0.0-10.0.0.255', write],
    ['１０.0.0.0/8', write],
    ['[2001:db8::]/32', write],
    ['2001:db8/32', write],
    ['2001:::/32', write],
    ['1::2::3/64', write],
    ['12345::/16', write],
    ['g::/16', write],
    ['1:2:3:4:5:6:7:8:9/64', write],
    ['::', 'Add a prefix length: ::/128 is that one address.'],
    // IPv4 inside IPv6
    ['::10.0.0.1/128', inside],
    ['64:ff9b::10.0.0.1/128', inside],
    ['::ffff:a00:0/104', inside],
    ['::FFFF:A00:1/128', inside],
    ['0:0:0:0:0:ffff:0a00:0001/120', inside],
  ])('%j is refused with the way out', (text, wayOut) => {
    const shown = text === '' ? '""' : text
    expect(refused(parseCidr(text))).toBe(`${shown} is not a valid CIDR. ${wayOut}`)
  })

  test.each([
    [' 10.0.0.0/8'], ['10.0.0.0/8 '], ['10.0.0.0/8\n'], ['\t10.0.0.0/8'], ['10.0.0.0 /8'], ['10.0.0.0/ 8'], ['10.0.0.0\0/8'],
    ['10.0.0.0/8\0'], ['\u{feff}10.0.0.0/8'], ['10.0.0.0/8\u{200b}'], ['10.0.\u{202e}0.0/8'],
  ])('white space and invisible characters are not trimmed, and shown: %j', (text) => {
    expect(refused(parseCidr(text))).not.toMatch(/[^\x20-\x7e]/)
  })

  test('a huge input is shown cut', () => {
    expect(refused(parseCidr('9'.repeat(2_000_000)))).toBe(`${'9'.repeat(60)}… is not a valid CIDR. Write it as 203.0.113.0/24.`)
  })

  test('no string at all makes it throw, and what it takes is written strictly', () => {
    const strict = /^(?:(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}\/(?:\d|[12]\d|3[0-2])|[\da-fA-F:]+\/(?:0|[1-9]\d{0,2}))$/
    const near = fc.string({unit: fc.constantFrom(...'0123456789./:abfFx%+- \n\0'), maxLength: 24})
    fc.assert(
      fc.property(fc.oneof(near, fc.string({unit: 'binary'}), fc.ipV6().map((ip) => `${ip}/64`)), (text) => {
        const answer = parseCidr(text)
        if (!isRefusal(answer)) expect(text).toMatch(strict)
      }),
      {numRuns: 2000},
    )
  })

  test('one odd character anywhere spoils a CIDR', () => {
    const odd = fc.constantFrom(' ', '\n', '\0', '%', '+', '-', 'x', ',', '/', '\\', '_', '．')
    fc.assert(
      fc.property(block, odd, fc.nat(), ({text}, character, where) => {
        const at = where % (text.length + 1)
        refused(parseCidr(text.slice(0, at) + character + text.slice(at)))
      }),
    )
  })
})

describe('what a CIDR means', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', false],
    ['1.1.1.1/1', '0.0.0.0/1', true],
    ['0.0.0.0/0', '0.0.0.0/0', false],
    ['255.255.255.255/32', '255.255.255.255/32', false],
    ['172.20.20.30/16', '172.20.0.0/16', true],
    ['::/0', '::/0', false],
    ['2001:DB8:0:0:1::1/80', '2001:db8:0:0:1::/80', true],
    ['2001:0db8:0000::/32', '2001:db8::/32', false],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128', false],
    ['1:2:0:4:5:6:7:8/128', '1:2:0:4:5:6:7:8/128', false],
  ])('%s is %s', (text, canonical, hostBits) => {
    expect(cidr(text)).toMatchObject({canonical, hostBits})
  })

  test('bounds and host bits agree with arithmetic', () => {
    fc.assert(
      fc.property(block, (each) => {
        const {first, last} = bounds(each)
        expect(cidr(each.text)).toMatchObject({family: each.family, prefix: each.prefix, first, last, hostBits: first !== each.value})
      }),
    )
  })

  test('the canonical form is a fixed point: same block, no host bits', () => {
    fc.assert(
      fc.property(block, ({text}) => {
        const {canonical, first, last, prefix} = cidr(text)
        expect(cidr(canonical)).toEqual({family: cidr(text).family, canonical, prefix, first, last, hostBits: false})
      }),
    )
  })

  test('blocks are the same exactly when their canonical forms are', () => {
    fc.assert(
      fc.property(related, ([one, other]) => {
        const same = one.prefix === other.prefix && bounds(one).first === bounds(other).first
        expect(cidr(one.text).canonical === cidr(other.text).canonical).toBe(same)
      }),
    )
  })

  test('an IPv6 network is written as browsers write it', () => {
    fc.assert(
      fc.property(ipv6Block, ({address}) => {
        expect(cidr(`${address}/128`).canonical).toBe(`${new URL(`http://[${address}]/`).hostname.slice(1, -1)}/128`)
      }),
    )
  })
})

describe('how blocks lie to each other', () => {
  const list = ({address, prefix, family}: Block) => {
    const blocks = new BlockList()
    blocks.addSubnet(address, prefix, `ipv${family}`)
    return blocks
  }

  test('contains and overlaps agree with arithmetic', () => {
    fc.assert(
      fc.property(fc.oneof(related, fc.tuple(block, block)), ([one, other]) => {
        const [a, b] = [bounds(one), bounds(other)]
        const alike = one.family === other.family
        expect(contains(cidr(one.text), cidr(other.text))).toBe(alike && a.first <= b.first && b.last <= a.last)
        expect(overlaps(cidr(one.text), cidr(other.text))).toBe(alike && a.first <= b.last && b.first <= a.last)
      }),
    )
  })

  test('holding an address agrees with node:net', () => {
    fc.assert(
      fc.property(fc.oneof(related, fc.tuple(ipv4Block(), ipv4Block()), fc.tuple(ipv6Block, ipv6Block)), ([range, {address, family}]) => {
        expect(contains(cidr(range.text), allowed(parseAddress(address)))).toBe(list(range).check(address, `ipv${family}`))
      }),
    )
  })

  test('two blocks of one kind overlap exactly when one contains the other', () => {
    fc.assert(
      fc.property(related, ([one, other]) => {
        const [a, b] = [cidr(one.text), cidr(other.text)]
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a))
        expect(overlaps(b, a)).toBe(overlaps(a, b))
      }),
    )
  })

  test('a block of one address meets itself and not its neighbour', () => {
    expect(overlaps(cidr('10.0.0.1/32'), cidr('10.0.0.1/32'))).toBe(true)
    expect(overlaps(cidr('10.0.0.1/32'), cidr('10.0.0.2/32'))).toBe(false)
  })

  test('IPv4 and IPv6 never meet, though their numbers do', () => {
    expect(contains(cidr('::/0'), cidr('10.0.0.0/8'))).toBe(false)
    expect(overlaps(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false)
  })

  test.each([
    ['10.0.0.0/8', true],
    ['10.255.255.255/32', true],
    ['172.16.0.0/12', true],
    ['172.31.255.0/24', true],
    ['192.168.0.0/16', true],
    ['10.0.0.0/7', false],
    ['172.32.0.0/16', false],
    ['172.0.0.0/8', false],
    ['192.169.0.0/16', false],
    ['192.0.0.0/8', false],
    ['100.64.0.0/10', false],
    ['0.0.0.0/0', false],
    ['fd00::/8', false],
  ])('%s is private: %s', (text, expected) => {
    expect(isPrivate(cidr(text))).toBe(expected)
  })
})

describe('one address', () => {
  test.each([['10.0.0.0/8'], ['10.0.0'], [''], ['banana'], ['::ffff:10.0.0.1'], ['::ffff:a00:1'], ['fe80::1%eth0'], ['10.0.0.1 '], ['010.0.0.1']])(
    '%j is none',
    (text) => {
      expect(refused(parseAddress(text))).toMatch(/ is not a valid IP address\. Write it as 203\.0\.113\.7 or 2001:db8::7\.$/)
    },
  )

  test('is the block of only itself', () => {
    expect(allowed(parseAddress('203.0.113.7')).canonical).toBe('203.0.113.7/32')
    expect(allowed(parseAddress('2001:DB8::7')).canonical).toBe('2001:db8::7/128')
  })
})
