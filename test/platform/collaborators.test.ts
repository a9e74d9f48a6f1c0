import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const outsider = 'somebody@elsewhere.example'

interface Person {
  user: {email: string}
  role: string
  permissions: {name: string}[]
}

/** Email address, role and permissions of each. */
const people = ({body}: Answer) =>
  body.map(({user, role, permissions}: Person) => [user.email, role, permissions.map(({name}) => name).join(' ')])
const listed = async (world: World) => people(await world.get('/apps/my-app/collaborators'))
const rolesIn = async (world: World, team: string) =>
  Object.fromEntries((await world.get(`/teams/${team}/members`)).body.map(({email, role}: {email: string; role: string}) => [email, role]))

const join = (world: World, as: string, wanted: Record<string, unknown> = {}) =>
  world.post('/teams/apps/my-app/collaborators', {user: as, ...wanted}, {as})

async function worldWithApp(team = 'acme', as = admin) {
  const world = await createWorld()
  await createApp(world, {name: 'my-app', team}, as)
  return world
}

const owner = ['acme@herokumanager.com', 'owner', '']

describe('adding somebody to a team’s app refuses', () => {
  const byRole: [string, number, string, string][] = [
    [member, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [viewer, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [collaborator, 404, 'not_found', "Couldn't find that app."],
    [stranger, 404, 'not_found', "Couldn't find that app."],
  ]
  it.each(byRole)('%s', async (as, status, id, message) => {
    const world = await worldWithApp()
    for (const path of ['/teams/apps/my-app/collaborators', '/apps/my-app/collaborators'])
      expectRefusal(await world.post(path, {user: outsider}, {as}), status, id, message)
    expect(await listed(world)).toEqual([owner])
  })

  it('a collaborator who may do all but manage the app', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['view', 'deploy', 'operate'])
    expectRefusal(await world.post('/teams/apps/my-app/collaborators', {user: outsider}, {as: member}), 403, 'forbidden', 'my-app')
  })

  const refused: [string, Record<string, unknown>, ...(RegExp | string)[]][] = [
    ['a permission there is not', {permissions: ['deplay']}, 'deplay', 'Did you mean deploy?', 'view, deploy, operate or manage'],
    ['permissions that are no list', {permissions: 'deploy'}, 'permissions', 'a list'],
    ['an address that is none', {user: 'somebody'}, 'somebody is not a valid email address'],
    ['the address of a team', {user: 'globex@herokumanager.com'}, 'globex@herokumanager.com stands for a team'],
    ['somebody who already is', {user: member}, 'member@acme.example is already a collaborator on the app my-app.'],
    ['nobody', {user: undefined}, 'Require params: user.'],
  ]
  it.each(refused)('%s', async (_, wanted, ...named) => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member)
    const before = await listed(world)
    expectRefusal(await world.post('/teams/apps/my-app/collaborators', {user: outsider, ...wanted}), 422, 'invalid_params', ...named)
    expect(await listed(world)).toEqual(before)
    expect(await rolesIn(world, 'acme')).not.toHaveProperty([outsider])
  })

  it('permissions in a team that does not grant them one by one', async () => {
    const world = await worldWithApp('globex', stranger)
    const add = world.post('/teams/apps/my-app/collaborators', {user: outsider, permissions: ['deploy']}, {as: stranger})
    expectRefusal(await add, 422, 'invalid_params', 'The team globex does not grant permissions one by one')
  })
})

describe('joining refuses', () => {
  it('a viewer, who can change nothing', async () => {
    const world = await worldWithApp()
    expectRefusal(await join(world, viewer), 403, 'forbidden', 'You do not have access to the team acme.')
  })

  it('who does not see the app', async () => {
    const world = await worldWithApp()
    for (const as of [collaborator, stranger]) expectRefusal(await join(world, as), 404, 'not_found', "Couldn't find that app.")
  })

  it('a member while the app is locked, but not its admin', async () => {
    const world = await worldWithApp()
    await world.patch('/teams/apps/my-app', {locked: true})
    expectRefusal(await join(world, member), 403, 'forbidden', 'my-app is locked', 'acme')
    expect((await join(world, admin)).status).toBe(201)
    expect((await world.post('/teams/apps/my-app/collaborators', {user: member})).status).toBe(201)
  })

  it('a member who wants more than to view', async () => {
    const world = await worldWithApp()
    expectRefusal(await join(world, member, {permissions: ['manage']}), 403, 'forbidden', 'my-app')
    expect(await listed(world)).toEqual([owner])
  })

  it('a second time', async () => {
    const world = await worldWithApp()
    await join(world, member)
    expectRefusal(await join(world, member), 422, 'invalid_params', 'member@acme.example is already a collaborator')
  })

  it('a personal app, which has no team', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await join(world, admin), 404, 'not_found', 'my-app is a personal app')
  })
})

