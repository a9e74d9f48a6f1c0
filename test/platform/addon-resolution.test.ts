import {describe, expect, it} from 'vitest'
import {added, namesIn, worldWithApp} from '../helpers/addons.js'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, expectRefusal, stranger, viewer, type World} from '../helpers/world.js'

describe('add-ons are listed', () => {
  it('as far as the caller may view their apps', async () => {
    const world = await worldWithApp()
    await createApp(world, {name: 'plain-app', team: 'acme'})
    await createApp(world, {name: 'labs-app', team: 'acme-labs'})
    await createApp(world, {name: 'their-app', team: 'globex'}, stranger)
    for (const [app, name, as] of [['my-app', 'a1'], ['plain-app', 'a2'], ['labs-app', 'a3'], ['their-app', 'a4', stranger]] as const)
      await world.post(`/apps/${app}/addons`, {plan: 'newrelic', name}, as ? {as} : {})
    await addCollaborator(world, 'plain-app', collaborator)

    expect(namesIn(await world.get('/addons'))).toEqual(['a1', 'a2', 'a3'])
    expect(namesIn(await world.get('/addons', {as: viewer}))).toEqual(['a1', 'a2'])
    expect(namesIn(await world.get('/addons', {as: collaborator}))).toEqual(['a2'])
    expect(namesIn(await world.get('/users/~/addons', {as: stranger}))).toEqual(['a4'])
    expect(namesIn(await world.get('/teams/acme/addons'))).toEqual(['a1', 'a2'])
    expectRefusal(await world.get('/teams/acme/addons', {as: collaborator}), 403, 'forbidden', 'acme')
  })

  it('by app, with those of other apps that are attached to it', async () => {
    const world = await worldWithApp(null)
    await createApp(world, {name: 'other-app', team: 'acme'})
    await added(world, 'heroku-redis', {name: 'cache'})
    await added(world, 'newrelic', {name: 'apm'})
    await world.post('/addon-attachments', {addon: 'cache', app: 'other-app'})
    expect(namesIn(await world.get('/apps/my-app/addons'))).toEqual(['apm', 'cache'])
    expect((await world.get('/apps/other-app/addons')).body).toMatchObject([{name: 'cache', app: {name: 'my-app'}}])
  })

  it('in pages, by name', async () => {
    const world = await worldWithApp(null)
    for (const name of ['bb', 'aa', 'cc']) await added(world, 'heroku-redis', {name})
    const first = await world.get('/addons', {headers: {range: 'name ..; max=2'}})
    expect([first.status, namesIn(first)]).toEqual([206, ['aa', 'bb']])
    expect(namesIn(await world.get('/addons', {headers: {range: String(first.headers['next-range'])}}))).toEqual(['cc'])
  })
})

/** `cache` and `store` of `my-app`; `cache` is attached to `other-app` as SHARED too. */
async function worldWithTwo(): Promise<World> {
  const world = await worldWithApp(null)
  await createApp(world, {name: 'other-app', team: 'acme'})
  await added(world, 'heroku-redis', {name: 'cache'})
  await added(world, 'heroku-redis:premium-0', {name: 'store', attachment: {name: 'STORE'}})
  await world.post('/addon-attachments', {addon: 'cache', app: 'other-app', name: 'SHARED'})
  return world
}

