import {describe, expect, test} from 'vitest'
import {withinConfigLimit, withinLimit, withinProcessLimit} from '../../src/lib/rules/limits.js'
import {refused} from './answers.js'

describe('what is full takes no more', () => {
  test.each([
    ['apps', 25, "You've reached the limit of 25 apps in this space."],
    ['apps', 200, "You've reached the limit of 200 apps in this space."],
    ['trustedRanges', 20, 'Cannot have more than 20 rules in an inbound ruleset.'],
    ['teamApps', 100, "You've reached the limit of 100 apps in this team."],
    ['accountApps', 100, "You've reached the limit of 100 apps for this account."],
    ['vpnConnections', 10, "You've reached the limit of 10 VPN connections in this space."],
    ['peerings', 25, "You've reached the limit of 25 peering connections in this space."],
  ] as const)('%s: %i', (what, limit, message) => {
    expect(refused(withinLimit(what, limit, limit))).toBe(message)
    expect(refused(withinLimit(what, limit + 5, limit))).toBe(message)
    expect(withinLimit(what, limit - 1, limit)).toBeUndefined()
  })

  test('not even the first, where the limit is none', () => {
    refused(withinLimit('apps', 0, 0))
  })

  test('counting all that is to be added', () => {
    refused(withinLimit('dynos', 95, 100, 6))
    expect(withinLimit('dynos', 95, 100, 5)).toBeUndefined()
    expect(withinLimit('dynos', 100, 100, 0)).toBeUndefined()
  })
})

test('a process type runs no more dynos than its limit', () => {
  expect(refused(withinProcessLimit(11, 10, 'Private-S'))).toBe('Cannot update to more than 10 Private-S size dynos per process type.')
  expect(withinProcessLimit(10, 10, 'Private-S')).toBeUndefined()
})

test('config vars are measured in bytes, keys and values together', () => {
  const limit = 32 * 1024
  expect(withinConfigLimit({KEY: 'x'.repeat(limit - 3)}, limit)).toBeUndefined()
  expect(refused(withinConfigLimit({KEY: 'x'.repeat(limit - 2)}, limit))).toBe(
    'Config vars of an app cannot be larger than 32 KiB in total; these would be 33 KiB.',
  )
  refused(withinConfigLimit({KEY: 'é'.repeat(limit / 2)}, limit))
})
