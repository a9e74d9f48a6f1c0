import {beforeEach, describe, expect, it} from 'vitest'
import {createApp} from '../helpers/apps.js'
import {manifestOf} from '../helpers/manifests.js'
import {createWorld, expectRefusal, stranger, type World} from '../helpers/world.js'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const path = '/api/v3/addons/fast-db'
const push = (contents: Record<string, unknown> = manifestOf('fast-db'), options = {}) => world.post(`${path}/manifests`, {contents}, options)
const pushed = async (contents?: Record<string, unknown>) => {
  const {body, status} = await push(contents)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.contents
}
const partner = '/control-plane/partners/fast-db'

describe('a push is refused', () => {
  it('as addons.heroku.com does, with a sentence for each thing', async () => {
    const answer = await push(manifestOf('fast-db', {regions: [], version: '1'}))
    expectRefusal(answer, 422, 'invalid_params', 'A list of supported regions is required')
    expect(answer.body.error.base).toEqual([expect.stringMatching(/^api\.version: /), 'A list of supported regions is required, see https://devcenter.heroku.com/articles/add-on-manifest'])
    expectRefusal(await world.get('/addon-services/fast-db'), 404, 'not_found')
  })

  it('where it is nested too deeply', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const body = JSON.stringify({contents: manifestOf('fast-db', {more: '-'})}).replace('"-"', deep)
    expectRefusal(await world.post('/api/v3/addons/fast-db/manifests', body), 422, 'invalid_params', 'nested deeper than 50 levels')
    expect(world.faults).toEqual([])
  })

  it('under another slug, and without contents', async () => {
    expectRefusal(await world.post('/api/v3/addons/slow-db/manifests', {contents: manifestOf('fast-db')}), 422, 'invalid_params', 'The manifest is of fast-db, and not of slow-db.')
    const answer = await world.post(`${path}/manifests`, {})
    expectRefusal(answer, 422, 'invalid_params', 'Require params: contents.')
    expect(answer.body.error).toBe('Require params: contents.')
  })

  it('for a slug that is somebody else’s, or of the catalogue', async () => {
    await pushed()
    const answer = await push(manifestOf('fast-db'), {as: stranger})
    expectRefusal(answer, 403, 'forbidden', 'belongs to somebody else')
    expect(answer.body.error).toBe(answer.body.message)
    expectRefusal(await world.post('/api/v3/addons/heroku-postgresql/manifests', {contents: manifestOf('heroku-postgresql')}), 403, 'forbidden')
    for (const at of [`${path}/current_manifest`, `${path}/manifests`, partner]) expectRefusal(await world.get(at, {as: stranger}), 403, 'forbidden')
    for (const at of ['current_manifest', 'manifests']) expectRefusal(await world.get(`/api/v3/addons/no-db/${at}`), 404, 'not_found', "Couldn't find that add-on service.")
  })

  it('for a base that is stale, and changes nothing', async () => {
    const first = await pushed()
    const second = await pushed({...manifestOf('fast-db', {regions: ['us']}), $base: first.$base})
    const answer = await push({...manifestOf('fast-db', {regions: ['eu']}), $base: first.$base})
    expectRefusal(answer, 409, 'conflict', 'Pull it again')
    expect((await world.get(`${path}/current_manifest`)).body.contents).toEqual(second)
  })

  it('over http where others use the control plane too', async () => {
    const served = await createWorld({guarded: true})
    const headers = {authorization: `Bearer ${await served.tokenOf('admin@acme.example')}`}
    const contents = manifestOf('fast-db', {production: {base_url: 'http://localhost:4567/heroku/resources', sso_url: 'http://localhost:4567/sso'}})
    expectRefusal(await served.post(`${path}/manifests`, {contents}, {headers}), 422, 'invalid_params', 'calls https only')
    expect((await push(contents)).status).toBe(200)
    const operator = {authorization: `Bearer ${await served.tokenOf('admin@acme.example', undefined, ['global', 'operator'])}`}
    await served.patch('/control-plane/settings', {'private-partners': 1}, {headers: operator})
    expect((await served.post(`${path}/manifests`, {contents}, {headers})).status).toBe(200)
  })
})