describe('an add-on is found', () => {
  const resolve = async (world: World, addon: string, app: string | null, service?: string): Promise<string[]> =>
    namesIn(await world.post('/actions/addons/resolve', {addon, app, addon_service: service}))

  it.each([
    ['cache', 'my-app', ['cache']],
    ['REDIS', 'my-app', ['cache']],
    ['redis', 'my-app', ['cache']],
    ['STORE', 'my-app', ['store']],
    ['heroku-redis', 'my-app', ['cache', 'store']],
    ['heroku-redis:premium-0', 'my-app', ['store']],
    ['heroku-redis', 'other-app', ['cache']],
    ['SHARED', 'other-app', ['cache']],
    ['other-app::SHARED', 'my-app', ['cache']],
    ['my-app::heroku-redis', null, ['cache', 'store']],
    ['store', null, ['store']],
  ])('as %s in %s', async (addon, app, expected) => {
    expect(await resolve(await worldWithTwo(), addon, app)).toEqual(expected)
  })

  it.each([
    ['heroku-redis', null],
    ['REDIS', null],
    ['STORE', 'other-app'],
    ['store', 'other-app'],
    ['other-app::heroku-redis:premium-0', 'my-app'],
  ])('not as %s in %s', async (addon, app) => {
    const answer = await (await worldWithTwo()).post('/actions/addons/resolve', {addon, app})
    expectRefusal(answer, 404, 'not_found', "Couldn't find that add on.")
    expect(answer.body.resource).toBe('add_on')
  })

  it('by its id, and only of the service that is asked for', async () => {
    const world = await worldWithTwo()
    const {id} = (await world.get('/addons/cache')).body
    expect(await resolve(world, id, null)).toEqual(['cache'])
    expect(await resolve(world, id, 'my-app', 'heroku-redis')).toEqual(['cache'])
    expectRefusal(await world.post('/actions/addons/resolve', {addon: id, addon_service: 'newrelic'}), 404, 'not_found')
  })

  it('in no app that the caller cannot see', async () => {
    const answer = await (await worldWithTwo()).post('/actions/addons/resolve', {addon: 'cache', app: 'my-app'}, {as: stranger})
    expectRefusal(answer, 404, 'not_found', "Couldn't find that app.")
  })

  it('by path: id, name, attachment within an app, and app::ATTACHMENT', async () => {
    const world = await worldWithTwo()
    const {id} = (await world.get('/addons/cache')).body
    for (const path of [`/addons/${id}`, '/addons/other-app::SHARED', '/apps/my-app/addons/cache', '/apps/my-app/addons/redis', '/apps/other-app/addons/SHARED', `/apps/other-app/addons/${id}`])
      expect((await world.get(path)).body).toMatchObject({id, name: 'cache', app: {name: 'my-app'}})
    for (const path of ['/addons/REDIS', '/addons/my-app::SHARED', '/apps/other-app/addons/store', '/apps/other-app/addons/REDIS']) {
      const answer = await world.get(path)
      expectRefusal(answer, 404, 'not_found', "Couldn't find that add-on.")
      expect(answer.body.resource).toBe('addon')
    }
  })

  it("by the name of an attachment that is also the name of a stranger's add-on", async () => {
    const world = await worldWithTwo()
    await createApp(world, {name: 'their-app', team: 'globex'}, stranger)
    await world.post('/apps/their-app/addons', {plan: 'newrelic', name: 'STORE'}, {as: stranger})
    expect((await world.get('/apps/my-app/addons/STORE')).body.name).toBe('store')
  })
})

describe('an attachment is found', () => {
  it('by id, by name within its app, and as app::NAME', async () => {
    const world = await worldWithTwo()
    const {body} = await world.get('/apps/other-app/addon-attachments/shared')
    expect(body.name).toBe('SHARED')
    for (const path of [`/addon-attachments/${body.id}`, '/addon-attachments/other-app::SHARED', `/apps/other-app/addon-attachments/${body.id}`])
      expect((await world.get(path)).body).toEqual(body)
    for (const path of ['/addon-attachments/SHARED', '/apps/my-app/addon-attachments/SHARED', `/apps/my-app/addon-attachments/${body.id}`, '/addon-attachments/banana::SHARED']) {
      const answer = await world.get(path)
      expectRefusal(answer, 404, 'not_found', "Couldn't find that add-on attachment.")
      expect(answer.body.resource).toBe('add_on attachment')
    }
  })

  it.each([
    ['REDIS', 'my-app', ['REDIS']],
    ['redis', 'my-app', ['REDIS']],
    ['cache', 'my-app', ['REDIS']],
    ['heroku-redis', 'my-app', ['REDIS', 'STORE']],
    ['REDIS', 'my-app', ['REDIS']],
    ['heroku-redis:mini', 'other-app', ['SHARED']],
    ['store', null, ['STORE']],
    ['cache', null, ['REDIS', 'SHARED']],
    ['other-app::SHARED', null, ['SHARED']],
  ])('resolving %s in %s', async (addon_attachment, app, expected) => {
    const answer = await (await worldWithTwo()).post('/actions/addon-attachments/resolve', {addon_attachment, app})
    expect(answer.status).toBe(200)
    expect(namesIn(answer)).toEqual(expected)
  })

  it.each([
    ['REDIS', null, undefined],
    ['REDIS', 'other-app', undefined],
    ['heroku-redis', null, undefined],
    ['REDIS', 'my-app', 'newrelic'],
  ])('not by resolving %s in %s of %s', async (addon_attachment, app, addon_service) => {
    const answer = await (await worldWithTwo()).post('/actions/addon-attachments/resolve', {addon_attachment, app, addon_service})
    expectRefusal(answer, 404, 'not_found', "Couldn't find that add-on attachment.")
    expect(answer.body.resource).toBe('add_on attachment')
  })

  it('by nobody who cannot see its app', async () => {
    const world = await worldWithTwo()
    const {id} = (await world.get('/apps/other-app/addon-attachments/SHARED')).body
    expectRefusal(await world.get(`/addon-attachments/${id}`, {as: stranger}), 404, 'not_found', "Couldn't find that add-on attachment.")
    expectRefusal(await world.post('/actions/addon-attachments/resolve', {addon_attachment: id}, {as: stranger}), 404, 'not_found')
  })
})
