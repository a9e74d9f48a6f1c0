import {describe, expect, it} from 'vitest'
import {createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'
const offer = (world: World, recipient: string, as?: string) =>
  world.post('/account/app-transfers', {app: 'my-app', recipient}, as === undefined ? {} : {as})
const answer = (world: World, state: string, as: string) => world.patch('/account/app-transfers/my-app', {state}, {as})

describe('offering an app refuses', () => {
  it.each([member, viewer, collaborator, stranger])('%s, whose app it is not', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await offer(world, as, as), 404, 'not_found', "Couldn't find that app.")
  })

  it('a collaborator of the app', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    await world.post('/apps/my-app/collaborators', {user: member})
    expectRefusal(await offer(world, viewer, member), 403, 'forbidden', 'my-app')
  })

  it('a team’s app', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await offer(world, member), 422, 'invalid_params', 'my-app belongs to the team acme')
  })

  it('its owner, and an account nobody has', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await offer(world, admin), 422, 'invalid_params', 'admin@acme.example already owns the app my-app.')
    expectRefusal(await offer(world, 'nobody@elsewhere.example'), 404, 'not_found', "Couldn't find that account.")
    expectRefusal(await world.post('/account/app-transfers', {app: 'my-app'}), 422, 'invalid_params', 'Require params: recipient.')
    expect((await world.get('/account/app-transfers')).body).toEqual([])
  })

  it('a second recipient before the first has answered', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    await offer(world, member)
    expectRefusal(await offer(world, viewer), 422, 'invalid_params', 'already offered to member@acme.example')
    await answer(world, 'declined', member)
    world.pass(1)
    expect((await offer(world, viewer)).status).toBe(201)
  })
})

describe('an app that is offered', () => {
  async function offered() {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app'})
    const {status, body: transfer} = await offer(world, member)
    expect(status).toBe(201)
    return {world, app, transfer}
  }

  it('is still its owner’s, and both sides see the transfer', async () => {
    const {world, app, transfer} = await offered()
    expect(transfer).toMatchObject({
      app: {id: app.id, name: 'my-app'},
      owner: {email: admin},
      recipient: {email: member},
      state: 'pending',
    })
    for (const as of [admin, member]) {
      expect((await world.get('/account/app-transfers', {as})).body).toEqual([transfer])
      expect((await world.get(`/account/app-transfers/${transfer.id}`, {as})).body).toEqual(transfer)
    }
    expectRefusal(await world.get('/apps/my-app', {as: member}), 404, 'not_found')
  })

  it('concerns nobody else', async () => {
    const {world} = await offered()
    expect((await world.get('/account/app-transfers', {as: viewer})).body).toEqual([])
    for (const request of [
      world.get('/account/app-transfers/my-app', {as: viewer}),
      answer(world, 'accepted', viewer),
      world.delete('/account/app-transfers/my-app', {as: viewer}),
    ])
      expectRefusal(await request, 404, 'not_found', "Couldn't find that app transfer.")
  })

  it('can be accepted or declined by nobody but the recipient, withdrawn by nobody but the owner', async () => {
    const {world} = await offered()
    for (const state of ['accepted', 'declined']) expectRefusal(await answer(world, state, admin), 403, 'forbidden', 'whoever is offered')
    expectRefusal(await world.delete('/account/app-transfers/my-app', {as: member}), 403, 'forbidden', 'Decline')
    expectRefusal(await answer(world, 'taken', member), 422, 'invalid_params', 'state')
    expect((await world.get('/account/app-transfers/my-app')).body.state).toBe('pending')
  })

  it('belongs to the recipient who accepts, and the former owner collaborates', async () => {
    const {world} = await offered()
    await world.post('/apps/my-app/collaborators', {user: member})
    world.pass(60)
    expect((await answer(world, 'accepted', member)).body).toMatchObject({state: 'accepted', updated_at: '2026-01-01T00:01:00Z'})
    expect((await world.get('/apps/my-app', {as: member})).body.owner.email).toBe(member)
    const {body: people} = await world.get('/apps/my-app/collaborators', {as: member})
    expect(people.map(({user, role}: {user: {email: string}; role: string}) => [user.email, role])).toEqual([
      [member, 'owner'],
      [admin, 'collaborator'],
    ])
    expectRefusal(await world.delete('/apps/my-app'), 403, 'forbidden')
  })

  it('stays its owner’s when it is declined', async () => {
    const {world} = await offered()
    expect((await answer(world, 'declined', member)).body.state).toBe('declined')
    expectRefusal(await answer(world, 'accepted', member), 422, 'invalid_params', 'already been declined')
    expect((await world.get('/apps/my-app')).body.owner.email).toBe(admin)
  })

  it('is answered once; the same answer again changes nothing', async () => {
    const {world} = await offered()
    const accepted = await answer(world, 'accepted', member)
    world.pass(60)
    expect((await answer(world, 'accepted', member)).body).toEqual(accepted.body)
    expectRefusal(await answer(world, 'pending', member), 422, 'invalid_params', 'already been accepted')
  })

  it('is no longer offered once it is withdrawn, or destroyed', async () => {
    const {world, transfer} = await offered()
    expect((await world.delete('/account/app-transfers/my-app')).body).toEqual(transfer)
    expectRefusal(await answer(world, 'accepted', member), 404, 'not_found')
    await offer(world, member)
    await world.delete('/apps/my-app')
    expect((await world.get('/account/app-transfers', {as: member})).body).toEqual([])
  })
})
