import {describe, expect, it} from 'vitest'
import {added, configOf, releasesOf, worldWithApp} from '../helpers/addons.js'
import {createApp} from '../helpers/apps.js'
import {expectRefusal} from '../helpers/world.js'

describe('an add-on that takes time', () => {
  const slow = async () => {
    const world = await worldWithApp()
    await world.patch('/control-plane/settings', {provisioning: 60})
    return {world, addon: await added(world, 'heroku-postgresql')}
  }

  it('is provisioning, then provisioned', async () => {
    const {world, addon} = await slow()
    expect(addon).toMatchObject({state: 'provisioning', config_vars: []})
    world.pass(59)
    expect((await world.get(`/addons/${addon.id}`)).body.state).toBe('provisioning')
    world.pass(1)
    expect((await world.get(`/addons/${addon.id}`)).body).toMatchObject({state: 'provisioned', config_vars: ['DATABASE_URL']})
  })

  it('shows its config vars only then, whatever else happens meanwhile', async () => {
    const {world} = await slow()
    const version = (await releasesOf(world)).length
    expect(await configOf(world)).toEqual({})
    expect((await world.get(`/apps/my-app/releases/${version}/config-vars`)).body).toEqual({})
    expect((await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})).body).toEqual({FOO: 'bar'})
    expectRefusal(await world.patch('/apps/my-app/config-vars', {DATABASE_URL: 'mine'}), 422, 'invalid_params', 'DATABASE_URL')
    world.pass(60)
    expect(await configOf(world)).toEqual({FOO: 'bar', DATABASE_URL: expect.stringContaining('postgres://')})
    expect((await world.get(`/apps/my-app/releases/${version}/config-vars`)).body).toHaveProperty('DATABASE_URL')
  })

  it('leaves nothing when it is destroyed before', async () => {
    const {world, addon} = await slow()
    expect((await world.delete(`/apps/my-app/addons/${addon.id}`)).body.state).toBe('deprovisioned')
    world.pass(60)
    expect(await configOf(world)).toEqual({})
  })
})

