import {describe, expect, it, vi} from 'vitest'
import {catalogue, stableId, type CataloguePlan, type CatalogueService} from '../../src/lib/store/seed/catalogue.js'
import {uuidV5} from '../../src/lib/store/seed/catalogue/stable-id.js'

// Region names: facts/platform-api.md 3.2. Prices and plan names: facts/addon-partners.md section 7.
const commonRegions = ['us', 'eu']
const privateRegions = ['dublin', 'frankfurt', 'london', 'montreal', 'mumbai', 'oregon', 'singapore', 'sydney', 'tokyo', 'virginia']

function service(slug: string): CatalogueService {
  const found = catalogue.find(one => one.slug === slug)
  if (!found) throw new Error(`no service ${slug}`)
  return found
}

function plan(name: string): CataloguePlan {
  const [slug = '', planSlug] = name.split(':')
  const found = service(slug).plans.find(one => one.slug === planSlug)
  if (!found) throw new Error(`no plan ${name}`)
  return found
}

const sizes = (tier: string, names: string) => names.split(' ').map(size => `${tier}-${size}`)
const everyPlan = catalogue.flatMap(one => one.plans.map(of => ({name: `${one.slug}:${of.slug}`, plan: of})))
const cell = (one: CatalogueService, region: string) =>
  one.regions.installable.some(name => name === region) ? 'installable'
    : one.regions.available.some(name => name === region) ? 'available' : 'absent'

describe('every service', () => {
  it.each(catalogue.map(one => [one.slug, one] as const))('%s has one default plan, and one for spaces', (_, one) => {
    expect(one.plans.filter(of => of.default)).toHaveLength(1)
    expect(one.plans.filter(of => of.spaceDefault)).toHaveLength(1)
  })

  it.each(catalogue.map(one => [one.slug, one] as const))('%s names only real regions, each once, and is available where it is installable', (_, one) => {
    const {available, installable} = one.regions
    expect([...commonRegions, ...privateRegions]).toEqual(expect.arrayContaining([...available]))
    expect(new Set(available).size).toBe(available.length)
    expect(available).toEqual(expect.arrayContaining([...installable]))
    expect(privateRegions, 'only a space can have something inside').toEqual(expect.arrayContaining([...installable]))
  })

  it('has slugs that can be typed, each once', () => {
    for (const one of catalogue) {
      expect(one.slug).toMatch(/^[a-z0-9-]+$/)
      for (const of of one.plans) expect(of.slug).toMatch(/^[a-z0-9-]+$/)
      expect(new Set(one.plans.map(of => of.slug)).size, one.slug).toBe(one.plans.length)
    }
    expect(new Set(catalogue.map(one => one.slug)).size).toBe(catalogue.length)
  })

  it('runs on Cedar; some run on Fir too', () => {
    expect(catalogue.every(one => one.generations.includes('cedar'))).toBe(true)
    expect(catalogue.filter(one => one.generations.includes('fir')).length).toBeGreaterThan(1)
    expect(service('papertrail').generations, 'an add-on cannot read logs on Fir').toEqual(['cedar'])
  })
})

describe('every plan', () => {
  it('costs a whole number of cents, and what is metered has no price of its own', () => {
    for (const {name, plan: of} of everyPlan) {
      expect(Number.isInteger(of.cents) && of.cents >= 0, name).toBe(true)
      if (of.metered) expect(of.cents, name).toBe(0)
    }
  })

  it('lives somewhere, and never inside spaces if its service cannot', () => {
    for (const one of catalogue) for (const of of one.plans) {
      expect(of.installableInside || of.installableOutside, of.slug).toBe(true)
      if (of.installableInside) expect(one.regions.installable, one.slug).not.toEqual([])
    }
  })

  it('is inside only when it is private or shield', () => {
    for (const {name, plan: of} of everyPlan) {
      const ofSpaces = /(^|-)(private|shield)(-|$)/.test(of.slug)
      expect(of.installableInside && !of.installableOutside, name).toBe(ofSpaces)
    }
  })

  it('of a data store is never both inside and outside', () => {
    for (const one of catalogue.filter(data => data.datastore)) for (const of of one.plans)
      expect(of.installableInside, `${one.slug}:${of.slug}`).not.toBe(of.installableOutside)
  })

  it('is for HIPAA exactly when it is shield', () => {
    for (const {name, plan: of} of everyPlan)
      expect(of.compliance, name).toEqual(of.slug.includes('shield') ? ['HIPAA'] : null)
  })
})

