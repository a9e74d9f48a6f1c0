import {describe, expect, it} from 'vitest'
import {added, configOf, namesIn, releasesOf, worldWithApp} from '../helpers/addons.js'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {type Answer, collaborator, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

/** `cache`, a shareable add-on of `my-app`, attached there as REDIS; and `other-app` beside it. */
async function worldWithCache(space: Record<string, unknown> | null = null): Promise<World> {
  const world = await worldWithApp(space)
  await createApp(world, {name: 'other-app', team: 'acme', ...(space && {space: 'my-space'})})
  await added(world, 'heroku-redis', {name: 'cache'})
  return world
}

const attach = (world: World, wanted: Record<string, unknown> = {}, as?: string): Promise<Answer> =>
  world.post('/addon-attachments', {addon: 'cache', app: 'other-app', ...wanted}, as === undefined ? {} : {as})

describe('an attachment is not for', () => {
  const people: [string, number, string, string][] = [
    [member, 403, 'forbidden', 'You do not have the required access to the app other-app'],
    [viewer, 403, 'forbidden', 'You do not have the required access to the app other-app'],
    [collaborator, 404, 'not_found', "Couldn't find that add-on."],
    [stranger, 404, 'not_found', "Couldn't find that add-on."],
  ]
  it.each(people)('%s, to make', async (as, status, id, message) => {
    const world = await worldWithCache()
    expectRefusal(await attach(world, {}, as), status, id, message)
    expect(await configOf(world, 'other-app')).toEqual({})
  })

  it.each([
    [member, 403, 'forbidden', 'You do not have the required access to the app other-app'],
    [viewer, 403, 'forbidden', 'You do not have the required access to the app other-app'],
    [collaborator, 404, 'not_found', "Couldn't find that add-on attachment."],
    [stranger, 404, 'not_found', "Couldn't find that add-on attachment."],
  ] as const)('%s, to remove', async (as, status, id, message) => {
    const world = await worldWithCache()
    const attachment = (await attach(world)).body
    expectRefusal(await world.delete(`/addon-attachments/${attachment.id}`, {as}), status, id, message)
    expect(await configOf(world, 'other-app')).toHaveProperty('REDIS_URL')
  })

  it('somebody who may deploy the app but not read the config vars that it would bring there', async () => {
    const world = await worldWithCache()
    await addCollaborator(world, 'other-app', member, ['deploy'])
    expectRefusal(await attach(world, {}, member), 403, 'forbidden', 'You do not have the required access to the app my-app')
    await addCollaborator(world, 'my-app', member, ['deploy'])
    expect((await attach(world, {}, member)).status).toBe(201)
  })
})

describe('an add-on is not attached', () => {
  it.each([
    ['when there is none', {addon: 'banana'}, 404, 'not_found', "Couldn't find that add-on."],
    ['to an app that is not there', {app: 'banana'}, 404, 'not_found', "Couldn't find that app."],
    ['without an add-on', {addon: undefined}, 422, 'invalid_params', 'Require params: addon.'],
    ['to an app without a name', {app: ''}, 422, 'invalid_params', 'Require params: app.'],
    ['under a name that is none', {name: 'my-cache'}, 422, 'invalid_params', 'uppercase letters, digits, and underscores'],
    ['again under the same name', {app: 'my-app', name: 'redis'}, 422, 'invalid_params', 'cache is already attached to my-app as REDIS.'],
  ])('%s', async (_, wanted, status, id, message) => {
    const world = await worldWithCache()
    expectRefusal(await attach(world, wanted), status, id, message)
    expect((await world.get('/addon-attachments')).body).toHaveLength(1)
  })

  it('to another app when its service cannot be shared', async () => {
    const world = await worldWithCache()
    await added(world, 'newrelic', {name: 'apm'})
    expectRefusal(await attach(world, {addon: 'apm'}), 422, 'invalid_params', 'The newrelic add-on cannot be shared', 'my-app')
    expect((await attach(world, {addon: 'apm', app: 'my-app'})).body.name).toMatch(/^NEWRELIC_[A-Z]+$/)
  })

  it('to an app outside the space that it runs in', async () => {
    const world = await worldWithCache({})
    await world.space('far-space', {region: 'tokyo'})
    await createApp(world, {name: 'plain-app', team: 'acme'})
    await createApp(world, {name: 'far-app', team: 'acme', space: 'far-space'})
    for (const app of ['plain-app', 'far-app'])
      expectRefusal(await attach(world, {app}), 422, 'invalid_params', 'cache runs inside the space my-space and can only be attached to apps in it.')
    expect((await attach(world)).status).toBe(201)
  })

  it('where another attachment sets the same config var, confirmed or not', async () => {
    const world = await worldWithCache()
    await added(world, 'mailgun', {attachment: {name: 'MAIL'}})
    const answer = await world.post('/apps/my-app/addons', {plan: 'sendgrid', attachment: {name: 'MAIL_SMTP'}, confirm: 'my-app'})
    expectRefusal(answer, 422, 'invalid_params', 'The config var MAIL_SMTP_PASSWORD of my-app is set by the attachment MAIL already.')
  })

  it('in place of what is there, unless that is confirmed', async () => {
    const world = await worldWithCache()
    await world.patch('/apps/other-app/config-vars', {REDIS_URL: 'by hand'})
    for (const confirm of [undefined, 'my-app', 'cache'])
      expectRefusal(await attach(world, {confirm}), 423, 'confirmation_required', 'The value of REDIS_URL on other-app will be overwritten.')
    expect(await configOf(world, 'other-app')).toEqual({REDIS_URL: 'by hand'})
    const answer = await attach(world, {confirm: 'other-app'})
    expect(answer.status).toBe(201)
    expect((await configOf(world, 'other-app')).REDIS_URL).toContain('@cache.')
  })
})

describe('an attachment', () => {
  it('answers what the official client reads, in form', async () => {
    const world = await worldWithCache()
    const addon = (await world.get('/addons/cache')).body
    const other = (await world.get('/apps/other-app')).body
    const answer = await attach(world, {addon: {name: 'cache'}, app: {name: 'other-app'}, name: 'shared'})
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      addon: {id: addon.id, name: 'cache', app: addon.app},
      app: {id: other.id, name: 'other-app'},
      created_at: '2026-01-01T00:00:00Z',
      id: expect.any(String),
      log_input_url: null,
      name: 'SHARED',
      namespace: null,
      updated_at: '2026-01-01T00:00:00Z',
      web_url: `https://addons-sso.heroku.com/apps/${other.id}/addons/${addon.id}`,
    })
  })

  it('shares the value under its own name, in a release of its app', async () => {
    const world = await worldWithCache()
    await attach(world, {name: 'SHARED'})
    await attach(world, {app: 'my-app', name: 'SECOND'})
    const {REDIS_URL, SECOND_URL} = await configOf(world)
    expect(SECOND_URL).toBe(REDIS_URL)
    expect(await configOf(world, 'other-app')).toEqual({SHARED_URL: REDIS_URL})
    expect((await releasesOf(world, 'other-app')).at(-1)).toBe('Attach SHARED (@ref:cache)')
    expect((await world.get('/addons/cache')).body.config_vars.toSorted()).toEqual(['REDIS_URL', 'SECOND_URL'])
  })

  it('has its plan and config vars with it when they are asked for', async () => {
    const world = await worldWithCache()
    const [plain] = (await world.get('/apps/my-app/addon-attachments')).body
    expect(plain).not.toHaveProperty('config_vars')
    expect(plain.addon).not.toHaveProperty('plan')
    const [full] = (await world.get('/apps/my-app/addon-attachments', {headers: {'accept-inclusion': 'addon:plan,config_vars'}})).body
    expect(full.config_vars).toEqual(['REDIS_URL'])
    expect(full.addon.plan.name).toBe('heroku-redis:mini')
  })

  it('of an add-on that is being provisioned shows no config vars on any app', async () => {
    const world = await worldWithCache()
    await world.patch('/control-plane/settings', {provisioning: 60})
    await added(world, 'heroku-postgresql', {name: 'slow'})
    await attach(world, {addon: 'slow'})
    expect(await configOf(world, 'other-app')).toEqual({})
    world.pass(60)
    expect(await configOf(world, 'other-app')).toHaveProperty('DATABASE_URL')
  })

  it('replaces another when that is confirmed', async () => {
    const world = await worldWithCache()
    await added(world, 'heroku-redis', {name: 'store', attachment: {name: 'STORE'}})
    const {body} = await attach(world, {addon: 'store', app: 'my-app', name: 'REDIS', confirm: 'my-app'})
    expect(body).toMatchObject({name: 'REDIS', addon: {name: 'store'}})
    const {REDIS_URL, STORE_URL} = await configOf(world)
    expect(REDIS_URL).toBe(STORE_URL)
    expect((await releasesOf(world)).slice(-2)).toEqual(['Detach REDIS (@ref:cache)', 'Attach REDIS (@ref:store)'])
  })

  it('keeps its config vars from being changed by hand', async () => {
    const world = await worldWithCache()
    for (const value of ['mine', null])
      expectRefusal(await world.patch('/apps/my-app/config-vars', {REDIS_URL: value}), 422, 'invalid_params', 'REDIS_URL')
  })

  it('keeps its namespace', async () => {
    const {body} = await attach(await worldWithCache(), {namespace: 'role:analytics'})
    expect(body.namespace).toBe('role:analytics')
  })
})

