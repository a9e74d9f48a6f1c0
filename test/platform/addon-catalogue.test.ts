import {describe, expect, it} from 'vitest'
import {catalogue} from '../../src/lib/store/seed/catalogue.js'
import {collaborator, createWorld, expectRefusal, stranger} from '../helpers/world.js'

const names = (rows: {name: string}[]) => rows.map(({name}) => name).toSorted()

describe('the catalogue has no', () => {
  it.each([
    ['service of that name', '/addon-services/banana', "Couldn't find that add-on service."],
    ['service with that id', '/addon-services/00000000-0000-4000-8000-000000000000', "Couldn't find that add-on service."],
    ['plans of a service it has not', '/addon-services/banana/plans', "Couldn't find that add-on service."],
    ['regions of a service it has not', '/addon-services/banana/region-capabilities', "Couldn't find that add-on service."],
    ['plan of that name', '/plans/heroku-redis:banana', "Couldn't find that plan."],
    ['plan of that name in the service', '/addon-services/heroku-redis/plans/banana', "Couldn't find that plan."],
    ["plan of another service's", '/addon-services/heroku-redis/plans/newrelic:wayne', "Couldn't find that plan."],
    ['region of that name', '/regions/banana/addon-region-capabilities', "Couldn't find that region."],
  ])('%s', async (_, path, message) => {
    const world = await createWorld()
    expectRefusal(await world.get(path), 404, 'not_found', message)
  })
})

describe('the catalogue', () => {
  it('is the same for everybody', async () => {
    const world = await createWorld()
    const mine = (await world.get('/addon-services')).body
    expect(names(mine)).toEqual(catalogue.map(({slug}) => slug).toSorted())
    for (const as of [collaborator, stranger]) expect((await world.get('/addon-services', {as})).body).toEqual(mine)
  })

  it('is paged', async () => {
    const world = await createWorld()
    const first = await world.get('/addon-services', {headers: {range: 'name ..; max=5'}})
    expect([first.status, first.body.length]).toEqual([206, 5])
    const rest = await world.get('/addon-services', {headers: {range: String(first.headers['next-range']).replace('max=5', 'max=200')}})
    expect([rest.status, rest.body.length]).toEqual([200, catalogue.length - 5])
  })

  it('gives a service by id and by name, with the generations it runs on', async () => {
    const world = await createWorld()
    const {body} = await world.get('/addon-services/heroku-postgresql')
    expect(body).toMatchObject({
      name: 'heroku-postgresql',
      human_name: 'Heroku Postgres',
      state: 'ga',
      cli_plugin_name: null,
      supports_multiple_installations: true,
      supports_sharing: true,
      supported_generations: [{name: 'cedar'}, {name: 'fir'}],
    })
    expect((await world.get(`/addon-services/${body.id}`)).body).toEqual(body)
    expect((await world.get('/addon-services/papertrail')).body).toMatchObject({
      cli_plugin_name: 'heroku-papertrail',
      supports_sharing: false,
      supported_generations: [{name: 'cedar'}],
    })
  })

  it('gives the plans of a service, with what they cost and where they can be', async () => {
    const world = await createWorld()
    const {body} = await world.get('/addon-services/heroku-postgresql/plans')
    const plan = (name: string) => body.find((each: {name: string}) => each.name === name)
    expect(plan('heroku-postgresql:private-0')).toMatchObject({
      addon_service: {name: 'heroku-postgresql'},
      compliance: null,
      default: false,
      installable_inside_private_network: true,
      installable_outside_private_network: false,
      price: {cents: 30_000, contract: false, metered: false, unit: 'month'},
      space_default: true,
      state: 'public',
      visible: true,
    })
    expect(plan('heroku-postgresql:essential-0')).toMatchObject({default: true, space_default: false})
    expect(plan('heroku-postgresql:shield-0').compliance).toEqual(['HIPAA'])
    expect(plan('heroku-postgresql:advanced').price).toMatchObject({cents: 0, metered: true})
  })

  it('gives a plan by id, by its full name, and within its service without it', async () => {
    const world = await createWorld()
    const {body} = await world.get('/plans/heroku-redis:premium-2')
    expect(body.name).toBe('heroku-redis:premium-2')
    for (const path of [`/plans/${body.id}`, '/addon-services/heroku-redis/plans/premium-2', '/addon-services/heroku-redis/plans/heroku-redis:premium-2'])
      expect((await world.get(path)).body).toEqual(body)
  })
})

describe('the regions of an add-on', () => {
  const key = (row: {addon_service: {name: string}; region: {name: string}; supports_private_networking: boolean}) =>
    `${row.addon_service.name} ${row.region.name} ${row.supports_private_networking}`

  it('are those where it is available, marked where it runs inside spaces', async () => {
    const world = await createWorld()
    const regionsOf = async (service: string) => (await world.get(`/addon-services/${service}/region-capabilities`)).body.map(key).toSorted()
    expect(await regionsOf('sendgrid')).toEqual(['sendgrid montreal false', 'sendgrid oregon false', 'sendgrid us false', 'sendgrid virginia false'])
    const postgres = await regionsOf('heroku-postgresql')
    expect(postgres).toHaveLength(12)
    expect(postgres).toEqual(expect.arrayContaining(['heroku-postgresql us false', 'heroku-postgresql tokyo true']))
  })

  it('are the same rows, with the same ids, from every side', async () => {
    const world = await createWorld()
    const all = (await world.get('/addon-region-capabilities', {headers: {range: 'id ..; max=1000'}})).body
    expect(new Set(all.map(({id}: {id: string}) => id)).size).toBe(all.length)
    expect(all).toHaveLength(catalogue.flatMap(({regions}) => regions.available).length)
    for (const [path, part] of [
      ['/regions/tokyo/addon-region-capabilities', (row: Parameters<typeof key>[0]) => row.region.name === 'tokyo'],
      ['/addon-services/newrelic/region-capabilities', (row: Parameters<typeof key>[0]) => row.addon_service.name === 'newrelic'],
    ] as const)
      expect((await world.get(path)).body).toEqual(all.filter(part))
  })

  it('carry the service and the region in full', async () => {
    const world = await createWorld()
    const [row] = (await world.get('/addon-services/adminium/region-capabilities')).body
    expect(row.addon_service).toEqual((await world.get('/addon-services/adminium')).body)
    expect(row.region).toEqual((await world.get(`/regions/${row.region.name}`)).body)
  })
})
