import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

const admin = 'admin@acme.example'
const names = (answer: {body: {name: string}[]}) => answer.body.map(({name}) => name).sort()

describe('app.create refuses', () => {
  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['a private region', {region: 'virginia'}, 'Region virginia is only available in Private Spaces.', 'us or eu'],
    ['a region nobody has', {region: 'euu'}, "Couldn't find that region.", 'Did you mean eu?'],
    ['a stack nobody has', {stack: 'heroku-25'}, "Couldn't find that stack.", 'heroku-24'],
    ['the stack of fir', {stack: 'cnb'}, 'not supported for the cedar generation'],
    ['a name that is too short', {name: 'ab'}, '3'],
    ['a name that is too long', {name: `a${'b'.repeat(30)}`}, '30'],
    ['upper case in a name', {name: 'My-App'}, 'lowercase letters'],
    ['a name that begins with a digit', {name: '1app'}, 'start with a letter'],
    ['an empty name', {name: ''}, '3'],
    ['a name that is a number', {name: 5}, 'name', 'a string', '5'],
    ['a region that is a list', {region: ['us']}, 'region', 'a list'],
  ]
  it.each(refused)('%s', async (_, wanted, ...named) => {
    const world = await createWorld()
    expectRefusal(await world.post('/apps', {name: 'my-app', ...wanted}), 422, 'invalid_params', ...named)
    expect((await world.get('/apps')).body).toEqual([])
  })

  it("a name that is taken, even by somebody else's app", async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await world.post('/apps', {name: 'my-app'}, {as: stranger}), 422, 'invalid_params', 'Name my-app is already taken')
  })
})

describe('an app of a team', () => {
  const everything: [string, 'DELETE' | 'PATCH', Record<string, unknown>][] = [
    ['renamed', 'PATCH', {name: 'other-app'}],
    ['put into maintenance', 'PATCH', {maintenance: true}],
    ['given another stack', 'PATCH', {build_stack: 'heroku-22'}],
    ['destroyed', 'DELETE', {}],
  ]
  const cases = everything.flatMap(([done, method, body]) => [member, viewer].map((as) => [done, as, method, body] as const))
  it.each(cases)('is not %s by %s, who may only view it', async (_, as, method, body) => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await world.request(method, '/apps/my-app', {as, body}), 403, 'forbidden', 'You do not have the required access to the app my-app')
    expect((await world.get('/apps/my-app')).body).toEqual((await world.get(`/apps/${app.id}`)).body)
    expect((await world.get('/apps/my-app')).body).toMatchObject({maintenance: false, build_stack: {name: 'heroku-24'}})
  })

  it.each([collaborator, stranger])('is not there for %s', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    for (const [, method, body] of everything)
      expectRefusal(await world.request(method, '/apps/my-app', {as, body}), 404, 'not_found', "Couldn't find that app.")
    expectRefusal(await world.get('/apps/my-app', {as}), 404, 'not_found', "Couldn't find that app.")
  })

  const permitted: [string, Record<string, unknown>, string[]][] = [
    ['deploy', {build_stack: 'heroku-22'}, ['view', 'operate']],
    ['operate', {maintenance: true}, ['view', 'deploy']],
    ['manage', {name: 'other-app'}, ['view', 'deploy', 'operate']],
  ]
  it.each(permitted)('takes %s for %j', async (permission, change, others) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    await addCollaborator(world, 'my-app', member, others)
    expectRefusal(await world.patch('/apps/my-app', change, {as: member}), 403, 'forbidden', 'my-app')
    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: [permission]})
    expect((await world.patch('/apps/my-app', change, {as: member})).status).toBe(200)
  })

  it('changes nothing when one of two changes is not permitted', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    await addCollaborator(world, 'my-app', member, ['operate'])
    expectRefusal(await world.patch('/apps/my-app', {maintenance: true, name: 'other-app'}, {as: member}), 403, 'forbidden')
    expect((await world.get('/apps/my-app')).body.maintenance).toBe(false)
  })
})

describe('app.update refuses', () => {
  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['a name against the rules', {name: 'my_app'}, 'lowercase letters'],
    ['a name that is taken', {name: 'their-app'}, 'Name their-app is already taken'],
    ['a stack of another generation', {build_stack: 'cnb'}, 'cedar'],
    ['a stack that is a number', {build_stack: 24}, 'build_stack'],
    ['a maintenance mode that is a word', {maintenance: 'on'}, 'maintenance', 'true or false'],
  ]
  it.each(refused)('%s', async (_, change, ...named) => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'})
    await createApp(world, {name: 'their-app'}, stranger)
    expectRefusal(await world.patch('/apps/my-app', change), 422, 'invalid_params', ...named)
    expect((await world.get('/apps/my-app')).body).toEqual(app)
  })
})

