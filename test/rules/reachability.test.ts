import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type Destination, explainReach, type Reach} from '../../src/lib/rules/reachability.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {admittingRange, type Rule} from '../../src/lib/rules/trusted-ranges.js'
import {ipv4Block} from './arbitrary.js'

const open: Destination = {
  app: 'my-app',
  space: 'my-space',
  internalRouting: false,
  cidr: '10.0.0.0/16',
  dataCidr: '10.1.0.0/16',
  outbound: ['100.64.0.0', '100.64.0.1'],
  rules: [{action: 'allow', source: '0.0.0.0/0'}],
  neighbours: [
    {kind: 'peering', name: 'pcx-1', status: 'active', cidrs: ['10.20.0.0/16']},
    {kind: 'VPN connection', name: 'office', status: 'active', cidrs: ['192.168.4.0/24']},
    {kind: 'peering', name: 'pcx-2', status: 'pending-acceptance', cidrs: ['10.30.0.0/16']},
  ],
}
const internal = {...open, internalRouting: true}
const trusting = (...sources: string[]): Destination => ({...open, rules: sources.map((source) => ({action: 'allow', source}))})

function reach(from: string, destination: Destination): Reach {
  const answer = explainReach(from, destination)
  if (isRefusal(answer)) throw new Error(answer.message)
  return answer
}

describe('a client does not reach an app', () => {
  it.each<[string, string, Destination, string]>([
    ['with internal routing, from the internet', '203.0.113.7', internal, 'takes no traffic from the internet'],
    ['with internal routing, through a peering that nobody has accepted', '10.30.0.7', internal, 'pcx-2, which is pending-acceptance'],
    ['from a private network that nothing leads to', '10.99.0.7', internal, 'no peering or VPN connection of my-space leads to its network'],
    ['as one of the data services', '10.1.2.3', internal, 'which answer and do not ask'],
    ['without internal routing, from a peered network', '10.20.0.7', open, 'Ask again with that one.'],
    ['from outside the trusted ranges', '203.0.113.7', trusting('192.0.2.0/24', '198.51.100.0/24'), 'None of the trusted IP ranges of my-space contains 203.0.113.7.'],
    ['of a space that trusts nobody', '203.0.113.7', trusting(), 'my-space trusts no IP range'],
    ['from its own space, whose outbound addresses are not trusted', '10.0.0.7', trusting('100.64.0.0/32'), 'do not admit 100.64.0.1.'],
    ['over IPv6, where only IPv4 is trusted', '2001:db8::7', open, 'contains 2001:db8::7'],
  ])('%s', (_, from, destination, reason) => {
    const {reachable, reasons} = reach(from, destination)
    expect(reachable).toBe(false)
    expect(reasons.join('\n')).toContain(reason)
  })

  it('that is denied, whatever else admits it', () => {
    const {reachable, range} = reach('192.0.2.7', {...open, rules: [...open.rules, {action: 'deny', source: '192.0.2.0/24'}]})
    expect([reachable, range]).toEqual([false, '192.0.2.0/24'])
  })
})

describe('a client reaches an app', () => {
  it.each<[string, string, Destination, Reach['via']]>([
    ['with internal routing, from the same space', '10.0.0.7', {...internal, rules: []}, 'space'],
    ['with internal routing, through an active peering', '10.20.0.7', {...internal, rules: []}, 'peering'],
    ['with internal routing, through a VPN', '192.168.4.7', {...internal, rules: []}, 'vpn'],
    ['from the internet', '203.0.113.7', open, 'internet'],
    ['from its own space, by the outbound addresses', '10.0.0.7', trusting('100.64.0.0/30'), 'internet'],
    ['from the edges of a trusted range', '192.0.2.255', trusting('192.0.2.0/24'), 'internet'],
  ])('%s', (_, from, destination, via) => {
    expect(reach(from, destination)).toMatchObject({reachable: true, via})
  })

  it('and is told which range decides, and which change nothing', () => {
    const {range, reasons} = reach('192.0.2.7', trusting('192.0.2.7/32', '192.0.0.0/16', '192.0.2.0/24'))
    expect(range).toBe('192.0.0.0/16')
    expect(reasons).toEqual([
      '192.0.0.0/16 admits 192.0.2.7.',
      '192.0.2.0/24 contains it too, and changes nothing as long as 192.0.0.0/16 stays.',
      '192.0.2.7/32 contains it too, and changes nothing as long as 192.0.0.0/16 stays.',
    ])
  })
})

it('what is no address is refused', () => {
  expect(isRefusal(explainReach('10.0.0.0/8', open))).toBe(true)
})

it('over the internet the trusted ranges decide, and nothing else does', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.array(fc.record({action: fc.constantFrom('allow' as const, 'deny' as const), source: ipv4Block().map(({text}) => text)}), {maxLength: 6}), (from, rules: Rule[]) => {
      const {via, reachable} = reach(from, {...open, rules, neighbours: []})
      fc.pre(via === 'internet' && !from.startsWith('10.'))
      expect(reachable).toBe(admittingRange(rules, from) !== undefined)
    }),
  )
})