describe('detaching', () => {
  it('takes the config vars away, in a release', async () => {
    const world = await worldWithCache()
    const {id} = (await attach(world, {name: 'SHARED'})).body
    const answer = await world.delete(`/addon-attachments/${id}`)
    expect([answer.status, answer.body.name]).toEqual([200, 'SHARED'])
    expect(await configOf(world, 'other-app')).toEqual({})
    expect((await releasesOf(world, 'other-app')).at(-1)).toBe('Detach SHARED (@ref:cache)')
    expectRefusal(await world.delete(`/addon-attachments/${id}`), 404, 'not_found', "Couldn't find that add-on attachment.")
    expect(await configOf(world)).toHaveProperty('REDIS_URL')
  })

  it('leaves the add-on attached to the app that pays for it', async () => {
    const world = await worldWithCache()
    await attach(world)
    const [last] = (await world.get('/apps/my-app/addon-attachments')).body
    expectRefusal(
      await world.delete(`/addon-attachments/${last.id}`),
      422,
      'invalid_params',
      'Cannot destroy last attachment to billing app for resource cache. Destroy the add-on itself',
    )
    await attach(world, {app: 'my-app', name: 'SECOND'})
    expect((await world.delete(`/addon-attachments/${last.id}`)).status).toBe(200)
    expect(Object.keys(await configOf(world))).toEqual(['SECOND_URL'])
  })
})