describe('the plan taken when only the service is named', () => {
  it.each([
    ['heroku-postgresql', 'essential-0', 'private-0'],
    ['heroku-redis', 'mini', 'private-7'],
    ['heroku-kafka', 'basic-0', 'private-standard-2'],
    ['newrelic', 'wayne', 'wayne'],
    ['scheduler', 'standard', 'standard'],
  ])('of %s is %s, in a space %s', (slug, usual, inSpace) => {
    expect(service(slug).plans.find(of => of.default)?.slug).toBe(usual)
    expect(service(slug).plans.find(of => of.spaceDefault)?.slug).toBe(inSpace)
  })

  it('can be placed there', () => {
    for (const one of catalogue) {
      expect(one.plans.find(of => of.default)?.installableOutside, one.slug).toBe(true)
      if (one.regions.installable.length > 0) expect(one.plans.find(of => of.spaceDefault)?.installableInside, one.slug).toBe(true)
    }
  })
})

describe('what the facts name', () => {
  it('is every service, and no other', () => {
    expect(catalogue.map(one => one.slug).sort()).toEqual([
      'adminium', 'auth0', 'cloudamqp', 'heroku-kafka', 'heroku-postgresql', 'heroku-redis', 'herokuconnect', 'honeybadger',
      'mailgun', 'memcachier', 'newrelic', 'papertrail', 'rediscloud', 'scheduler', 'sendgrid',
    ])
  })

  it.each([
    ['heroku-postgresql', [
      ...sizes('essential', '0 1 2'), ...sizes('standard', '0 2 3 4 5 6 7 8 9'), ...sizes('premium', '0 2 3 4 5 6 7 8 9'),
      ...sizes('private', '0 2 3 4 5 6 7 8 9 10 l-6 xl-6 l-9 xl-9'), ...sizes('shield', '0 2 3 4 5 6 7 8 9 10 l-6 xl-6 l-9 xl-9'),
      'advanced', 'advanced-private', 'advanced-shield',
    ]],
    ['heroku-redis', [
      'mini', ...sizes('premium', '0 1 2 3 5 7 9 10 12 14'), ...sizes('private', '7 9 10 12 14'), ...sizes('shield', '7 9 10 12 14'),
    ]],
    ['heroku-kafka', [...sizes('basic', '0 1 2'), 'private-standard-2', 'private-extended-2']],
    ['newrelic', ['wayne']], ['papertrail', ['choklad']], ['scheduler', ['standard']], ['herokuconnect', ['demo']],
    ['mailgun', ['starter']], ['sendgrid', ['starter']], ['rediscloud', ['30']], ['memcachier', ['dev']], ['cloudamqp', ['lemur']],
  ])('%s has all its plans', (slug, plans) => {
    expect(service(slug).plans.map(of => of.slug)).toEqual(expect.arrayContaining(plans))
  })

  it.each([
    ['heroku-postgresql:essential-0', 5], ['heroku-postgresql:essential-2', 20], ['heroku-postgresql:standard-2', 200],
    ['heroku-postgresql:standard-9', 5800], ['heroku-postgresql:premium-3', 750], ['heroku-postgresql:premium-9', 11_000],
    ['heroku-postgresql:private-0', 300], ['heroku-postgresql:private-4', 1500],
    ['heroku-redis:mini', 3], ['heroku-redis:premium-2', 60], ['heroku-redis:premium-14', 12_500],
    ['newrelic:wayne', 0], ['papertrail:choklad', 0], ['scheduler:standard', 0],
  ])('%s costs $%d a month', (name, dollars) => {
    expect(plan(name)).toMatchObject({cents: dollars * 100, unit: 'month', contract: false, metered: false})
  })

  it('is written out in full', () => {
    expect(plan('heroku-postgresql:shield-xl-9')).toMatchObject({
      humanName: 'Shield XL 9', description: 'Heroku Postgres Shield XL 9', installableInside: true, installableOutside: false,
    })
    expect(service('newrelic')).toMatchObject({humanName: 'New Relic APM', datastore: false, attachmentBase: 'NEW_RELIC'})
  })
})

