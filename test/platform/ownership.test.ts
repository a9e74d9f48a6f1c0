import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const transfer = (world: World, owner: string, as?: string) => world.patch('/teams/apps/my-app', {owner}, as === undefined ? {} : {as})
const rolesIn = async (world: World, team: string) =>
  Object.fromEntries((await world.get(`/teams/${team}/members`)).body.map(({email, role}: {email: string; role: string}) => [email, role]))

describe('giving an app to a team refuses', () => {
  it.each([member, viewer])('%s, who does not manage the app', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await transfer(world, 'acme-labs', as), 403, 'forbidden', 'my-app')
  })

  it('a team in which the caller may not create apps', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'}, viewer)
    expectRefusal(await transfer(world, 'acme', viewer), 403, 'forbidden', 'You do not have access to the team acme.')
    expect((await world.get('/apps/my-app', {as: viewer})).body.team).toBe(null)
  })

  it('a team the caller does not belong to, as if there were none', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await transfer(world, 'globex'), 404, 'not_found', "Couldn't find that team.")
  })

  it('an app in a space', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await createApp(world, {name: 'my-app', space: 'my-space'})
    for (const owner of ['acme-labs', member])
      expectRefusal(await transfer(world, owner), 422, 'invalid_params', 'my-app is in the space my-space', 'acme')
    expect((await transfer(world, 'acme')).body.team).toEqual({name: 'acme'})
  })
})

describe('an app given to a team', () => {
  it('is the team’s, and who gave it can still do everything with it', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'}, member)
    expect((await transfer(world, 'acme', member)).body).toMatchObject({
      joined: true,
      owner: {email: 'acme@herokumanager.com'},
      team: {name: 'acme'},
    })
    expect((await world.get('/users/~/apps', {as: admin})).body).toEqual([])
    expect((await world.patch('/apps/my-app', {name: 'renamed-app'}, {as: member})).status).toBe(200)
  })

  it('brings its collaborators with it, who leave the old team', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    for (const user of [collaborator, 'somebody@elsewhere.example']) await addCollaborator(world, 'my-app', user, ['deploy'])
    await createApp(world, {name: 'staying-app', team: 'acme'})
    await addCollaborator(world, 'staying-app', collaborator)
    expect((await transfer(world, 'acme-labs')).body.team).toEqual({name: 'acme-labs'})
    expect(await rolesIn(world, 'acme-labs')).toMatchObject({[collaborator]: 'collaborator', 'somebody@elsewhere.example': 'collaborator'})
    expect(await rolesIn(world, 'acme')).toMatchObject({[collaborator]: 'collaborator'})
    expect(await rolesIn(world, 'acme')).not.toHaveProperty(['somebody@elsewhere.example'])
    expect((await world.get('/apps/my-app/config-vars', {as: collaborator})).status).toBe(200)
  })

  it('can no longer be accepted by whom it was offered to', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    await world.post('/account/app-transfers', {app: 'my-app', recipient: stranger})
    await transfer(world, 'acme')
    expectRefusal(await world.patch('/account/app-transfers/my-app', {state: 'accepted'}, {as: stranger}), 404, 'not_found')
  })
})

describe('giving a team’s app to an account', () => {
  it.each([stranger, 'nobody@elsewhere.example'])('refuses %s, who is not in the team', async (owner) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await transfer(world, owner), 422, 'invalid_params', owner, 'not in the team acme')
  })

  it('refuses a personal app, which the other has to accept', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await transfer(world, member), 422, 'invalid_params', 'my-app is a personal app')
    expect((await world.get('/apps/my-app')).body.owner.email).toBe(admin)
  })

  it('makes it a personal app that is not locked, without collaborators', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme', locked: true})
    for (const user of [viewer, 'somebody@elsewhere.example']) await addCollaborator(world, 'my-app', user)
    const {body} = await transfer(world, member)
    expect(body).toMatchObject({joined: false, locked: false, owner: {email: member}, team: null})
    expect(await rolesIn(world, 'acme')).not.toHaveProperty(['somebody@elsewhere.example'])
    for (const as of [admin, viewer]) expectRefusal(await world.get('/apps/my-app', {as}), 404, 'not_found')
    const {body: people} = await world.get('/apps/my-app/collaborators', {as: member})
    expect(people.map(({user}: {user: {email: string}}) => user.email)).toEqual([member])
  })

  it('finds the account by its id, too', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    const {body} = await world.get('/account', {as: viewer})
    expect((await transfer(world, body.id)).body.owner).toEqual({email: viewer, id: body.id})
  })
})