describe('attachments are listed', () => {
  it('as far as the caller may view their apps, in pages', async () => {
    const world = await worldWithCache()
    await attach(world, {name: 'SHARED'})
    expect(namesIn(await world.get('/addon-attachments'))).toEqual(['REDIS', 'SHARED'])
    expect(namesIn(await world.get('/addon-attachments', {as: viewer}))).toEqual(['REDIS', 'SHARED'])
    expect(namesIn(await world.get('/addon-attachments', {as: stranger}))).toEqual([])
    await addCollaborator(world, 'other-app', collaborator)
    expect(namesIn(await world.get('/addon-attachments', {as: collaborator}))).toEqual(['SHARED'])
    const first = await world.get('/addon-attachments', {headers: {range: 'name ..; max=1'}})
    expect([first.status, namesIn(first)]).toEqual([206, ['REDIS']])
  })

  it('by app and by add-on', async () => {
    const world = await worldWithCache()
    await attach(world, {name: 'SHARED'})
    expect(namesIn(await world.get('/apps/other-app/addon-attachments'))).toEqual(['SHARED'])
    expect(namesIn(await world.get('/addons/cache/addon-attachments'))).toEqual(['REDIS', 'SHARED'])
    expectRefusal(await world.get('/addons/cache/addon-attachments', {as: stranger}), 404, 'not_found', "Couldn't find that add-on.")
  })
})
