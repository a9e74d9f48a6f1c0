import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  type AppPlace, attachmentVars, changePlan, defaultPlan, generateAttachmentName, noSuchPlan, permissionFor, placeAddon, type PlanTerms,
  runsInside, type ServiceTerms, slowAnswer,
} from '../../src/lib/rules/addons.js'
import {attachmentColours, availabilityUrl} from '../../src/lib/rules/facts/addons.js'
import {generations, generationsUrl, regions} from '../../src/lib/rules/facts.js'
import {attachmentName, configVarKey} from '../../src/lib/rules/names.js'
import {isRefusal} from '../../src/lib/rules/refusal.js'
import {catalogue, type CatalogueService} from '../../src/lib/store/seed/catalogue.js'
import {allowed, refused} from './answers.js'

const serviceTerms = ({slug, generations: of, regions: {available, installable}, datastore}: CatalogueService): ServiceTerms => ({
  name: slug,
  generations: of,
  available,
  installable,
  datastore,
})

const plansOf = (service: CatalogueService): PlanTerms[] =>
  service.plans.map((plan) => ({
    name: `${service.slug}:${plan.slug}`,
    inside: plan.installableInside,
    outside: plan.installableOutside,
    cents: plan.cents,
    metered: plan.metered,
    isDefault: plan.default,
    spaceDefault: plan.spaceDefault,
  }))

function find(name: string): {service: ServiceTerms; plan: PlanTerms; plans: PlanTerms[]} {
  const of = catalogue.find(({slug}) => slug === name.split(':')[0])
  const plans = of ? plansOf(of) : []
  const plan = plans.find((each) => each.name === name) ?? plans[0]
  if (!of || !plan) throw new Error(`no ${name}`)
  return {service: serviceTerms(of), plan, plans}
}

const us: AppPlace = {region: 'us', generation: 'cedar', space: null}
const virginia: AppPlace = {region: 'virginia', generation: 'cedar', space: {shield: false}}
const tokyo: AppPlace = {...virginia, region: 'tokyo'}
const shield: AppPlace = {...virginia, space: {shield: true}}
const fir: AppPlace = {...virginia, generation: 'fir'}

const place = (name: string, where: AppPlace, region?: string) => {
  const {service, plan} = find(name)
  return placeAddon(service, plan, where, region)
}

describe('an add-on cannot be added', () => {
  test.each([
    ['sendgrid:starter', tokyo, undefined, 'The sendgrid add-on is not available in the tokyo region. It is available in us, virginia, oregon and montreal.'],
    ['adminium:startup', virginia, undefined, 'The adminium add-on is not available in the virginia region. It is available in us and eu.'],
    ['papertrail:choklad', fir, undefined, 'The papertrail add-on is not available for the fir generation.'],
    ['heroku-postgresql:private-0', us, undefined, 'The plan heroku-postgresql:private-0 is only available for apps in a Private Space.'],
    ['heroku-postgresql:shield-0', us, undefined, 'The plan heroku-postgresql:shield-0 is only available for apps in a Shield Private Space.'],
    ['heroku-kafka:private-standard-2', us, undefined, 'The plan heroku-kafka:private-standard-2 is only available for apps in a Private Space.'],
    ['heroku-postgresql:shield-0', virginia, undefined, 'The plan heroku-postgresql:shield-0 is only available in Shield Private Spaces. Choose a private plan of heroku-postgresql.'],
    ['heroku-postgresql:shield-0', fir, undefined, 'The plan heroku-postgresql:shield-0 is only available in Shield Private Spaces. Choose a private plan of heroku-postgresql.'],
    ['heroku-kafka:shield-standard-2', virginia, undefined, 'The plan heroku-kafka:shield-standard-2 is only available in Shield Private Spaces. Choose a private plan of heroku-kafka.'],
    ['heroku-postgresql:advanced-shield', virginia, undefined, 'The plan heroku-postgresql:advanced-shield is only available in Shield Private Spaces. Choose a private plan of heroku-postgresql.'],
    ['heroku-redis:private-7', shield, undefined, 'The plan heroku-redis:private-7 is not available in Shield Private Spaces. Choose a shield plan of heroku-redis.'],
    ['heroku-postgresql:private-0', virginia, 'us', 'The plan heroku-postgresql:private-0 runs inside the Private Space, so it cannot be given another region.'],
    ['heroku-postgresql:private-0', virginia, 'oregon', 'The plan heroku-postgresql:private-0 runs inside the Private Space, so it cannot be given another region.'],
    ['heroku-postgresql:standard-0', us, 'mars', 'The heroku-postgresql add-on is not available in the mars region. It is available in us, eu, dublin, frankfurt, london, montreal, mumbai, oregon, singapore, sydney, tokyo and virginia.'],
  ] as const)('%s in %o with region %s', (name, where, region, message) => {
    expect(refused(place(name, where, region))).toBe(message)
  })

  test('and the refusal leads to where it could be', () => {
    expect(place('sendgrid:starter', tokyo)).toMatchObject({url: availabilityUrl})
    expect(place('papertrail:choklad', fir)).toMatchObject({url: generationsUrl})
  })

  test('inside a space of a region where its service only is outside', () => {
    const {service, plan} = find('heroku-postgresql:private-0')
    expect(refused(placeAddon({...service, installable: ['oregon']}, plan, virginia))).toBe(
      'The heroku-postgresql add-on cannot run inside Private Spaces in the virginia region. It can in oregon.',
    )
  })
})

