import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

const path = '/teams/acme/members'
const admin = 'admin@acme.example'

describe('team members: refused is', () => {
  it.each<[string, object, ...string[]]>([
    ['a role nobody knows', {email: 'new@acme.example', role: 'boss'}, 'boss', 'admin, member or viewer'],
    ['an address that is none', {email: 'nobody', role: 'member'}, 'nobody', 'email'],
    ['a body without role', {email: 'new@acme.example'}, 'Require params: role.'],
  ])('%s', async (_, body, ...said) => {
    const world = await createWorld()
    expectRefusal(await world.put(path, body), 422, 'invalid_params', ...said)
    expect((await world.get(path)).body).toHaveLength(4)
  })

  it.each([
    [member, 403],
    [viewer, 403],
    [collaborator, 403],
    [stranger, 404],
  ])('a change by %s', async (as, status) => {
    const world = await createWorld()
    const body = {email: 'new@acme.example', role: 'admin'}
    expect((await world.put(path, body, {as})).status).toBe(status)
    expect((await world.delete(`${path}/${viewer}`, {as})).status).toBe(status)
  })

  it('to add somebody twice, or change somebody who is not there', async () => {
    const world = await createWorld()
    expectRefusal(await world.post(path, {email: member, role: 'admin'}), 422, 'invalid_params', `${member} is already a member`)
    expectRefusal(await world.patch(path, {email: 'new@acme.example', role: 'admin'}), 404, 'not_found')
    expectRefusal(await world.delete(`${path}/new@acme.example`), 404, 'not_found')
  })

  it('to leave a team without an admin', async () => {
    const world = await createWorld()
    expectRefusal(await world.delete(`${path}/${admin}`), 422, 'invalid_params', 'only admin')
    expectRefusal(await world.patch(path, {email: admin, role: 'member'}), 422, 'invalid_params', 'only admin')
    await world.patch(path, {email: member, role: 'admin'})
    expect((await world.delete(`${path}/${admin}`)).status).toBe(200)
  })

  it('a viewer outside an enterprise team', async () => {
    const world = await createWorld()
    expectRefusal(await world.put('/teams/globex/members', {email: 'new@globex.example', role: 'viewer'}, {as: stranger}), 422, 'invalid_params', 'viewer')
  })
})

describe('a team member', () => {
  it('who is new becomes an account of this world', async () => {
    const world = await createWorld()
    expect((await world.put(path, {email: 'New@Acme.example', role: 'member'})).body).toMatchObject({email: 'new@acme.example', role: 'member'})
    expect((await world.get('/account', {as: 'new@acme.example'})).body.email).toBe('new@acme.example')
    expect((await world.get('/teams', {as: 'new@acme.example'})).body).toMatchObject([{name: 'acme', role: 'member'}])
  })

  it('who is removed loses what was granted on spaces', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch(`/spaces/my-space/members/${member}`, {permissions: [{name: 'create_apps'}]})
    await world.delete(`${path}/${member}`)
    expectRefusal(await world.get('/spaces/my-space', {as: member}), 404, 'not_found')
    await world.put(path, {email: member, role: 'member'})
    expect((await world.get(`/spaces/my-space/members/${member}`)).body.permissions).toEqual([])
  })
})
