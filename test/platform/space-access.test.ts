import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const path = (email: string) => `/spaces/my-space/members/${email}`
const grant = {permissions: [{name: 'create_apps'}]}

async function worldWithSpace(): Promise<World> {
  const world = await createWorld()
  await world.space('my-space')
  return world
}

describe('space-app-access.update refuses', () => {
  it.each([
    ['a member, for themselves', member, 403, 'forbidden'],
    ['a viewer', viewer, 403, 'forbidden'],
    ['a collaborator, who does not see the space', collaborator, 404, 'not_found'],
    ['a stranger', stranger, 404, 'not_found'],
  ])('%s', async (_, as, status, id) => {
    const world = await worldWithSpace()
    expectRefusal(await world.patch(path(member), grant, {as}), status, id)
  })

  it('a permission nobody knows', async () => {
    const world = await worldWithSpace()
    expectRefusal(await world.patch(path(member), {permissions: [{name: 'create_app'}]}), 422, 'invalid_params', 'create_app', 'Did you mean create_apps?')
  })

  it('somebody who is not in the team', async () => {
    const world = await worldWithSpace()
    expectRefusal(await world.patch(path(stranger), grant), 404, 'not_found', "Couldn't find that team member.")
  })

  it('to take from an admin what an admin always has', async () => {
    const world = await worldWithSpace()
    expectRefusal(await world.patch(path('admin@acme.example'), {permissions: []}), 422, 'invalid_params', 'admin@acme.example')
  })

  it('to grant anything to a collaborator', async () => {
    const world = await worldWithSpace()
    expectRefusal(await world.patch(path(collaborator), grant), 422, 'invalid_params', collaborator)
  })
})

describe('who may create apps in a space', () => {
  it('is every admin, and whoever was granted it, until it is taken away', async () => {
    const world = await worldWithSpace()
    const create = (name: string) => world.post('/teams/apps', {name, space: 'my-space'}, {as: member})
    expectRefusal(await create('first-app'), 403, 'forbidden', 'my-space')

    const {body} = await world.patch(path(member), grant)
    expect(body).toMatchObject({permissions: [{name: 'create_apps'}], space: {name: 'my-space'}, user: {email: member}})
    expect((await create('first-app')).status).toBe(201)

    expect((await world.patch(path(member), {permissions: []})).body.permissions).toEqual([])
    expectRefusal(await create('second-app'), 403, 'forbidden')
  })

  it('lists those who see the space, with what they may', async () => {
    const world = await worldWithSpace()
    const rows = (await world.get('/spaces/my-space/members', {as: viewer})).body
    expect(rows.map(({user, permissions}: {user: {email: string}; permissions: {name: string}[]}) => [user.email, permissions.map(({name}) => name)])).toEqual([
      ['admin@acme.example', ['create_apps']],
      [member, []],
      [viewer, []],
    ])
  })
})