describe('a collaborator of a team’s app', () => {
  it('has what was granted, and view', async () => {
    const world = await worldWithApp()
    const {status, body} = await world.post('/teams/apps/my-app/collaborators', {user: member, permissions: ['operate', 'operate']})
    expect(status).toBe(201)
    expect(body).toMatchObject({app: {name: 'my-app'}, role: 'member', user: {email: member, federated: false}})
    expect(people({...(await world.get('/apps/my-app')), body: [body]})).toEqual([[member, 'member', 'view operate']])
  })

  it('has only view after joining an enterprise team’s app, and all but manage in another team', async () => {
    const world = await worldWithApp()
    await join(world, member)
    expect(await listed(world)).toEqual([owner, [member, 'member', 'view']])
    await createApp(world, {name: 'their-app', team: 'globex'}, stranger)
    await world.post('/apps/their-app/collaborators', {user: outsider}, {as: stranger})
    expect(people(await world.get('/apps/their-app/collaborators', {as: stranger}))).toEqual([
      ['globex@herokumanager.com', 'owner', ''],
      [outsider, 'collaborator', 'view deploy operate'],
    ])
  })

  it('has everything as an admin of the team', async () => {
    const world = await worldWithApp()
    await join(world, admin)
    expect(await listed(world)).toEqual([owner, [admin, 'admin', 'view deploy operate manage']])
  })

  it('is found by address, by account and by their own id', async () => {
    const world = await worldWithApp()
    const added = await addCollaborator(world, 'my-app', member, ['deploy'])
    for (const identity of [member, 'MEMBER@acme.example', added.user.id, added.id])
      for (const path of ['/apps', '/teams/apps'])
        expect((await world.get(`${path}/my-app/collaborators/${encodeURIComponent(identity)}`)).body).toEqual(added)
    expectRefusal(await world.get(`/apps/my-app/collaborators/${viewer}`), 404, 'not_found', "Couldn't find that collaborator.")
  })

  it('from outside is in the team as long as they collaborate on one of its apps', async () => {
    const world = await worldWithApp()
    await createApp(world, {name: 'second-app', team: 'acme'})
    for (const app of ['my-app', 'second-app']) await addCollaborator(world, app, outsider)
    expect((await rolesIn(world, 'acme'))[outsider]).toBe('collaborator')
    await world.delete(`/apps/my-app/collaborators/${outsider}`)
    expect((await rolesIn(world, 'acme'))[outsider]).toBe('collaborator')
    await world.delete('/apps/second-app')
    expect(await rolesIn(world, 'acme')).not.toHaveProperty([outsider])
    expect((await world.get('/account', {as: outsider})).status).toBe(200)
  })

  it('leaves the team whose apps they no longer work on, and no other; nor does anybody else', async () => {
    const world = await worldWithApp()
    await createApp(world, {name: 'labs-app', team: 'acme-labs'})
    for (const app of ['my-app', 'labs-app']) await addCollaborator(world, app, outsider)
    await addCollaborator(world, 'my-app', 'another@elsewhere.example')
    await world.delete(`/apps/my-app/collaborators/${outsider}`)
    expect(await rolesIn(world, 'acme')).not.toHaveProperty([outsider])
    expect(await rolesIn(world, 'acme')).toHaveProperty(['another@elsewhere.example'])
    expect(await rolesIn(world, 'acme-labs')).toHaveProperty([outsider])
  })

  it('who is a member of the team stays one', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member)
    await world.delete(`/apps/my-app/collaborators/${member}`)
    expect((await rolesIn(world, 'acme'))[member]).toBe('member')
  })

  it('may leave without a permission to manage', async () => {
    const world = await worldWithApp()
    await join(world, member)
    const {body} = await world.delete(`/apps/my-app/collaborators/${member}`, {as: member})
    expect(body.user.email).toBe(member)
    expect(await listed(world)).toEqual([owner])
    expectRefusal(await world.delete(`/apps/my-app/collaborators/${member}`, {as: member}), 404, 'not_found', 'collaborator')
  })

  it('is removed only by who manages the app', async () => {
    const world = await worldWithApp()
    for (const user of [collaborator, member]) await addCollaborator(world, 'my-app', user, ['deploy', 'operate'])
    for (const as of [viewer, member])
      for (const path of ['/apps', '/teams/apps'])
        expectRefusal(await world.delete(`${path}/my-app/collaborators/${collaborator}`, {as}), 403, 'forbidden', 'my-app')
    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: ['manage']})
    expect((await world.delete(`/teams/apps/my-app/collaborators/${collaborator}`, {as: member})).status).toBe(200)
    expect(await listed(world)).toEqual([owner, [member, 'member', 'view manage']])
  })
})

