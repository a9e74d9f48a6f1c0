import {describe, expect, it} from 'vitest'
import {add, added, configOf, releasesOf, worldWithApp} from '../helpers/addons.js'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

describe('an add-on is not for', () => {
  const people: [string, number, string, string][] = [
    [member, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [viewer, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [collaborator, 404, 'not_found', "Couldn't find that app."],
    [stranger, 404, 'not_found', "Couldn't find that app."],
  ]
  it.each(people)('%s, to add, change or destroy', async (as, status, id, message) => {
    const world = await worldWithApp()
    expectRefusal(await add(world, 'newrelic', {}, as), status, id, message)
    const {name} = await added(world, 'newrelic')
    expectRefusal(await world.patch(`/apps/my-app/addons/${name}`, {name: 'mine'}, {as}), status, id, message)
    expectRefusal(await world.delete(`/apps/my-app/addons/${name}`, {as}), status, id, message)
    expect((await world.get(`/addons/${name}`)).body).toMatchObject({name, state: 'provisioned'})
  })

  it.each([collaborator, stranger])('%s, to see', async (as) => {
    const world = await worldWithApp()
    const {id, name} = await added(world, 'newrelic')
    for (const path of [`/addons/${name}`, `/addons/${id}`]) expectRefusal(await world.get(path, {as}), 404, 'not_found', "Couldn't find that add-on.")
    expectRefusal(await world.get(`/apps/my-app/addons/${name}`, {as}), 404, 'not_found', "Couldn't find that app.")
    expect((await world.get('/addons', {as})).body).toEqual([])
    expectRefusal(await world.post('/actions/addons/resolve', {addon: name}, {as}), 404, 'not_found', "Couldn't find that add on.")
  })

  it('somebody who may only deploy, as soon as it costs anything', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['deploy'])
    const message = 'You do not have the required access to the app my-app'
    expectRefusal(await add(world, 'heroku-postgresql', {}, member), 403, 'forbidden', message)
    const paid = await added(world, 'heroku-postgresql')
    expectRefusal(await world.delete(`/apps/my-app/addons/${paid.id}`, {as: member}), 403, 'forbidden', message)
    expectRefusal(await world.patch(`/apps/my-app/addons/${paid.id}`, {plan: 'heroku-postgresql:private-2'}, {as: member}), 403, 'forbidden', message)

    const free = await add(world, 'newrelic', {}, member)
    expect(free.status).toBe(201)
    expectRefusal(await world.patch(`/apps/my-app/addons/${free.body.id}`, {plan: 'newrelic:hawke'}, {as: member}), 403, 'forbidden', message)
    expect((await world.patch(`/apps/my-app/addons/${free.body.id}`, {name: 'my-apm'}, {as: member})).body.name).toBe('my-apm')
    expect((await world.delete('/apps/my-app/addons/my-apm', {as: member})).status).toBe(200)

    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: ['deploy', 'operate']})
    expect((await world.delete(`/apps/my-app/addons/${paid.id}`, {as: member})).status).toBe(200)
  })

  it('somebody who may operate an app that it is only attached to', async () => {
    const world = await worldWithApp()
    await createApp(world, {name: 'other-app', team: 'acme', space: 'my-space'})
    await addCollaborator(world, 'other-app', member, ['deploy', 'operate', 'manage'])
    const {name} = await added(world, 'heroku-redis')
    await world.post('/addon-attachments', {addon: name, app: 'other-app'})
    for (const request of [
      world.delete(`/apps/other-app/addons/${name}`, {as: member, body: {force: true}}),
      world.patch(`/apps/other-app/addons/${name}`, {name: 'mine'}, {as: member}),
    ])
      expectRefusal(await request, 403, 'forbidden', 'You do not have the required access to the app my-app')
  })
})

