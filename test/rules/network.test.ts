import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isPrivate, overlaps, parseCidr, planNetwork} from '../../src/lib/rules/cidr.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {allowed, refused} from './answers.js'
import {ipv4Block} from './arbitrary.js'

const where = '10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16'
const cidrRule = `Cidr must be a /16 in ${where}.`
const dataRule = `Data cidr must be between a /16 and a /20 in ${where}.`

describe('a space gets no such network', () => {
  test.each([
    ['10.0.0.0/15', 'too large: try 10.0.0.0/16.'],
    ['10.7.0.0/17', 'too small: try 10.7.0.0/16.'],
    ['10.7.9.0/24', 'too small: try 10.7.0.0/16.'],
    ['172.31.4.4/32', 'too small: try 172.31.0.0/16.'],
    ['10.0.0.0/8', 'too large: try 10.0.0.0/16.'],
    ['172.16.0.0/12', 'too large: try 172.16.0.0/16.'],
    ['0.0.0.0/0', 'not inside any of these: try 10.0.0.0/16.'],
    ['8.8.0.0/16', 'not inside any of these: try 10.0.0.0/16.'],
    ['172.32.0.0/16', 'not inside any of these: try 10.0.0.0/16.'],
    ['192.169.0.0/16', 'not inside any of these: try 10.0.0.0/16.'],
    ['100.64.0.0/16', 'not inside any of these: try 10.0.0.0/16.'],
    ['fd00::/16', 'an IPv6 range: try 10.0.0.0/16.'],
    ['::/0', 'an IPv6 range: try 10.0.0.0/16.'],
    ['10.0.0.0', 'not a valid CIDR: try 10.0.0.0/16.'],
    ['10.0.0.0/016', 'not a valid CIDR: try 10.0.0.0/16.'],
    ['banana', 'not a valid CIDR: try 10.0.0.0/16.'],
  ])('--cidr %s', (cidr, wrong) => {
    expect(refused(planNetwork({cidr}))).toBe(`${cidrRule} ${cidr} is ${wrong}`)
  })

  test.each([
    ['10.2.0.0/15', 'too large: try 10.2.0.0/16.'],
    ['10.0.0.0/8', 'too large: try 10.1.0.0/16.'], // 10.0.0.0/16 is the space's own
    ['10.2.0.0/21', 'too small: try 10.2.0.0/20.'],
    ['10.0.0.0/24', 'too small: try 10.1.0.0/16.'],
    ['10.2.3.4/32', 'too small: try 10.2.0.0/20.'],
    ['9.0.0.0/16', 'not inside any of these: try 10.1.0.0/16.'],
    ['fd00::/20', 'an IPv6 range: try 10.1.0.0/16.'],
    ['', 'not a valid CIDR: try 10.1.0.0/16.'],
  ])('--data-cidr %s', (dataCidr, wrong) => {
    expect(refused(planNetwork({dataCidr}))).toBe(`${dataRule} ${dataCidr || '""'} is ${wrong}`)
  })

  test('the data range inside the chosen range', () => {
    expect(refused(planNetwork({cidr: '10.1.0.0/16', dataCidr: '10.1.16.0/20'}))).toBe(
      'Data cidr overlaps with cidr. 10.1.16.0/20 is inside cidr 10.1.0.0/16: try 10.2.0.0/16.',
    )
  })

  test('the data range inside the default range', () => {
    expect(refused(planNetwork({dataCidr: '10.0.0.0/16'}))).toBe(
      'Data cidr overlaps with cidr. 10.0.0.0/16 is inside the default cidr 10.0.0.0/16: try 10.1.0.0/16.',
    )
  })

  test('a bad range is named before a bad data range', () => {
    expect(refused(planNetwork({cidr: 'banana', dataCidr: 'mango'}))).toContain(cidrRule)
  })

  test('whatever is refused, the range it says to try is taken', () => {
    const wanted = fc.record(
      {cidr: ipv4Block().map(({text}) => text.replace(/^\d+/, '10')), dataCidr: ipv4Block().map(({text}) => text.replace(/^\d+/, '10'))},
      {requiredKeys: []},
    )
    fc.assert(
      fc.property(wanted, (asked) => {
        const answer = planNetwork(asked)
        if (!isRefusal(answer)) return
        const instead = /try (\S+)\.$/.exec(answer.message)?.[1]
        const next = planNetwork(answer.message.startsWith('Cidr') ? {cidr: instead} : {...asked, dataCidr: instead})
        allowed(next)
      }),
    )
  })
})

describe('the network of a space', () => {
  test.each([
    [{}, '10.0.0.0/16', '10.1.0.0/16'],
    [{cidr: '10.1.0.0/16'}, '10.1.0.0/16', '10.2.0.0/16'],
    [{cidr: '10.2.0.0/16'}, '10.2.0.0/16', '10.1.0.0/16'],
    [{cidr: '192.168.0.0/16'}, '192.168.0.0/16', '10.1.0.0/16'],
    [{cidr: '172.20.20.30/16'}, '172.20.0.0/16', '10.1.0.0/16'], // the schema's example
    [{dataCidr: '10.2.0.0/16'}, '10.0.0.0/16', '10.2.0.0/16'], // the schema's example
    [{cidr: '172.16.0.0/16', dataCidr: '172.17.0.0/20'}, '172.16.0.0/16', '172.17.0.0/20'], // founding document 3
    [{dataCidr: '172.23.255.255/20'}, '10.0.0.0/16', '172.23.240.0/20'],
  ])('%j is %s with data in %s', (wanted, cidr, dataCidr) => {
    expect(planNetwork(wanted)).toEqual({cidr, dataCidr})
  })

  test('any /16 of RFC 1918 will do, with any host bits, and leaves room for data', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(fc.constant(10), fc.integer({min: 0, max: 255})),
          fc.tuple(fc.constant(172), fc.integer({min: 16, max: 31})),
          fc.constant([192, 168] as const),
        ),
        fc.integer({min: 0, max: 255}),
        ([a, b], c) => {
          const plan = allowed(planNetwork({cidr: `${a}.${b}.${c}.${c}/16`}))
          expect(plan.cidr).toBe(`${a}.${b}.0.0/16`)
          expect(overlaps(allowed(parseCidr(plan.cidr)), allowed(parseCidr(plan.dataCidr)))).toBe(false)
        },
      ),
    )
  })

  test('every plan has legal sizes in private networks that do not overlap, in canonical form', () => {
    const nearlyLegal = ipv4Block(fc.integer({min: 14, max: 22})).map(({text}) => text.replace(/^\d+\.\d+/, '10.$&').replace(/(\.\d+)(?=\/)/, ''))
    const any = fc.oneof(nearlyLegal, fc.string())
    let plans = 0
    fc.assert(
      fc.property(fc.record({cidr: any, dataCidr: any}, {requiredKeys: []}), (wanted) => {
        const plan = planNetwork(wanted)
        if (isRefusal(plan)) return
        plans += 1
        const [cidr, data] = [allowed(parseCidr(plan.cidr)), allowed(parseCidr(plan.dataCidr))]
        expect([cidr.canonical, data.canonical]).toEqual([plan.cidr, plan.dataCidr])
        expect(cidr.prefix).toBe(16)
        expect([16, 17, 18, 19, 20]).toContain(data.prefix)
        expect([isPrivate(cidr), isPrivate(data), overlaps(cidr, data)]).toEqual([true, true, false])
      }),
      {numRuns: 2000},
    )
    expect(plans).toBeGreaterThan(20)
  })
})
