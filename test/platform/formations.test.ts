import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {createDeployed, deploy} from '../helpers/deploys.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const scale = (world: World, app: string, updates: unknown) => world.patch(`/apps/${app}/formation`, {updates})
const running = async (world: World, app: string, type = 'web') =>
  (await world.get(`/apps/${app}/dynos`)).body.filter((dyno: {type: string}) => dyno.type === type)

describe('a formation', () => {
  it('is empty before anything is deployed, and then has one web dyno and none of the others', async () => {
    const world = await createWorld()
    await world.space('my-space')
    const app = await createApp(world, {name: 'my-app', space: 'my-space'})
    expect((await world.get('/apps/my-app/formation')).body).toEqual([])
    await deploy(world, 'my-app', {web: 'npm start', worker: 'npm run work'})
    const {body} = await world.get('/apps/my-app/formation')
    expect(body.map(({type, quantity, size, command}: Record<string, unknown>) => [type, quantity, size, command])).toEqual([
      ['web', 1, 'Private-S', 'npm start'],
      ['worker', 0, 'Private-S', 'npm run work'],
    ])
    expect(body[0]).toMatchObject({app: {id: app.id, name: 'my-app'}, dyno_size: {name: 'Private-S'}})
    expect((await world.get('/apps/my-app/formation/web')).body).toEqual(body[0])
    expect((await world.get(`/apps/my-app/formation/${body[0].id}`)).body).toEqual(body[0])
  })

  it.each([collaborator, stranger])('is not there for %s, who does not see the app', async (as) => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await world.get('/apps/my-app/formation', {as}), 404, 'not_found', "Couldn't find that app.")
    expectRefusal(await world.patch('/apps/my-app/formation', {updates: 1}, {as}), 404, 'not_found', "Couldn't find that app.")
  })

  it('is scaled by whoever may operate the app, and by no other', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app', team: 'acme'})
    await addCollaborator(world, 'my-app', member, ['view', 'deploy'])
    const updates = [{type: 'web', quantity: 2}]
    for (const as of [viewer, member]) expectRefusal(await world.patch('/apps/my-app/formation', {updates}, {as}), 403, 'forbidden', 'my-app')
    expect((await world.get('/apps/my-app/formation', {as: viewer})).status).toBe(200)
    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: ['view', 'operate']})
    expect((await world.patch('/apps/my-app/formation', {updates}, {as: member})).status).toBe(200)
  })

  it.each([
    [3, 3],
    ['4', 4],
    ['+2', 4],
    ['-1', 1],
    ['-2', 0],
    [0, 0],
  ])('of two dynos has after %j %i', async (quantity, expected) => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    await scale(world, 'my-app', [{type: 'web', quantity: 2}])
    const {status, body} = await scale(world, 'my-app', [{type: 'web', quantity}])
    expect([status, body]).toMatchObject([200, [{type: 'web', quantity: expected}]])
    expect(await running(world, 'my-app')).toHaveLength(expected)
  })

  it.each([-1, 1.5, 'two', '', '--1', '9999999', '-3'])('cannot have %j dynos', async (quantity) => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    expectRefusal(await scale(world, 'my-app', [{type: 'web', quantity}]), 422, 'invalid_params')
    expect(await running(world, 'my-app')).toHaveLength(1)
  })

  it('has no other process types than those of the code', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    expectRefusal(await scale(world, 'my-app', [{type: 'wab', quantity: 1}]), 404, 'not_found', "Couldn't find that process type (wab).", 'Did you mean web?')
    expectRefusal(await world.patch('/apps/my-app/formation/clock', {quantity: 1}), 404, 'not_found', "Couldn't find that process type (clock).")
  })

  it('is changed whole or not at all', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    const updates = [{type: 'web', quantity: 3}, {type: 'worker', size: 'huge'}]
    expectRefusal(await scale(world, 'my-app', updates), 422, 'invalid_params', 'No such size as huge. Available dyno sizes are Eco, Basic,', 'and Performance-2XL.')
    expect(await running(world, 'my-app')).toHaveLength(1)
  })

  it('of a single process type can be changed too', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app'})
    const {status, body} = await world.patch('/apps/my-app/formation/web', {quantity: 2, dyno_size: {name: 'standard-2x'}})
    expect([status, body.message]).toEqual([422, 'Cannot use the following dyno types in the same app: Basic and Standard-2X'])
    const both = await scale(world, 'my-app', [{type: 'web', size: 'STANDARD-2X'}, {type: 'worker', size: 'standard-1x'}])
    expect(both.body.map(({size}: {size: string}) => size)).toEqual(['Standard-2X', 'Standard-1X'])
    expect((await running(world, 'my-app')).map(({size}: {size: string}) => size)).toEqual(['Standard-2X'])
  })
})

