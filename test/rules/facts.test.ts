import {existsSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  defaultCidr, defaultStack, featureMatrix, featureWords, generations, regions, spaceGrantList, stacks,
} from '../../src/lib/rules/facts.js'
import {assumptions} from '../../src/lib/rules/facts/assumptions.js'
import {planNetwork} from '../../src/lib/rules/cidr.js'
import {addonName, appName, configVarKey, generateWebUrl, spaceName} from '../../src/lib/rules/names.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {normaliseRules} from '../../src/lib/rules/trusted-ranges.js'
import {ipv4Block} from './arbitrary.js'

const distinct = <T>(values: readonly T[]) => expect(new Set(values).size).toBe(values.length)

test('there are two common regions and ten private ones, sorted as they are listed', () => {
  const names = (capable: boolean) => regions.filter(({private_capable}) => private_capable === capable).map(({name}) => name)
  expect(names(false)).toEqual(['us', 'eu'])
  expect(names(true)).toHaveLength(10)
  expect(names(true)).toEqual(names(true).toSorted())
})

test('ids are uuids in lower case, and no two things share one or a name', () => {
  const things = [...regions, ...generations, ...stacks]
  for (const {id} of things) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  distinct(things.map(({id}) => id))
  distinct(things.map(({name}) => name))
})

test('dates have seconds and no more', () => {
  for (const {created_at, updated_at} of [...regions, ...generations, ...stacks])
    for (const date of [created_at, updated_at]) expect(new Date(date).toISOString().replace('.000Z', 'Z')).toBe(date)
})

test('one stack is the default, and it is that of cedar', () => {
  expect(stacks.filter((stack) => stack.default).map(({name}) => name)).toEqual([defaultStack.cedar])
})

test('what the API calls a feature belongs to one feature, and every feature has words', () => {
  distinct(Object.values(featureWords).flatMap(({api}) => api))
  expect(Object.keys(featureWords)).toEqual(Object.keys(featureMatrix))
  for (const {label} of Object.values(featureWords)) expect(label).toMatch(/^[A-Z].* (?:is|are)$/)
})

test('the one permission on a space is the documented one', () => {
  expect(spaceGrantList).toEqual([{name: 'create_apps', description: 'Can create apps in the space'}])
})

test('an assumption says what, which and why, once', () => {
  distinct(assumptions.map(({rule}) => rule))
  for (const {rule, chosen, why} of assumptions)
    for (const text of [rule, chosen, why]) expect(text).toMatch(/^\S.*\S$/)
  for (const {chosen} of assumptions) expect(chosen).not.toMatch(/undefined|NaN|\[object/)
})

const schemaFile = new URL('../../../shared/schema/platform-api-3.json', import.meta.url)
const present = existsSync(schemaFile)
if (!present) console.warn(`${schemaFile.pathname} is not here: the facts are not compared with Heroku's schema`)

describe.skipIf(!present)("compared with Heroku's published schema", () => {
  interface Property {
    pattern?: string
    default?: string
    enum?: string[]
    properties?: Record<string, Property>
    patternProperties?: Record<string, unknown>
  }
  interface Schema {
    definitions: Record<string, {definitions?: Record<string, Property>}>
  }
  const schema = present ? (JSON.parse(readFileSync(schemaFile, 'utf8')) as Schema) : {definitions: {}} // a file of that shape
  const property = (resource: string, name: string): Property => schema.definitions[resource]?.definitions?.[name] ?? {}
  const pattern = (resource: string, name: string) => new RegExp(property(resource, name).pattern ?? 'no such pattern')

  const typed = fc.string({unit: fc.constantFrom('a', 'z', 'A', '0', '9', '-', '_', '.', '\n'), maxLength: 34})

  test.each([
    ['space', 'name', spaceName, (name: string) => name.length <= 30],
    ['app', 'name', appName, () => true],
    ['add-on', 'name', addonName, () => true],
  ] as const)('the rule for %s.%s is its pattern', (resource, name, rule, bounded) => {
    const official = pattern(resource, name)
    fc.assert(
      fc.property(typed, (text) => {
        expect(!isRefusal(rule(text))).toBe(official.test(text) && bounded(text))
      }),
      {numRuns: 2000},
    )
  })

  test('the rule for the key of a config var is the one for the options of an add-on', () => {
    const official = new RegExp(Object.keys(property('add-on', 'config').patternProperties ?? {})[0] ?? 'no such pattern')
    fc.assert(
      fc.property(typed, (text) => {
        expect(!isRefusal(configVarKey(text))).toBe(official.test(text))
      }),
    )
  })

  test('every rule we keep is a source by its pattern', () => {
    fc.assert(
      fc.property(ipv4Block(), ({text}) => {
        const [rule] = normaliseRules([{action: 'allow', source: text}], {limit: 20, generation: 'cedar'}) as {source: string}[]
        expect(rule?.source).toMatch(pattern('inbound-ruleset', 'source'))
      }),
    )
  })

  test('every network we plan is a cidr by its pattern, and the default is its default', () => {
    expect(defaultCidr).toBe(property('space', 'cidr').default)
    fc.assert(
      fc.property(fc.integer({min: 16, max: 31}), fc.integer({min: 0, max: 255}), (b, c) => {
        for (const cidr of [`172.${b}.${c}.0/16`, `10.${c}.${b}.1/16`, `192.168.${c}.0/16`]) {
          expect(cidr).toMatch(pattern('space', 'cidr'))
          expect(planNetwork({cidr})).toMatchObject({cidr: expect.stringMatching(pattern('space', 'cidr'))})
        }
      }),
    )
  })

  test('a generated web address has its pattern, even for the longest name', () => {
    for (const name of ['abc', 'a'.repeat(30)]) expect(generateWebUrl(name, () => 0.7)).toMatch(pattern('app', 'web_url'))
  })

  test('regions are where the provider has them', () => {
    const places = property('region', 'provider').properties?.['region']?.enum ?? []
    for (const {provider} of regions) expect(places).toContain(provider.region)
  })
})