describe('an add-on is', () => {
  test.each([
    ['heroku-postgresql:private-0', virginia, undefined, 'inside'],
    ['heroku-postgresql:private-0', fir, undefined, 'inside'],
    ['heroku-postgresql:private-0', virginia, 'virginia', 'inside'],
    ['heroku-postgresql:shield-0', shield, undefined, 'inside'],
    ['scheduler:standard', virginia, undefined, 'inside'],
    ['scheduler:standard', shield, undefined, 'inside'],
    ['honeybadger:free', virginia, 'us', 'inside'],
    ['newrelic:wayne', virginia, undefined, 'outside'],
    ['newrelic:wayne', us, undefined, 'outside'],
    ['sendgrid:starter', virginia, undefined, 'outside'],
    ['heroku-postgresql:essential-0', us, undefined, 'outside'],
    ['heroku-postgresql:standard-0', us, 'eu', 'outside'],
    ['heroku-postgresql:standard-0', virginia, undefined, 'outside, confirmed'],
    ['heroku-postgresql:standard-4', virginia, 'us', 'outside, confirmed'],
    ['heroku-postgresql:standard-0', shield, undefined, 'outside, confirmed'],
    ['heroku-redis:premium-0', virginia, undefined, 'outside, confirmed'],
    ['rediscloud:30', virginia, undefined, 'outside, confirmed'],
    ['memcachier:dev', virginia, 'whatever it makes of this', 'outside, confirmed'],
  ] as const)('%s in %o with region %s: %s', (name, where, region, expected) => {
    const {inside, confirm} = allowed(place(name, where, region))
    expect(`${inside ? 'inside' : 'outside'}${confirm ? ', confirmed' : ''}`).toBe(expected)
  })

  const anyPlace = fc.constantFrom(...regions).chain(({name, private_capable}) => {
    const kinds: AppPlace[] = private_capable ? [virginia, shield, fir] : [us]
    return fc.constantFrom(...kinds.map((kind) => ({...kind, region: name})))
  })
  const anyService = fc.constantFrom(...catalogue)
  const anyRegion = fc.option(fc.constantFrom(...regions.map(({name}) => name), 'mars'), {nil: undefined})

  test('inside only where there is a space, its plan goes in and its service can; and only an outside data store is confirmed', () => {
    fc.assert(
      fc.property(anyService, fc.nat(), anyPlace, anyRegion, (of, number, where, region) => {
        const service = serviceTerms(of)
        const plans = plansOf(of)
        const plan = plans[number % plans.length]
        if (!plan) return
        const placement = placeAddon(service, plan, where, region)
        if (isRefusal(placement)) return
        expect(service.available).toContain(where.region)
        expect(service.generations).toContain(where.generation)
        if (placement.inside) expect([where.space !== null, plan.inside, service.installable.includes(where.region)]).toEqual([true, true, true])
        else expect(plan.outside).toBe(true)
        expect(placement.confirm).toBe(where.space !== null && service.datastore && !placement.inside)
        expect(runsInside(service, plan, where, region)).toBe(placement.inside)
      }),
      {numRuns: 1000},
    )
  })

  test('always possible with the default plan where its service is available, and never needs confirmation for a service that can be inside', () => {
    fc.assert(
      fc.property(anyService, anyPlace, (of, where) => {
        const service = serviceTerms(of)
        const plan = allowed(defaultPlan(of.slug, plansOf(of), where.space))
        const placement = placeAddon(service, plan, where)
        expect(isRefusal(placement)).toBe(!service.available.includes(where.region) || !service.generations.includes(where.generation))
        if (!isRefusal(placement) && service.installable.length > 0) expect(placement.confirm).toBe(false)
      }),
      {numRuns: 1000},
    )
  })
})