describe('the availability matrix', () => {
  it('has Heroku\'s data stores and the installables of 2019 inside every space', () => {
    for (const slug of ['heroku-postgresql', 'heroku-redis', 'heroku-kafka', 'herokuconnect', 'scheduler', 'honeybadger']) {
      expect([...service(slug).regions.installable].sort(), slug).toEqual(privateRegions)
      expect(service(slug).regions.available, slug).toHaveLength(12)
    }
  })

  it('has New Relic, Papertrail and Auth0 in every region, nowhere inside', () => {
    for (const slug of ['newrelic', 'papertrail', 'auth0'])
      expect(service(slug).regions, slug).toMatchObject({available: {length: 12}, installable: []})
  })

  it('shows each of its three cells in several rows of the private regions', () => {
    for (const wanted of ['installable', 'available', 'absent']) {
      const rows = catalogue.filter(one => privateRegions.some(region => cell(one, region) === wanted))
      expect(rows.length, wanted).toBeGreaterThanOrEqual(3)
    }
  })
})

describe('ids', () => {
  const idsOf = (services: readonly CatalogueService[]) => services.flatMap(one => [one.id, ...one.plans.map(of => of.id)])

  it('follow RFC 9562: version 5', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  it('are unique', () => {
    expect(new Set(idsOf(catalogue)).size).toBe(idsOf(catalogue).length)
    expect(stableId('plan', 'a'), 'also where only the kind differs').not.toBe(stableId('add-on-service', 'a'))
  })

  it('are the same when the catalogue is loaded again', async () => {
    vi.resetModules()
    const again = await import('../../src/lib/store/seed/catalogue.js')
    expect(again.catalogue).not.toBe(catalogue)
    expect(idsOf(again.catalogue)).toEqual(idsOf(catalogue))
  })

  it('are those of the worlds that exist already', () => {
    expect(service('heroku-postgresql').id).toBe('0d2b01d4-7fb3-55c0-9bf0-df483fcfdaed')
    expect(plan('heroku-postgresql:private-0').id).toBe('a5479733-0e18-588d-a132-f1ce4ab1296a')
  })
})

describe('config vars', () => {
  it.each([
    ['heroku-postgresql', ['URL']],
    ['heroku-redis', ['URL']],
    ['heroku-kafka', ['URL', 'TRUSTED_CERT', 'CLIENT_CERT', 'CLIENT_CERT_KEY']],
    ['memcachier', ['SERVERS', 'USERNAME', 'PASSWORD']],
  ])('of %s follow the attachment\'s name', (slug, configVars) => {
    expect(service(slug)).toMatchObject({configFromAttachment: true, configVars})
  })

  it.each([
    ['newrelic', ['NEW_RELIC_LICENSE_KEY', 'NEW_RELIC_LOG']],
    ['papertrail', ['PAPERTRAIL_API_TOKEN']],
    ['scheduler', []],
  ])('of %s have names of their own', (slug, configVars) => {
    expect(service(slug)).toMatchObject({configFromAttachment: false, configVars})
  })

  it('are named as a manifest must name them', () => {
    for (const one of catalogue) for (const name of one.configVars) {
      expect(name).toMatch(/^[A-Z][0-9A-Z_]+$/)
      expect(name.startsWith(`${one.attachmentBase}_`), name).toBe(!one.configFromAttachment)
    }
  })

  it.each([
    ['heroku-postgresql', 'DATABASE', 'HEROKU_POSTGRESQL'], ['heroku-redis', 'REDIS', 'HEROKU_REDIS'], ['heroku-kafka', 'KAFKA', 'HEROKU_KAFKA'],
  ])('of the first %s are named %s, of the next %s and a colour', (slug, attachmentBase, attachmentSeries) => {
    expect(service(slug)).toMatchObject({attachmentBase, attachmentSeries})
  })
})