describe('an app in a space is refused', () => {
  const refused: [string, Record<string, unknown>, unknown, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['a plan nobody has', {}, 'heroku-postgresql:private-one', {}, /^Couldn't find either the add-on service or the add-on plan of "heroku-postgresql:private-one"\./],
    ['a typo', {}, {name: 'heroku-postgresql:privat-0'}, {}, 'of "heroku-postgresql:privat-0". Did you mean heroku-postgresql:private-0?'],
    ['a service nobody has', {}, 'new-relic', {}, 'of "new-relic". Did you mean newrelic?'],
    ['a plan without a name', {}, {name: ''}, {}, 'of ""'],
    ['a plan that is a number', {}, 5, {}, 'Invalid plan'],
    ['an id of nothing', {}, {id: '00000000-0000-4000-8000-000000000000'}, {}, '00000000-0000-4000-8000-000000000000'],
    ['what is not in its region', {region: 'tokyo'}, 'sendgrid', {}, 'The sendgrid add-on is not available in the tokyo region. It is available in us, virginia, oregon and montreal.'],
    ['what is not for its generation', {generation: 'fir'}, 'papertrail', {}, 'The papertrail add-on is not available for the fir generation.'],
    ['a shield plan', {}, 'heroku-postgresql:shield-0', {}, 'only available in Shield Private Spaces'],
    ['a private plan in a Shield space', {shield: true}, 'heroku-postgresql:private-0', {}, 'Choose a shield plan of heroku-postgresql.'],
    ['a private plan in another region', {}, 'heroku-postgresql:private-0', {config: {region: 'us'}}, 'cannot be given another region', /^The plan heroku-postgresql:private-0/],
    ['a data service in no region', {}, 'heroku-postgresql:standard-0', {config: {region: 'mars'}}, 'not available in the mars region', 'us, eu'],
    ['a name that is none', {}, 'newrelic', {name: '1apm'}, 'Name must start with a letter'],
    ['an attachment name that is none', {}, 'newrelic', {attachment: {name: 'my-apm'}}, 'uppercase letters, digits, and underscores'],
  ]
  it.each(refused)('%s', async (_, space, plan, wanted, ...named) => {
    const world = await worldWithApp(space)
    const before = await releasesOf(world)
    expectRefusal(await add(world, plan, wanted), 422, 'invalid_params', ...named)
    expect((await world.get('/addons')).body).toEqual([])
    expect(await releasesOf(world)).toEqual(before)
    expect(await configOf(world)).toEqual({})
  })

  it('without a plan', async () => {
    const world = await worldWithApp()
    expectRefusal(await world.post('/apps/my-app/addons', {}), 422, 'invalid_params', 'Require params: plan.')
  })
})

describe('an app outside spaces is refused', () => {
  it.each([
    ['heroku-postgresql:private-0', 'The plan heroku-postgresql:private-0 is only available for apps in a Private Space.'],
    ['heroku-redis:shield-7', 'The plan heroku-redis:shield-7 is only available for apps in a Shield Private Space.'],
  ])('%s', async (plan, message) => {
    expectRefusal(await add(await worldWithApp(null), plan), 422, 'invalid_params', message)
  })
})

describe('it is refused', () => {
  it('a second add-on of a service of which an app has one, and another app is not', async () => {
    const world = await worldWithApp(null)
    const {name} = await added(world, 'newrelic')
    expectRefusal(await add(world, 'newrelic:hawke', {name: 'second'}), 422, 'invalid_params', 'my-app already has the newrelic add-on', name)
    await createApp(world, {name: 'other-app', team: 'acme'})
    expect((await world.post('/apps/other-app/addons', {plan: 'newrelic'})).status).toBe(201)
  })

  it('a name that is taken, by an add-on of whomever', async () => {
    const world = await worldWithApp(null)
    await createApp(world, {name: 'their-app', team: 'globex'}, stranger)
    await world.post('/apps/their-app/addons', {plan: 'newrelic', name: 'apm'}, {as: stranger})
    expectRefusal(await add(world, 'papertrail', {name: 'apm'}), 422, 'invalid_params', 'Name apm is already taken')
  })
})

describe('add-on.create', () => {
  it('answers what the official client reads', async () => {
    const world = await worldWithApp()
    const addon = await added(world, {name: 'heroku-postgresql:private-0'})
    const app = (await world.get('/apps/my-app')).body
    expect(addon).toEqual({
      actions: [],
      addon_service: {id: expect.any(String), name: 'heroku-postgresql'},
      app: {id: app.id, name: 'my-app'},
      billed_price: {cents: 30_000, contract: false, metered: false, unit: 'month'},
      billing_entity: {id: app.id, name: 'my-app', type: 'app'},
      config_vars: ['DATABASE_URL'],
      created_at: '2026-01-01T00:01:00Z',
      id: expect.any(String),
      name: expect.stringMatching(/^postgresql-[a-z]+-\d{5}$/),
      plan: {id: expect.any(String), name: 'heroku-postgresql:private-0'},
      provider_id: expect.any(String),
      provision_message: '',
      state: 'provisioned',
      updated_at: '2026-01-01T00:01:00Z',
      web_url: `https://addons-sso.heroku.com/apps/${app.id}/addons/${addon.id}`,
    })
  })

  it('gives the plan and the service in full when they are asked for', async () => {
    const world = await worldWithApp()
    const expand = {headers: {'accept-expansion': 'addon_service,plan'}}
    const {body} = await world.post('/apps/my-app/addons', {plan: 'newrelic:wayne'}, expand)
    expect(body.plan).toEqual((await world.get('/plans/newrelic:wayne')).body)
    expect(body.addon_service).toEqual((await world.get('/addon-services/newrelic')).body)
    expect((await world.get('/apps/my-app/addons', expand)).body).toEqual([body])
  })

  it.each([
    ['outside spaces', null, 'heroku-postgresql:essential-0'],
    ['in a space', {}, 'heroku-postgresql:private-0'],
    ['in a Shield space', {shield: true}, 'heroku-postgresql:shield-0'],
    ['in a Fir space', {generation: 'fir'}, 'heroku-postgresql:private-0'],
  ])('takes the default plan of a service %s', async (_, space, plan) => {
    expect((await added(await worldWithApp(space), 'heroku-postgresql')).plan.name).toBe(plan)
  })

  it('takes a plan or a service by id', async () => {
    const world = await worldWithApp()
    const plan = (await world.get('/plans/heroku-redis:private-9')).body
    expect((await added(world, plan.id)).plan.name).toBe('heroku-redis:private-9')
    expect((await added(world, {id: plan.id})).plan.name).toBe('heroku-redis:private-9')
    expect((await added(world, plan.addon_service.id)).plan.name).toBe('heroku-redis:private-7')
  })

  it('sets config vars and makes a release that names the attachment', async () => {
    const world = await worldWithApp()
    await world.patch('/apps/my-app/config-vars', {KEPT: 'yes'})
    const inside = await added(world, 'heroku-postgresql')
    expect((await releasesOf(world)).at(-1)).toBe(`Attach DATABASE (@ref:${inside.name})`)
    expect(await configOf(world)).toEqual({
      KEPT: 'yes',
      DATABASE_URL: expect.stringMatching(new RegExp(`^postgres://u[0-9a-f]+:p[0-9a-f]+@${inside.name}\\.private\\.spacedock\\.example:5432/d[0-9a-f]+$`)),
    })
    const last = (await world.get('/apps/my-app/releases', {headers: {range: 'version ..; order=desc,max=1'}})).body[0]
    expect(last.addon_plan_names).toEqual(['heroku-postgresql:private-0'])

    const outside = await added(world, 'heroku-postgresql:standard-0', {confirm: 'my-app', attachment: {name: 'reports'}})
    expect(outside.config_vars).toEqual(['REPORTS_URL'])
    expect((await configOf(world)).REPORTS_URL).toContain(`@${outside.name}.spacedock.example:5432/`)
  })

  it('names the first attachment for its service, and the next ones by colours', async () => {
    const world = await worldWithApp()
    const first = await added(world, 'heroku-postgresql')
    const second = await added(world, 'heroku-postgresql')
    expect(first.config_vars).toEqual(['DATABASE_URL'])
    expect(second.config_vars).toEqual([expect.stringMatching(/^HEROKU_POSTGRESQL_[A-Z]+_URL$/)])
    const values = await configOf(world)
    expect(values[second.config_vars[0]]).toContain(second.name)
    expect(values.DATABASE_URL).toContain(first.name)
  })

  it('sets the whole names of a service that has them, or under the name it is attached as', async () => {
    const world = await worldWithApp()
    expect((await added(world, 'newrelic')).config_vars).toEqual(['NEW_RELIC_LICENSE_KEY', 'NEW_RELIC_LOG'])
    expect((await added(world, 'mailgun:starter', {attachment: {name: 'MAIL'}})).config_vars).toContain('MAIL_SMTP_SERVER')
    expect((await configOf(world)).NEW_RELIC_LOG).toBe('stdout')
    expect((await added(world, 'scheduler')).config_vars).toEqual([])
  })

  it('never makes up a host that might be there', async () => {
    const world = await worldWithApp()
    for (const plan of ['heroku-postgresql', 'heroku-redis', 'heroku-kafka', 'herokuconnect', 'newrelic', 'auth0', 'honeybadger', 'mailgun', 'cloudamqp', 'rediscloud', 'memcachier', 'sendgrid', 'papertrail'])
      await added(world, plan, {confirm: 'my-app'})
    for (const value of Object.values<string>(await configOf(world))) {
      expect(value).not.toBe('')
      for (const [host] of value.matchAll(/[\w-]+(?:\.[\w-]+)+/g)) expect(host).toMatch(/\.spacedock\.example$/)
    }
  })

  it('takes the name it is given', async () => {
    const world = await worldWithApp()
    expect((await added(world, 'heroku-redis', {name: 'My_Cache-1'})).name).toBe('My_Cache-1')
    expect((await configOf(world)).REDIS_URL).toContain('@my-cache-1.private.spacedock.example')
  })
})