describe('a manifest that was pushed', () => {
  it('is given back with its base, and stays in the history', async () => {
    const first = await pushed()
    expect(first).toEqual({...manifestOf('fast-db'), $base: 1})
    world.pass(60)
    const second = await pushed({...first, name: 'Faster DB'})
    const {body} = await world.get(`${path}/manifests`)
    expect(body.map(({contents}: {contents: unknown}) => contents)).toEqual([second, first])
    expect((await world.get(`${path}/manifests/${body[1].id}`)).body).toEqual(body[1])
    expectRefusal(await world.get(`${path}/manifests/nope`), 404, 'not_found', "Couldn't find that manifest.")
  })

  it('is in the catalogue: available where it says, with a plan that costs nothing', async () => {
    await pushed()
    expect((await world.get('/addon-services/fast-db')).body).toMatchObject({name: 'fast-db', human_name: 'Fast DB', state: 'beta', supported_generations: [{name: 'cedar'}]})
    const {body} = await world.get('/addon-services/fast-db/region-capabilities')
    expect(body.map(({region, supports_private_networking}: {region: {name: string}; supports_private_networking: boolean}) => [region.name, supports_private_networking]).sort()).toEqual([['us', false], ['virginia', false]])
    expect((await world.get('/addon-services/fast-db/plans')).body).toMatchObject([{name: 'fast-db:test', price: {cents: 0}, default: true}])
    await pushed(manifestOf('fast-db', {regions: ['*']}))
    expect((await world.get('/addon-services/fast-db/region-capabilities')).body).toHaveLength(12)
  })

  it('is refused where it is not available, naming where it is', async () => {
    await pushed()
    await world.space('tokyo-space', {region: 'tokyo'})
    await createApp(world, {name: 'my-app', space: 'tokyo-space'})
    expectRefusal(await world.post('/apps/my-app/addons', {plan: 'fast-db:test'}), 422, 'invalid_params', 'It is available in us and virginia.')
  })

  it('goes when the world is reset', async () => {
    await pushed()
    await world.post('/control-plane/actions/reset')
    expectRefusal(await world.get('/addon-services/fast-db'), 404, 'not_found')
  })
})

describe('the portal', () => {
  beforeEach(async () => {
    await pushed()
  })

  it('makes and changes plans, all or none', async () => {
    const plans = [{name: 'basic', cents: 2500, human_name: 'Basic', private_spaces: true, default: true}, {name: 'huge', cents: 100000, state: 'hidden'}]
    const {body} = await world.patch(partner, {plans, generations: ['cedar', 'fir']})
    expect(body).toMatchObject({slug: 'fast-db', generations: ['cedar', 'fir']})
    expect(body.plans.map((plan: Record<string, unknown>) => [plan['name'], plan['cents'], plan['private_spaces'], plan['state'], plan['default']])).toEqual([
      ['test', 0, null, 'public', false],
      ['basic', 2500, true, 'public', true],
      ['huge', 100000, null, 'hidden', false],
    ])
    expect((await world.get(partner)).body).toEqual(body)
    expect((await world.get('/plans/fast-db:basic')).body).toMatchObject({price: {cents: 2500, unit: 'month'}, default: true, space_default: true, visible: true})
    expectRefusal(await world.patch(partner, {plans: [{name: 'small', cents: 100}, {name: 'Wrong Name'}]}), 422, 'invalid_params', 'Plan name')
    expectRefusal(await world.patch(partner, {plans: [{name: 'small', cents: 1.5}]}), 422, 'invalid_params', 'The price of small is 1.5 cents')
    expectRefusal(await world.patch(partner, {plans: [{name: 'basic', default: false}]}), 422, 'invalid_params', 'Make another one the default')
    expectRefusal(await world.patch(partner, {generations: []}), 422, 'invalid_params', 'one generation at least')
    expect((await world.get(partner)).body).toEqual(body)
  })

  it('keeps a plan for its owner as long as it is invite-only', async () => {
    await world.patch(partner, {plans: [{name: 'secret', state: 'invite-only'}]})
    await createApp(world, {name: 'their-app'}, stranger)
    expectRefusal(await world.post('/apps/their-app/addons', {plan: 'fast-db:secret'}, {as: stranger}), 422, 'invalid_params', 'That add-on plan is only available to select users.')
  })

  it.each(['hidden', 'invite-only'])('lists a plan that is %s to its owner alone', async (state) => {
    await world.patch(partner, {plans: [{name: 'secret', state}]})
    const listed = async (as?: string) => (await world.get('/addon-services/fast-db/plans', as === undefined ? {} : {as})).body.map(({name}: {name: string}) => name)
    expect([await listed(), await listed(stranger)]).toEqual([['fast-db:test', 'fast-db:secret'], ['fast-db:test']])
    await createApp(world, {name: 'their-app'}, stranger)
    expect((await world.post('/apps/their-app/addons', {plan: 'fast-db:secre'}, {as: stranger})).body.message).not.toContain('secret')
  })
})
