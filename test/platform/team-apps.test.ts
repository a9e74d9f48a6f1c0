import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const names = (answer: {body: {name: string}[]}) => answer.body.map(({name}) => name).sort()

/** Lets somebody create apps in a space. */
const grant = (world: World, space: string, email: string) =>
  world.patch(`/spaces/${space}/members/${email}`, {permissions: [{name: 'create_apps'}]})

async function worldWithSpace(wanted: Record<string, unknown> = {}) {
  const world = await createWorld()
  await world.space('my-space', wanted)
  return world
}

describe('team-app.create in a space refuses', () => {
  const people: [string, number, string, string][] = [
    [member, 403, 'forbidden', 'You do not have access to the space my-space.'],
    [viewer, 403, 'forbidden', 'You do not have access to the space my-space.'],
    [collaborator, 404, 'not_found', "Couldn't find that space."],
    [stranger, 404, 'not_found', "Couldn't find that space."],
  ]
  it.each(people)('%s, who was not granted create_apps', async (as, status, id, message) => {
    const world = await worldWithSpace()
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', space: 'my-space'}, {as}), status, id, message)
  })

  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['another team than the space’s', {team: 'acme-labs'}, 'The space my-space belongs to the team acme', 'acme-labs is not possible'],
    ['another region than the space’s', {region: 'tokyo'}, 'The space my-space is in the region virginia', 'tokyo is not possible'],
    ['a common-runtime region', {region: 'us'}, 'virginia', 'us is not possible'],
    ['a region nobody has', {region: 'tokio'}, "Couldn't find that region.", 'Did you mean tokyo?'],
    ['the stack of fir', {stack: 'cnb'}, 'not supported for the cedar generation'],
    ['a name against the rules', {name: 'My-App'}, 'lowercase letters'],
    ['a name that is taken', {name: 'their-app'}, 'Name their-app is already taken'],
    ['a team named by nothing', {team: ''}, 'team', '""'],
    ['a locked that is a word', {locked: 'yes'}, 'locked', 'true or false'],
  ]
  it.each(refused)('%s', async (_, wanted, ...named) => {
    const world = await worldWithSpace()
    await createApp(world, {name: 'their-app'}, stranger)
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', space: 'my-space', ...wanted}), 422, 'invalid_params', ...named)
    expect((await world.get('/teams/acme/apps')).body).toEqual([])
  })

  const refusedOnFir: [string, Record<string, unknown>, ...string[]][] = [
    ['internal routing', {internal_routing: true}, 'Internal routing is not supported for the fir generation.'],
    ['a stack of cedar', {stack: 'heroku-24'}, 'not supported for the fir generation'],
    ['containers', {stack: 'container'}, 'not supported for the fir generation'],
  ]
  it.each(refusedOnFir)('%s on fir', async (_, wanted, ...named) => {
    const world = await worldWithSpace({generation: 'fir'})
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', space: 'my-space', ...wanted}), 422, 'invalid_params', ...named)
  })

  it('a space that is not yet allocated, or no longer', async () => {
    const world = await createWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'})
    const create = () => world.post('/teams/apps', {name: 'my-app', space: 'my-space'})
    const waiting = 'Space my-space is not yet allocated. Wait until it is allocated before creating apps in it.'
    expectRefusal(await create(), 422, 'invalid_params', waiting)
    world.pass(2)
    await world.delete('/spaces/my-space')
    expectRefusal(await create(), 422, 'invalid_params', 'Space my-space is being deleted.')
  })

  it('an app more than the space can hold', async () => {
    const world = await worldWithSpace()
    await world.patch('/control-plane/settings', {'apps-per-space': 2, 'apps-per-fir-space': 9})
    for (const name of ['app-1', 'app-2']) await createApp(world, {name, space: 'my-space'})
    const create = () => world.post('/teams/apps', {name: 'app-3', space: 'my-space'})
    expectRefusal(await create(), 422, 'invalid_params', "You've reached the limit of 2 apps in this space.")
    await world.delete('/apps/app-1')
    expect((await create()).status).toBe(201)
  })

  it.each([
    ['cedar', 25],
    ['fir', 200],
  ])('more apps than %s has by default: %i', async (generation, limit) => {
    const world = await worldWithSpace({generation})
    for (let count = 1; count <= limit; count++) await createApp(world, {name: `app-${count}`, space: 'my-space'})
    expectRefusal(await world.post('/teams/apps', {space: 'my-space'}), 422, 'invalid_params', `limit of ${limit} apps`)
    await createApp(world, {name: 'outside', team: 'acme'})
  })
})

describe('team-app.create outside spaces refuses', () => {
  const people: [string, number, string, string][] = [
    [viewer, 403, 'forbidden', 'You do not have access to the team acme.'],
    [collaborator, 403, 'forbidden', 'You do not have access to the team acme.'],
    [stranger, 404, 'not_found', "Couldn't find that team."],
  ]
  it.each(people)('%s', async (as, status, id, message) => {
    const world = await createWorld()
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', team: 'acme'}, {as}), status, id, message)
  })

  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['neither team nor space', {team: undefined}, 'Require params: team or space.'],
    ['nulls for both', {team: null, space: null}, 'Require params: team or space.'],
    ['a private region', {region: 'virginia'}, 'only available in Private Spaces'],
    ['internal routing', {internal_routing: true}, 'Internal Web Apps are only available for Private Spaces.'],
    ['a space named by nothing', {space: ''}, 'space', '""'],
  ]
  it.each(refused)('%s', async (_, wanted, ...named) => {
    const world = await createWorld()
    expectRefusal(await world.post('/teams/apps', {name: 'my-app', team: 'acme', ...wanted}), 422, 'invalid_params', ...named)
    expect((await world.get('/apps')).body).toEqual([])
  })
})