describe('add-on.update', () => {
  it.each([
    ['the plan it has', 'heroku-redis:private-7', 'already has the plan heroku-redis:private-7'],
    ['a plan outside the space', 'heroku-redis:premium-0', 'cannot change to heroku-redis:premium-0'],
    ['a shield plan', 'heroku-redis:shield-7', 'only available in Shield Private Spaces'],
    ['a plan of another service', {name: 'heroku-postgresql:private-0'}, 'cannot change to heroku-postgresql:private-0, a plan of heroku-postgresql'],
    ['a plan nobody has', {name: 'heroku-redis:private-8'}, /^Couldn't find either the add-on.*Did you mean heroku-redis:private-/],
    ['no plan', {name: ''}, "Couldn't find either the add-on"],
  ])('refuses %s', async (_, plan, message) => {
    const world = await worldWithApp()
    const {id} = await added(world, 'heroku-redis')
    expectRefusal(await world.patch(`/apps/my-app/addons/${id}`, {plan}), 422, 'invalid_params', message)
    expect((await world.get(`/addons/${id}`)).body.plan.name).toBe('heroku-redis:private-7')
  })

  it.each([
    ['1st', 'Name must start with a letter'],
    ['taken', 'Name taken is already taken'],
  ])('refuses the name %s', async (name, message) => {
    const world = await worldWithApp()
    await added(world, 'newrelic', {name: 'taken'})
    const {id} = await added(world, 'heroku-redis', {name: 'cache'})
    expectRefusal(await world.patch(`/apps/my-app/addons/${id}`, {name}), 422, 'invalid_params', message)
    expect((await world.get(`/addons/${id}`)).body.name).toBe('cache')
  })

  it.each([['heroku-redis:private-9'], ['private-9'], [{name: 'heroku-redis:private-9'}]])('changes the plan, given as %o', async (plan) => {
    const world = await worldWithApp()
    const {id} = await added(world, 'heroku-redis')
    const before = await configOf(world)
    world.pass(5)
    const {body} = await world.patch(`/apps/my-app/addons/${id}`, {plan}, {headers: {'accept-expansion': 'plan'}})
    expect(body).toMatchObject({
      billed_price: {cents: 180_000},
      plan: {name: 'heroku-redis:private-9', price: {cents: 180_000}},
      state: 'provisioned',
      updated_at: '2026-01-01T00:01:05Z',
    })
    expect(await configOf(world)).toEqual(before)
  })

  it('renames, and the old name is free', async () => {
    const world = await worldWithApp()
    const {id} = await added(world, 'heroku-redis', {name: 'cache'})
    expect((await world.patch(`/apps/my-app/addons/${id}`, {name: 'store'})).body).toMatchObject({id, name: 'store'})
    expectRefusal(await world.get('/addons/cache'), 404, 'not_found', "Couldn't find that add-on.")
    expect((await added(world, 'newrelic', {name: 'cache'})).name).toBe('cache')
  })

  it('changes nothing when it has nothing to change', async () => {
    const world = await worldWithApp()
    const before = await added(world, 'heroku-redis', {name: 'cache'})
    world.pass(5)
    for (const change of [{}, {name: 'cache'}]) expect((await world.patch('/apps/my-app/addons/cache', change)).body).toEqual(before)
  })
})

describe('add-on.delete', () => {
  it('takes its config vars with it, in a release', async () => {
    const world = await worldWithApp()
    await world.patch('/apps/my-app/config-vars', {KEPT: 'yes'})
    const {id, name} = await added(world, 'heroku-redis')
    expect((await world.delete(`/apps/my-app/addons/${id}`)).body).toMatchObject({id, name, state: 'deprovisioned'})
    expect(await configOf(world)).toEqual({KEPT: 'yes'})
    expect((await releasesOf(world)).at(-1)).toBe(`Detach REDIS (@ref:${name})`)
    expectRefusal(await world.get(`/addons/${name}`), 404, 'not_found', "Couldn't find that add-on.")
    expectRefusal(await world.delete(`/apps/my-app/addons/${name}`), 404, 'not_found')
    expect((await world.get('/apps/my-app/addon-attachments')).body).toEqual([])
  })

  const shared = async () => {
    const world = await worldWithApp()
    await createApp(world, {name: 'other-app', team: 'acme', space: 'my-space'})
    const addon = await added(world, 'heroku-redis', {name: 'cache'})
    await world.post('/addon-attachments', {addon: 'cache', app: 'other-app', name: 'SHARED'})
    return {world, addon}
  }

  it.each([undefined, {}, {force: false}])('refuses what is attached elsewhere, with %o', async (body) => {
    const {world} = await shared()
    expectRefusal(await world.delete('/apps/my-app/addons/cache', {body}), 422, 'invalid_params', 'cache is also attached to other-app: detach it there first')
    expect((await configOf(world, 'other-app')).SHARED_URL).toContain('@cache.private')
  })

  it('detaches it everywhere by force', async () => {
    const {world} = await shared()
    expect((await world.delete('/apps/my-app/addons/cache', {body: {force: true}})).body.state).toBe('deprovisioned')
    expect([await configOf(world), await configOf(world, 'other-app')]).toEqual([{}, {}])
    expect((await releasesOf(world, 'other-app')).at(-1)).toBe('Detach SHARED (@ref:cache)')
    expect((await releasesOf(world)).at(-1)).toBe('Detach REDIS (@ref:cache)')
  })

  it('happens when its app is destroyed, to the other apps too', async () => {
    const {world} = await shared()
    expect((await world.delete('/apps/my-app')).status).toBe(200)
    expectRefusal(await world.get('/addons/cache'), 404, 'not_found')
    expect(await configOf(world, 'other-app')).toEqual({})
    expect((await releasesOf(world, 'other-app')).at(-1)).toBe('Detach SHARED (@ref:cache)')
  })
})