describe('changing a collaborator’s permissions', () => {
  const change = (world: World, permissions: unknown, as = admin) =>
    world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions}, {as})

  it('refuses who does not manage the app', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['operate'])
    for (const as of [member, viewer]) expectRefusal(await change(world, ['manage'], as), 403, 'forbidden', 'my-app')
    for (const as of [collaborator, stranger]) expectRefusal(await change(world, ['manage'], as), 404, 'not_found')
  })

  it('refuses a permission there is not, and nothing at all', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['operate'])
    expectRefusal(await change(world, ['mange']), 422, 'invalid_params', 'Did you mean manage?')
    expectRefusal(await change(world, undefined), 422, 'invalid_params', 'Require params: permissions.')
    expect(await listed(world)).toEqual([owner, [member, 'member', 'view operate']])
  })

  it('refuses teams that do not grant them one by one', async () => {
    const world = await worldWithApp('globex', stranger)
    await world.post('/apps/my-app/collaborators', {user: member}, {as: stranger})
    expectRefusal(await change(world, ['deploy'], stranger), 422, 'invalid_params', 'The team globex')
  })

  it('replaces them', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['operate'])
    world.pass(60)
    const {body} = await change(world, ['deploy'])
    expect(body).toMatchObject({permissions: [{name: 'view'}, {name: 'deploy'}], updated_at: '2026-01-01T00:01:00Z'})
    expect((await world.get('/apps/my-app/config-vars', {as: member})).status).toBe(200)
    expectRefusal(await world.patch('/apps/my-app', {maintenance: true}, {as: member}), 403, 'forbidden')
  })
})

describe('the owner of an app', () => {
  it('of a team is its stand-in, which nobody removes or changes', async () => {
    const world = await worldWithApp()
    const path = '/teams/apps/my-app/collaborators/acme@herokumanager.com'
    expect((await world.get(path)).body).toMatchObject({permissions: [], role: 'owner'})
    expectRefusal(await world.delete(path), 422, 'invalid_params', 'acme@herokumanager.com owns the app my-app')
    expectRefusal(await world.patch(path, {permissions: ['view']}), 422, 'invalid_params', 'acme@herokumanager.com owns the app my-app')
  })

  it('of a personal app is a person with all permissions, who cannot leave', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expect((await world.post('/apps/my-app/collaborators', {user: member})).status).toBe(201)
    expect(await listed(world)).toEqual([
      [admin, 'owner', 'view deploy operate manage'],
      [member, 'collaborator', 'view deploy operate'],
    ])
    expectRefusal(await world.delete(`/apps/my-app/collaborators/${admin}`), 422, 'invalid_params', 'admin@acme.example owns the app')
    expectRefusal(await world.post('/apps/my-app/collaborators', {user: admin}), 422, 'invalid_params', 'owns the app my-app')
    expectRefusal(await world.post('/apps/my-app/collaborators', {user: viewer}, {as: member}), 403, 'forbidden', 'my-app')
    expectRefusal(await world.get('/teams/apps/my-app/collaborators'), 404, 'not_found', 'my-app is a personal app')
    expect((await world.delete(`/apps/my-app/collaborators/${member}`, {as: member})).status).toBe(200)
    expectRefusal(await world.get('/apps/my-app', {as: member}), 404, 'not_found')
  })
})