describe('an app in a space', () => {
  it('takes team, region, generation and stack from its space', async () => {
    const world = await worldWithSpace({region: 'tokyo', generation: 'fir'})
    const app = await createApp(world, {name: 'my-app', space: 'my-space'})
    expect(app).toMatchObject({
      generation: {name: 'fir'},
      joined: false,
      locked: false,
      owner: {email: 'acme@herokumanager.com'},
      region: {name: 'tokyo'},
      space: {name: 'my-space', shield: false},
      stack: {name: 'cnb'},
      team: {name: 'acme'},
    })
    const {body} = await world.get('/apps/my-app')
    expect(body.team).toEqual({id: app.owner.id, name: 'acme'})
    expect(body.organization).toEqual(body.team)
  })

  it('may be asked for with the team and region its space has anyway', async () => {
    const world = await worldWithSpace()
    const app = await createApp(world, {name: 'my-app', space: 'my-space', team: 'acme', region: 'virginia', stack: 'container'})
    expect(app).toMatchObject({region: {name: 'virginia'}, stack: {name: 'container'}})
  })

  it('can be internal and locked from the beginning', async () => {
    const world = await worldWithSpace({shield: true})
    const app = await createApp(world, {name: 'my-app', space: 'my-space', internal_routing: true, locked: true})
    expect(app).toMatchObject({internal_routing: true, locked: true, space: {shield: true}})
  })

  it.each([member, viewer])('is created by %s once they hold create_apps, and may do everything with it', async (as) => {
    const world = await worldWithSpace()
    await grant(world, 'my-space', as)
    expect((await createApp(world, {name: 'my-app', space: 'my-space'}, as)).joined).toBe(true)
    expect((await world.patch('/apps/my-app', {name: 'renamed-app'}, {as})).status).toBe(200)
    expect((await world.delete('/apps/renamed-app', {as})).status).toBe(200)
  })

  it('keeps its space from being deleted', async () => {
    const world = await worldWithSpace()
    await createApp(world, {name: 'my-app', space: 'my-space'})
    expectRefusal(await world.delete('/spaces/my-space'), 422, 'invalid_params', 'still contains apps')
    await world.delete('/apps/my-app')
    expect((await world.delete('/spaces/my-space')).status).toBe(200)
  })
})

describe('the list of a team’s apps', () => {
  it('is not for collaborators, and not there for others', async () => {
    const world = await createWorld()
    expectRefusal(await world.get('/teams/acme/apps', {as: collaborator}), 403, 'forbidden', 'acme')
    expectRefusal(await world.get('/teams/acme/apps', {as: stranger}), 404, 'not_found', "Couldn't find that team.")
  })

  it('holds all of them for who may view the team, and says which one they have joined', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'app-1', team: 'acme'})
    await createApp(world, {name: 'app-2', team: 'acme'}, member)
    await createApp(world, {name: 'labs-app', team: 'acme-labs'})
    await createApp(world, {name: 'own-app'}, member)
    for (const as of [admin, member, viewer]) expect(names(await world.get('/teams/acme/apps', {as}))).toEqual(['app-1', 'app-2'])
    const {body} = await world.get('/teams/acme/apps', {as: member, headers: {range: 'name ..'}})
    expect(body.map(({joined}: {joined: boolean}) => joined)).toEqual([false, true])
  })
})

describe('locking', () => {
  it.each([member, viewer])('is not for %s', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await world.patch('/teams/apps/my-app', {locked: true}, {as}), 403, 'forbidden', 'my-app')
    expect((await world.get('/teams/apps/my-app')).body.locked).toBe(false)
  })

  it('is not for personal apps', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await world.patch('/teams/apps/my-app', {locked: true}), 422, 'invalid_params', 'my-app is a personal app')
    expectRefusal(await world.get('/teams/apps/my-app'), 404, 'not_found', 'my-app is a personal app')
    expectRefusal(await world.patch('/teams/apps/my-app', {}), 422, 'invalid_params', 'Require params: locked or owner.')
  })

  it('lasts until the app is unlocked', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expect((await world.patch('/teams/apps/my-app', {locked: true})).body.locked).toBe(true)
    expect((await world.get('/teams/apps/my-app')).body.locked).toBe(true)
    expect((await world.patch('/teams/apps/my-app', {locked: false})).body.locked).toBe(false)
  })

  it('can be done by a collaborator who manages the app', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    await addCollaborator(world, 'my-app', collaborator, ['manage'])
    expect((await world.patch('/teams/apps/my-app', {locked: true}, {as: collaborator})).body.locked).toBe(true)
  })
})

it('names the permissions there are on apps', async () => {
  const world = await createWorld()
  expect(names(await world.get('/teams/permissions'))).toEqual(['deploy', 'manage', 'operate', 'view'])
})
