import {describe, expect, it} from 'vitest'
import {add, added, configOf, releasesOf, worldWithApp} from '../helpers/addons.js'
import {expectRefusal} from '../helpers/world.js'

const notNetworked = 'This add-on is not automatically networked with this Private Space. '

describe('a data store that will not be in the space', () => {
  it.each([
    ['heroku-postgresql:standard-0', {}],
    ['heroku-postgresql:standard-4', {config: {region: 'us'}}],
    ['heroku-redis:premium-0', {}],
    ['rediscloud', {}],
  ])('%s %o has to be confirmed', async (plan, wanted) => {
    const world = await worldWithApp()
    for (const confirm of [undefined, null, '', 'other-app', 'MY-APP']) {
      const answer = await add(world, plan, {...wanted, confirm})
      expectRefusal(answer, 423, 'confirmation_required')
      expect(answer.body.message).toBe(notNetworked)
      expect(answer.headers['x-confirmation-required']).toBe('my-app')
    }
    expect((await world.get('/addons')).body).toEqual([])
    expect((await add(world, plan, {...wanted, confirm: 'my-app'})).status).toBe(201)
  })

  it.each(['heroku-postgresql:private-0', 'heroku-postgresql', 'newrelic', 'scheduler', 'honeybadger'])('is not %s', async (plan) => {
    expect((await add(await worldWithApp(), plan)).status).toBe(201)
  })

  it('is nothing outside spaces', async () => {
    expect((await add(await worldWithApp(null), 'heroku-postgresql:standard-0')).status).toBe(201)
  })
})

describe('what is there already', () => {
  const taken = async () => {
    const world = await worldWithApp(null)
    await added(world, 'heroku-postgresql', {name: 'old'})
    await world.patch('/apps/my-app/config-vars', {CACHE_URL: 'redis://by-hand'})
    return world
  }

  it('an attachment, is replaced only when confirmed', async () => {
    const world = await taken()
    const before = await configOf(world)
    const wanted = {name: 'new', attachment: {name: 'database'}}
    const refused = await add(world, 'heroku-postgresql', wanted)
    expectRefusal(refused, 423, 'confirmation_required')
    expect(refused.body.message).toBe('The attachment DATABASE of my-app to old will be replaced.')
    expectRefusal(await add(world, 'heroku-postgresql', {...wanted, confirm: 'old'}), 423, 'confirmation_required')
    expect(await configOf(world)).toEqual(before)

    expect((await add(world, 'heroku-postgresql', {...wanted, confirm: 'my-app'})).status).toBe(201)
    expect((await configOf(world)).DATABASE_URL).toContain('@new.spacedock.example')
    expect((await releasesOf(world)).slice(-2)).toEqual(['Detach DATABASE (@ref:old)', 'Attach DATABASE (@ref:new)'])
    expect((await world.get('/addons/old')).body).toMatchObject({state: 'provisioned', config_vars: []})
  })

  it('a config var set by hand, is overwritten only when confirmed', async () => {
    const world = await taken()
    const wanted = {attachment: {name: 'CACHE'}}
    expectRefusal(await add(world, 'heroku-redis', wanted), 423, 'confirmation_required', 'The value of CACHE_URL on my-app will be overwritten.')
    expect((await configOf(world)).CACHE_URL).toBe('redis://by-hand')
    expect((await add(world, 'heroku-redis', {...wanted, confirm: 'my-app'})).status).toBe(201)
    expect((await configOf(world)).CACHE_URL).toMatch(/^rediss:/)
  })
})