describe('sizes', () => {
  it.each([
    ['cedar space', {}, 'private-m', 'Private-M'],
    ['shield space', {shield: true}, 'Shield-L', 'Private-L'],
    ['fir space', {generation: 'fir'}, 'DYNO-2C-4GB', 'dyno-2c-4gb'],
  ])('in a %s are its own, in any case', async (_, kind, wanted, canonical) => {
    const world = await createWorld()
    await world.space('my-space', kind)
    await createDeployed(world, {name: 'my-app', space: 'my-space'})
    expect((await scale(world, 'my-app', [{type: 'web', size: wanted}])).body).toMatchObject([{size: canonical}])
    expectRefusal(await scale(world, 'my-app', [{type: 'web', size: 'standard-1x'}]), 422, 'invalid_params', 'Dynos of this app cannot be of size Standard-1X.', canonical)
  })

  it('of enterprise teams are not Eco or Basic', async () => {
    const world = await createWorld()
    await createDeployed(world, {name: 'my-app', team: 'acme'})
    expectRefusal(await scale(world, 'my-app', [{type: 'web', size: 'eco'}]), 422, 'invalid_params', 'Heroku Enterprise accounts only support professional and private dynos.')
  })

  it('that an app can have are listed', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await createApp(world, {name: 'my-app', space: 'my-space'})
    const names = async (path: string) => (await world.get(path)).body.map(({name}: {name: string}) => name)
    expect(await names('/apps/my-app/available-dyno-sizes')).toEqual(['Private-S', 'Private-M', 'Private-L', 'Private-L-RAM', 'Private-XL', 'Private-2XL'])
    expect(await names('/dyno-sizes')).toHaveLength(32)
    expect((await world.get('/dyno-sizes/private-m')).body).toMatchObject({name: 'Private-M', memory: 2.5, private_space_only: true, generation: {name: 'cedar'}})
    expectRefusal(await world.get('/dyno-sizes/huge'), 404, 'not_found', "Couldn't find that dyno size.")
  })
})

describe('limits', () => {
  it('are ten dynos of a process type', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await createDeployed(world, {name: 'my-app', space: 'my-space'})
    const refused = await scale(world, 'my-app', [{type: 'web', quantity: 11}])
    expectRefusal(refused, 422, 'cannot_update_above_limit', 'Cannot update to more than 10 Private-S size dynos per process type.')
    expect(refused.body.limit).toBe(10)
    expect((await scale(world, 'my-app', [{type: 'web', quantity: 10}])).status).toBe(200)
  })

  it('are a hundred dynos of a space, one-off dynos among them', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch('/control-plane/settings', {'dynos-per-space': 6})
    for (const name of ['one-app', 'two-app']) await createDeployed(world, {name, space: 'my-space'})
    expect((await scale(world, 'one-app', [{type: 'web', quantity: 4}])).status).toBe(200)
    expectRefusal(await scale(world, 'two-app', [{type: 'web', quantity: 3}]), 422, 'cannot_update_above_limit', "You've reached the limit of 6 dynos in this space.")
    expect((await world.post('/apps/two-app/dynos', {command: 'bash'})).status).toBe(201)
    expectRefusal(await world.post('/apps/two-app/dynos', {command: 'bash'}), 422, 'cannot_run_above_limit', "You've reached the limit of 6 dynos in this space.")
    expectRefusal(await scale(world, 'two-app', [{type: 'web', quantity: '+1'}]), 422, 'cannot_update_above_limit')
    expect((await scale(world, 'one-app', [{type: 'web', quantity: '-1'}])).status).toBe(200)
    expect((await scale(world, 'two-app', [{type: 'web', quantity: '+1'}])).status).toBe(200)
  })

  it('let whoever is above them go down', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await createDeployed(world, {name: 'my-app', space: 'my-space'})
    await scale(world, 'my-app', [{type: 'web', quantity: 8}])
    await world.patch('/control-plane/settings', {'dynos-per-space': 3, 'dynos-per-type': 3})
    expect((await scale(world, 'my-app', [{type: 'web', quantity: 5}])).status).toBe(200)
    expectRefusal(await scale(world, 'my-app', [{type: 'web', quantity: 6}]), 422, 'cannot_update_above_limit')
  })

  it('are a hundred process types of a space', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.patch('/control-plane/settings', {'process-types': 3})
    await createDeployed(world, {name: 'one-app', space: 'my-space'})
    await createApp(world, {name: 'two-app', space: 'my-space'})
    await expect(deploy(world, 'two-app', {web: 'a', worker: 'b'})).rejects.toThrow("You've reached the limit of 3 process types in this space.")
    expect((await world.get('/apps/two-app/releases')).body).toHaveLength(2)
    await deploy(world, 'two-app', {web: 'a'})
  })
})