describe('of a service alone', () => {
  test.each([
    ['heroku-postgresql', us, 'heroku-postgresql:essential-0'],
    ['heroku-postgresql', virginia, 'heroku-postgresql:private-0'],
    ['heroku-postgresql', shield, 'heroku-postgresql:shield-0'],
    ['heroku-redis', shield, 'heroku-redis:shield-7'],
    ['heroku-kafka', virginia, 'heroku-kafka:private-standard-2'],
    ['heroku-kafka', shield, 'heroku-kafka:shield-standard-2'],
    ['newrelic', shield, 'newrelic:wayne'],
    ['rediscloud', virginia, 'rediscloud:30'],
  ] as const)('%s in %o the plan is %s', (service, {space}, expected) => {
    expect(allowed(defaultPlan(service, find(service).plans, space)).name).toBe(expected)
  })

  test('without a default plan there is none, and the plans are named', () => {
    const plans = find('newrelic').plans.map((plan) => ({...plan, isDefault: false}))
    expect(refused(defaultPlan('newrelic', plans, null))).toBe(
      'The newrelic add-on has no default plan. Name one of newrelic:wayne or newrelic:hawke.',
    )
  })
})

describe('what is neither a service nor a plan is quoted', () => {
  const known = {services: catalogue.map(({slug}) => slug), plans: catalogue.flatMap((service) => plansOf(service).map(({name}) => name))}

  test.each([
    ['banana', 'banana', ''],
    ['heroku-postgres', 'heroku-postgres', ' Did you mean heroku-postgresql?'],
    ['heroku-postgresql:private0', 'heroku-postgresql:private0', ' Did you mean heroku-postgresql:private-0?'],
    ['newrelic:banana-plan', 'newrelic:banana-plan', ''],
    ['newrelik:wayne', 'newrelik:wayne', ' Did you mean newrelic:wayne?'],
    ['', '', ''],
    ['with\nline', 'with\\u{a}line', ''],
  ])('%j', (wanted, quoted, suggestion) => {
    expect(refused(noSuchPlan(wanted, known))).toBe(`Couldn't find either the add-on service or the add-on plan of "${quoted}".${suggestion}`)
  })
})

describe('a plan is not changed', () => {
  const change = (from: string, to: string, where: AppPlace, region?: string) =>
    changePlan(find(from).service, find(from).plan, find(to).plan, where, region)

  test.each([
    ['to itself', 'heroku-redis:mini', 'heroku-redis:mini', us, 'The add-on already has the plan heroku-redis:mini.'],
    ['from private to outside', 'heroku-postgresql:private-0', 'heroku-postgresql:standard-0', virginia, 'inside the Private Space cannot change to heroku-postgresql:standard-0, which runs outside it'],
    ['from outside to private', 'heroku-postgresql:standard-0', 'heroku-postgresql:private-0', virginia, 'outside the Private Space cannot change to heroku-postgresql:private-0, which runs inside it'],
    ['to private outside spaces', 'heroku-postgresql:standard-0', 'heroku-postgresql:private-0', us, 'only available for apps in a Private Space'],
    ['to shield in a space without', 'heroku-postgresql:private-0', 'heroku-postgresql:shield-0', virginia, 'only available in Shield Private Spaces'],
  ] as const)('%s', (_, from, to, where, message) => {
    expect(refused(change(from, to, where))).toContain(message)
  })

  test('into the space when it was made outside by its region', () => {
    expect(refused(change('heroku-postgresql:standard-0', 'heroku-postgresql:private-0', virginia, 'us'))).toContain('another region')
  })

  test.each([
    ['heroku-redis:mini', 'heroku-redis:premium-0', us],
    ['heroku-postgresql:private-0', 'heroku-postgresql:private-2', virginia],
    ['heroku-postgresql:shield-0', 'heroku-postgresql:shield-2', shield],
    ['heroku-postgresql:standard-0', 'heroku-postgresql:premium-0', virginia],
    ['honeybadger:free', 'honeybadger:basic', virginia],
  ] as const)('but from %s to %s in %o it is', (from, to, where) => {
    expect(change(from, to, where)).toBeUndefined()
  })
})

