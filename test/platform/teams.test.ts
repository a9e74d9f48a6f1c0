import {describe, expect, it} from 'vitest'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

const names = (rows: {name: string}[]) => rows.map(({name}) => name)

describe('team.create refuses', () => {
  it.each([
    ['a name that is taken, even by a team the caller does not see', {name: 'globex'}, 'Name globex is already taken'],
    ['a name with upper case', {name: 'Acme'}, 'lowercase'],
    ['a name that is too short', {name: 'ab'}, '3'],
    ['no name', {}, 'Require params: name.'],
  ])('%s', async (_, body, message) => {
    const world = await createWorld()
    expectRefusal(await world.post('/teams', body), 422, 'invalid_params', message)
  })

  it('an enterprise account that the caller does not manage', async () => {
    const world = await createWorld()
    const path = '/enterprise-accounts/acme-holding/teams'
    expectRefusal(await world.post(path, {name: 'new-team'}, {as: member}), 403, 'forbidden', 'acme-holding')
    expectRefusal(await world.post(path, {name: 'new-team'}, {as: stranger}), 404, 'not_found')
  })
})

describe('a team', () => {
  it('is listed to those who are in it, with their own role', async () => {
    const world = await createWorld()
    expect(names((await world.get('/teams', {headers: {range: 'name ..'}})).body)).toEqual(['acme', 'acme-labs'])
    expect((await world.get('/teams', {as: viewer})).body).toMatchObject([{name: 'acme', role: 'viewer'}])
    expect(names((await world.get('/teams', {as: stranger})).body)).toEqual(['globex'])
  })

  it('is shown to its collaborators, its people are not', async () => {
    const world = await createWorld()
    expect((await world.get('/teams/acme', {as: collaborator})).body.role).toBe('collaborator')
    expectRefusal(await world.get('/teams/acme/members', {as: collaborator}), 403, 'forbidden', 'acme')
    expectRefusal(await world.get('/teams/acme', {as: stranger}), 404, 'not_found', "Couldn't find that team.")
  })

  it('that is created has its creator as admin and may have spaces', async () => {
    const world = await createWorld()
    expect((await world.post('/teams', {name: 'side-team'}, {as: viewer})).body).toMatchObject({name: 'side-team', role: 'admin', type: 'team'})
    expect((await world.post('/spaces', {name: 'side-space', team: 'side-team'}, {as: viewer})).status).toBe(201)
  })

  it('that is created in an enterprise account grants app permissions one by one', async () => {
    const world = await createWorld()
    await world.post('/enterprise-accounts/acme-holding/teams', {name: 'new-team'})
    expect(names((await world.get('/teams/new-team/features')).body)).toEqual(['org-access-controls'])
    expect((await world.get('/teams/globex/features', {as: stranger})).body).toEqual([])
    expectRefusal(await world.get('/teams/new-team/features/nothing'), 404, 'not_found')
  })

  it('tells what was granted on its apps and spaces', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch(`/spaces/my-space/members/${member}`, {permissions: [{name: 'create_apps'}]})
    expect((await world.get('/teams/acme/permissions')).body).toMatchObject([{name: 'my-space', type: 'space', users: [{email: member, permissions: ['create_apps']}]}])
  })
})