describe('a personal app', () => {
  it('runs in the common runtime, in us, on the default stack, and is its creator’s', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'}, member)
    expect(app).toMatchObject({
      build_stack: {name: 'heroku-24'},
      create_status: 'complete',
      generation: {name: 'cedar'},
      git_url: 'https://git.heroku.com/my-app.git',
      internal_routing: false,
      name: 'my-app',
      organization: null,
      owner: {email: member},
      region: {name: 'us'},
      released_at: '2026-01-01T00:00:00Z',
      space: null,
      stack: {name: 'heroku-24'},
      team: null,
    })
    expect(app.web_url).toMatch(/^https:\/\/my-app-[0-9a-f]{12}\.herokuapp\.com\/$/)
  })

  it.each(['eu', 'ed30241c-ed8c-4bb6-9714-61953675d0b4'])('runs in the region %s when that is asked for', async (region) => {
    const world = await createWorld()
    expect((await createApp(world, {name: 'my-app', region})).region.name).toBe('eu')
  })

  it('is given a name of its own when it has none', async () => {
    const world = await createWorld()
    const made = [await world.post('/apps', {}), await world.post('/apps', {name: null}), await world.post('/apps')]
    for (const {body} of made) expect(body.name).toMatch(/^[a-z]+-[a-z]+-\d{5}$/)
    expect(new Set(made.map(({body}) => body.name)).size).toBe(3)
  })

  it('keeps the suffix of its web address when it is renamed', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'})
    world.pass(60)
    const {body} = await world.patch('/apps/my-app', {name: 'other-app'})
    expect(body).toEqual({
      ...app,
      git_url: 'https://git.heroku.com/other-app.git',
      name: 'other-app',
      updated_at: '2026-01-01T00:01:00Z',
      web_url: app.web_url.replace('my-app', 'other-app'),
    })
    expectRefusal(await world.get('/apps/my-app'), 404, 'not_found', "Couldn't find that app.")
  })

  it('is as it was when it is renamed to its own name, or nothing is asked for', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'})
    world.pass(60)
    expect((await world.patch('/apps/my-app', {name: 'my-app'})).body).toEqual(app)
    expect((await world.patch('/apps/my-app', {})).body).toEqual(app)
  })

  it('keeps the stack it runs on until the next build', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    const {body} = await world.patch('/apps/my-app', {build_stack: {name: 'heroku-22'}})
    expect(body).toMatchObject({build_stack: {name: 'heroku-22'}, stack: {name: 'heroku-24'}})
  })

  it('is gone with its releases when it is destroyed, and its name is free', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'})
    const destroyed = await world.delete('/apps/my-app')
    expect(destroyed.status).toBe(200)
    expect(destroyed.body).toEqual(app)
    expectRefusal(await world.get('/apps/my-app/releases'), 404, 'not_found', "Couldn't find that app.")
    await createApp(world, {name: 'my-app'}, stranger)
  })

  it('gives its generation as an object to version 3 and as a name to the variants', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    const accept = 'application/vnd.heroku+json; version=3.sdk'
    expect((await world.get('/apps/my-app')).body.generation).toMatchObject({name: 'cedar'})
    expect((await world.get('/apps/my-app', {headers: {accept}})).body.generation).toBe('cedar')
  })
})

describe('the list of apps', () => {
  async function populated() {
    const world = await createWorld()
    await createApp(world, {name: 'admins-own'})
    await createApp(world, {name: 'members-own'}, member)
    await createApp(world, {name: 'strangers-own'}, stranger)
    await createApp(world, {name: 'acme-app', team: 'acme'})
    await createApp(world, {name: 'acme-shared', team: 'acme'})
    await addCollaborator(world, 'acme-shared', collaborator)
    await addCollaborator(world, 'acme-shared', member)
    return world
  }

  const seen: [string, string[], string[]][] = [
    [admin, ['acme-app', 'acme-shared', 'admins-own'], ['admins-own']],
    [member, ['acme-app', 'acme-shared', 'members-own'], ['acme-shared', 'members-own']],
    [viewer, ['acme-app', 'acme-shared'], []],
    [collaborator, ['acme-shared'], ['acme-shared']],
    [stranger, ['strangers-own'], ['strangers-own']],
  ]
  it.each(seen)('holds for %s what they may see: %j, of which their own are %j', async (as, all, own) => {
    const world = await populated()
    expect(names(await world.get('/apps', {as}))).toEqual(all)
    expect(names(await world.get('/users/~/apps', {as}))).toEqual(own)
  })

  it('of another account is not there', async () => {
    const world = await createWorld()
    expectRefusal(await world.get(`/users/${admin}/apps`, {as: member}), 404, 'not_found', "Couldn't find that account.")
  })

  it('comes in pages', async () => {
    const world = await populated()
    const first = await world.get('/apps', {headers: {range: 'name ..; max=2'}})
    expect([first.status, names(first)]).toEqual([206, ['acme-app', 'acme-shared']])
    const second = await world.get('/apps', {headers: {range: first.headers['next-range'] ?? ''}})
    expect([second.status, names(second)]).toEqual([200, ['admins-own']])
  })
})