test('what costs nothing takes deploy, what costs anything operate', () => {
  const free = {cents: 0, metered: false}
  expect(permissionFor(free)).toBe('deploy')
  expect(permissionFor({cents: 500, metered: false})).toBe('operate')
  expect(permissionFor({cents: 0, metered: true})).toBe('operate')
  expect(permissionFor(free, {cents: 500, metered: false})).toBe('operate')
  expect(permissionFor(free, free)).toBe('deploy')
})

describe('an attachment', () => {
  const postgres = {attachmentBase: 'DATABASE', attachmentSeries: 'HEROKU_POSTGRESQL', configVars: ['URL'], configFromAttachment: true}
  const newrelic = {attachmentBase: 'NEW_RELIC', attachmentSeries: 'NEWRELIC', configVars: ['NEW_RELIC_LICENSE_KEY', 'NEW_RELIC_LOG'], configFromAttachment: false}

  test('has the name of its service first, then colours', () => {
    expect(generateAttachmentName(postgres, new Set(), () => 0)).toBe('DATABASE')
    expect(generateAttachmentName(postgres, new Set(['REDIS']), () => 0)).toBe('DATABASE')
    expect(generateAttachmentName(postgres, new Set(['DATABASE']), () => 0)).toBe('HEROKU_POSTGRESQL_AMBER')
    expect(generateAttachmentName(postgres, new Set(['DATABASE']), () => 0.999_999)).toBe('HEROKU_POSTGRESQL_YELLOW')
  })

  test('has a legal name of its own, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}), {minLength: 1}), (draws) => {
        const taken = new Set<string>()
        for (let made = 0; made < attachmentColours.length + 5; made++) {
          const name = generateAttachmentName(postgres, taken, () => draws[made % draws.length] ?? 0)
          expect(taken).not.toContain(name)
          expect(attachmentName(name)).toBe(name)
          taken.add(name)
        }
      }),
      {numRuns: 20},
    )
  })

  test('sets config vars under its own name', () => {
    expect(attachmentVars(postgres, 'DATABASE')).toEqual([{name: 'DATABASE_URL', key: 'URL'}])
    expect(attachmentVars(postgres, 'USERS_DB')).toEqual([{name: 'USERS_DB_URL', key: 'URL'}])
    expect(attachmentVars(newrelic, 'NEW_RELIC').map(({name}) => name)).toEqual(['NEW_RELIC_LICENSE_KEY', 'NEW_RELIC_LOG'])
    expect(attachmentVars(newrelic, 'APM')).toEqual([
      {name: 'APM_LICENSE_KEY', key: 'NEW_RELIC_LICENSE_KEY'},
      {name: 'APM_LOG', key: 'NEW_RELIC_LOG'},
    ])
    expect(attachmentVars({...newrelic, configVars: ['OTHER']}, 'APM')).toEqual([{name: 'OTHER', key: 'OTHER'}])
  })

  test('of every service sets legal config vars, each once', () => {
    for (const service of catalogue)
      for (const name of [service.attachmentBase, 'APM']) {
        const names = attachmentVars(service, name).map((each) => each.name)
        expect(new Set(names).size).toBe(names.length)
        for (const each of names) expect(configVarKey(each)).toBe(each)
      }
  })
})

test('the generations of the catalogue are those there are', () => {
  for (const service of catalogue) expect(generations.map(({name}) => name)).toEqual(expect.arrayContaining([...service.generations]))
})

test('a partner that takes longer than three seconds is told of', () => {
  expect(slowAnswer('Fast DB', 3000)).toBeUndefined()
  expect(slowAnswer('Fast DB', 3001)).toBe('Fast DB took 3.0 s to answer. Partners should answer within 3 s, and must within 25.')
})
