import {describe, expect, it} from 'vitest'
import {createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer} from '../helpers/world.js'

const admin = 'admin@acme.example'

describe('releases', () => {
  it.each([collaborator, stranger])('are not there for %s, who does not see the app', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    for (const path of ['/apps/my-app/releases', '/apps/my-app/releases/1'])
      expectRefusal(await world.get(path, {as}), 404, 'not_found', "Couldn't find that app.")
  })

  it.each(['3', 'v0', 'latest', '99999999999'])('do not include %s', async (release) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    expectRefusal(await world.get(`/apps/my-app/releases/${release}`), 404, 'not_found', "Couldn't find that release.")
  })

  it('of another app are not found in this one', async () => {
    const world = await createWorld()
    for (const name of ['my-app', 'other-app']) await createApp(world, {name})
    const [theirs] = (await world.get('/apps/other-app/releases')).body
    expectRefusal(await world.get(`/apps/my-app/releases/${theirs.id}`), 404, 'not_found', "Couldn't find that release.")
  })

  it.each([member, viewer])('are seen by %s, who may view the app', async (as) => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app', team: 'acme'})
    expect((await world.get('/apps/my-app/releases', {as})).body).toHaveLength(2)
  })

  it('begin with two on cedar and one on fir', async () => {
    const world = await createWorld()
    for (const generation of ['cedar', 'fir']) {
      await world.space(`${generation}-space`, {generation})
      await createApp(world, {name: `${generation}-app`, space: `${generation}-space`})
    }
    const told = async (app: string) =>
      (await world.get(`/apps/${app}/releases`)).body.map(({version, description}: {version: number; description: string}) => [version, description])
    expect(await told('cedar-app')).toEqual([
      [1, 'Initial release'],
      [2, 'Enable Logplex'],
    ])
    expect(await told('fir-app')).toEqual([[1, 'Initial release']])
  })

  it('tell who made them and when, and which one is current', async () => {
    const world = await createWorld()
    const app = await createApp(world, {name: 'my-app', team: 'acme'}, member)
    world.pass(60)
    await world.patch('/apps/my-app/config-vars', {FOO: 'bar'})
    const {body} = await world.get('/apps/my-app/releases/3')
    expect(body).toMatchObject({
      addon_plan_names: [],
      app: {id: app.id, name: 'my-app'},
      created_at: '2026-01-01T00:01:00Z',
      current: true,
      description: 'Set FOO config vars',
      status: 'succeeded',
      user: {email: admin},
      version: 3,
    })
    expect((await world.get(`/apps/my-app/releases/${body.id}`)).body).toEqual(body)
    expect((await world.get('/apps/my-app/releases/v2')).body).toMatchObject({current: false, user: {email: member}})
    expect((await world.get('/apps/my-app')).body).toMatchObject({released_at: '2026-01-01T00:01:00Z', updated_at: '2026-01-01T00:01:00Z'})
  })

  it('are listed by number, as many and in the order that is asked for', async () => {
    const world = await createWorld()
    await createApp(world, {name: 'my-app'})
    for (let count = 1; count <= 9; count++) await world.patch('/apps/my-app/config-vars', {FOO: `${count}`})
    const versions = async (range: string) => {
      const {status, body} = await world.get('/apps/my-app/releases', {headers: {range}})
      return [status, ...body.map(({version}: {version: number}) => version)]
    }
    expect(await versions('')).toEqual([200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(await versions('version ..; order=desc,max=3')).toEqual([206, 11, 10, 9])
    expect(await versions('version ]9..; max=5')).toEqual([200, 10, 11])
  })
})
