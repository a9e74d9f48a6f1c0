import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger} from '../helpers/world.js'

const transfer = '/spaces/my-space/transfer'

describe('space-transfer.transfer refuses', () => {
  it('a member who is no admin of the team that owns the space', async () => {
    const world = await createWorld()
    await world.space('my-space')
    expectRefusal(await world.post(transfer, {new_owner: 'acme-labs'}, {as: member}), 403, 'forbidden', 'my-space')
  })

  it('a team outside the enterprise account', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.post('/teams', {name: 'side-team'})
    expectRefusal(await world.post(transfer, {new_owner: 'side-team'}), 422, 'invalid_params', 'same Enterprise Account')
  })

  it('a team the caller is no admin of', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.put('/teams/acme/members', {email: 'second@acme.example', role: 'admin'})
    await world.put('/teams/acme-labs/members', {email: 'second@acme.example', role: 'member'})
    expectRefusal(await world.post(transfer, {new_owner: 'acme-labs'}, {as: 'second@acme.example'}), 403, 'forbidden', 'acme-labs', 'both teams')
  })

  it('a team the caller does not see', async () => {
    const world = await createWorld()
    await world.space('my-space')
    expectRefusal(await world.post(transfer, {new_owner: 'globex'}), 404, 'not_found', "Couldn't find that team.")
    expectRefusal(await world.post(transfer, {new_owner: 'acme'}, {as: stranger}), 404, 'not_found', "Couldn't find that space.")
  })

  it('a space on its way out', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.delete('/spaces/my-space')
    expectRefusal(await world.post(transfer, {new_owner: 'acme-labs'}), 422, 'invalid_params', 'being deleted')
  })
})

describe('a transferred space', () => {
  it('takes its apps and their collaborators with it, and leaves its grants behind', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch(`/spaces/my-space/members/${member}`, {permissions: [{name: 'create_apps'}]})
    await world.post('/teams/apps', {name: 'my-app', space: 'my-space'})
    await world.post('/teams/apps/my-app/collaborators', {user: collaborator, permissions: ['deploy']})

    const {status, body} = await world.post(transfer, {new_owner: 'acme-labs'})
    expect(status).toBe(201)
    expect(body.team.name).toBe('acme-labs')
    expect((await world.get('/apps/my-app')).body.team.name).toBe('acme-labs')
    expect((await world.get('/apps/my-app', {as: collaborator})).status).toBe(200)
    const roles = (await world.get('/teams/acme-labs/members')).body.map(({email, role}: {email: string; role: string}) => [email, role])
    expect(roles).toContainEqual([collaborator, 'collaborator'])
    const grants = (await world.get('/spaces/my-space/members')).body.map(({user, permissions}: {user: {email: string}; permissions: unknown[]}) => [user.email, permissions.length])
    expect(grants).toContainEqual([member, 0])
  })
})
