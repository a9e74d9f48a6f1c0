import {describe, expect, test} from 'vitest'
import {featureMatrix, generations, generationsUrl, stacks, type Feature} from '../../src/lib/rules/facts.js'
import {hasFeature, requireFeature, requireGeneration, requireKind, requireStack, unsupportedFeatures} from '../../src/lib/rules/generations.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {allowed, refused} from './answers.js'

const cedar = {generation: 'cedar', shield: false} as const
const shield = {generation: 'cedar', shield: true} as const
const fir = {generation: 'fir', shield: false} as const
const features = Object.keys(featureMatrix) as Feature[] // the keys of a constant

describe('fir has no', () => {
  test.each([
    ['shield', 'Shield spaces are not supported for the fir generation.'],
    ['trusted-ip-ranges', 'Changing trusted IP ranges is not supported for the fir generation.'],
    ['vpc-peering', 'VPC peering is not supported for the fir generation.'],
    ['vpn', 'VPN is not supported for the fir generation.'],
    ['outbound-rules', 'A set of outbound rules is not supported for the fir generation.'],
    ['space-logging', 'Private Space Logging is not supported for the fir generation.'],
    ['dns-service-discovery', 'DNS service discovery is not supported for the fir generation.'],
    ['internal-routing', 'Internal routing is not supported for the fir generation.'],
    ['classic-buildpacks', 'A stack of classic buildpacks is not supported for the fir generation.'],
    ['autoscaling', 'Autoscaling is not supported for the fir generation.'],
    ['app-log-drains', 'A log drain of an app is not supported for the fir generation.'],
    ['review-app-base-name', 'A base name for review apps is not supported for the fir generation.'],
  ] as const)('%s', (feature, message) => {
    const refusal = requireFeature(feature, fir)
    expect(refused(refusal)).toBe(message)
    expect(refusal?.url).toBe(generationsUrl)
  })
})

describe('cedar has no', () => {
  test.each([
    ['telemetry-drains', 'A telemetry drain is not supported for the cedar generation.'],
    ['cloud-native-buildpacks', 'A stack of Cloud Native Buildpacks is not supported for the cedar generation.'],
  ] as const)('%s', (feature, message) => {
    expect(refused(requireFeature(feature, cedar))).toBe(message)
    expect(refused(requireFeature(feature, shield))).toBe(message)
  })

  test('logging of a whole space, unless it is a Shield space', () => {
    expect(refused(requireFeature('space-logging', cedar))).toBe('Private Space Logging is only supported for Shield spaces.')
    expect(requireFeature('space-logging', shield)).toBeUndefined()
  })
})

test('a feature is refused exactly where the matrix says no', () => {
  for (const feature of features)
    for (const [column, kind] of [['cedar', cedar], ['shield', shield], ['fir', fir]] as const) {
      expect(hasFeature(feature, kind)).toBe(featureMatrix[feature][column])
      expect(isRefusal(requireFeature(feature, kind))).toBe(!featureMatrix[feature][column])
    }
})

test('the API hears of what a generation lacks', () => {
  expect(unsupportedFeatures('cedar').map(({name}) => name)).toEqual(['cloud_native_buildpacks', 'otel'])
  // the Terraform provider's list, without space_outbound_ips
  expect(unsupportedFeatures('fir').map(({name, scope}) => `${scope} ${name}`).toSorted()).toEqual(
    [
      'space shield', 'space trusted_ip_ranges', 'space private_vpn', 'space outbound_rules', 'space private_space_logging',
      'space vpn_connection', 'space inbound_ruleset', 'space peering_connection', 'app buildpacks', 'app stack',
      'app internal_routing', 'drain app_log_drains', 'pipeline base_name',
    ].toSorted(),
  )
})

describe('a generation', () => {
  test('that there is not', () => {
    expect(refused(requireGeneration('ceder'))).toBe("Couldn't find that generation. Did you mean cedar? Use cedar or fir instead of ceder.")
    expect(refused(requireGeneration('oak'))).toBe("Couldn't find that generation. Use cedar or fir instead of oak.")
    refused(requireGeneration(''))
  })

  test('is found by name and id, and is cedar without one', () => {
    for (const {id, name} of generations) expect([requireGeneration(name), requireGeneration(id)]).toEqual([name, name])
    expect(requireGeneration()).toBe('cedar')
  })
})

describe('a new space', () => {
  test('on fir is no Shield space', () => {
    expect(refused(requireKind({generation: 'fir', shield: true, logs: false}))).toBe('Shield spaces are not supported for the fir generation.')
  })

  test('has a log drain only when it is a Shield space', () => {
    expect(refused(requireKind({...cedar, logs: true}))).toBe('Private Space Logging is only supported for Shield spaces.')
    expect(refused(requireKind({...fir, logs: true}))).toBe('Private Space Logging is not supported for the fir generation.')
  })

  test.each([
    [cedar, false],
    [fir, false],
    [shield, false],
    [shield, true],
  ])('is %j', (kind, logs) => {
    expect(requireKind({...kind, logs})).toEqual(kind)
  })
})

describe('a stack', () => {
  test('that there is not', () => {
    expect(refused(requireStack('heroku-25', 'cedar'))).toBe(
      "Couldn't find that stack. Did you mean heroku-24? Use heroku-24, heroku-22 or container instead of heroku-25.",
    )
    expect(refused(requireStack('heroku-42', 'fir'))).toBe("Couldn't find that stack. Use cnb instead of heroku-42.")
  })

  test('of the other generation', () => {
    expect(refused(requireStack('heroku-24', 'fir'))).toBe('A stack of classic buildpacks is not supported for the fir generation.')
    expect(refused(requireStack('container', 'fir'))).toBe('A stack of classic buildpacks is not supported for the fir generation.')
    expect(refused(requireStack('cnb', 'cedar'))).toBe('A stack of Cloud Native Buildpacks is not supported for the cedar generation.')
  })

  test("is found by name and id, and is the generation's own without one", () => {
    for (const stack of stacks) expect([requireStack(stack.name, stack.generation), requireStack(stack.id, stack.generation)]).toEqual([stack, stack])
    expect(allowed(requireStack(undefined, 'cedar')).name).toBe('heroku-24')
    expect(allowed(requireStack(undefined, 'fir')).name).toBe('cnb')
  })
})
