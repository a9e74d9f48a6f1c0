import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal} from '../helpers/world.js'

const path = '/control-plane/settings'

describe('settings refuse', () => {
  it.each<[string, object, ...string[]]>([
    ['a name nobody knows, with a suggestion', {alocation: 0}, 'Did you mean allocation?'],
    ['a negative delay', {allocation: -1}, 'allocation', 'from 0'],
    ['half an app', {'apps-per-space': 1.5}, 'a whole number of apps'],
    ['a number that is none', {allocation: 'soon'}, 'allocation', 'a number'],
    ['more than a year', {allocation: 40_000_000}, '31536000'],
  ])('%s', async (_, body, ...said) => {
    const world = await createWorld()
    const before = (await world.get(path)).body
    expectRefusal(await world.patch(path, {deletion: 7, ...body}), 422, 'invalid_params', ...said)
    expect((await world.get(path)).body).toEqual(before)
  })
})

describe('a control plane', () => {
  it('goes back to the seeded world', async () => {
    const world = await createWorld()
    await world.space('my-space')
    await world.post('/teams/apps', {name: 'my-app', space: 'my-space'})
    await world.post('/apps/my-app/addons', {plan: 'heroku-postgresql:private-0'})
    await world.post('/teams', {name: 'side-team'})
    const {id} = (await world.get('/teams/acme')).body
    expect((await world.post('/pipelines', {name: 'my-pipeline', owner: {id, type: 'team'}})).status).toBe(201)
    await world.patch(path, {allocation: 9})
    const {body} = await world.post('/control-plane/actions/reset')
    expect((await world.get('/pipelines')).body).toEqual([])
    expect(body.counts).toEqual({accounts: 5, addons: 0, apps: 0, spaces: 0, teams: 3})
    expect((await world.get(path)).body.find(({name}: {name: string}) => name === 'allocation').value).toBe(2)
  })

  it('keeps settings until they are changed', async () => {
    const world = await createWorld()
    await world.patch(path, {allocation: 30})
    await world.post('/spaces', {name: 'my-space', team: 'acme'})
    world.pass(29)
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocating')
    world.pass(1)
    expect((await world.get('/spaces/my-space')).body.state).toBe('allocated')
  })
})
