import {describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, viewer, type World} from '../helpers/world.js'

const set = (world: World, change: unknown, as = 'admin@acme.example') => world.patch('/apps/my-app/config-vars', change, {as})
const latest = async (world: World) =>
  (await world.get('/apps/my-app/releases', {headers: {range: 'version ..; order=desc,max=1'}})).body[0]

async function worldWithApp() {
  const world = await createWorld()
  await createApp(world, {name: 'my-app', team: 'acme'})
  return world
}

describe('config vars are not', () => {
  const people: [string, number, string, string][] = [
    [member, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [viewer, 403, 'forbidden', 'You do not have the required access to the app my-app'],
    [collaborator, 404, 'not_found', "Couldn't find that app."],
    [stranger, 404, 'not_found', "Couldn't find that app."],
  ]
  it.each(people)('for %s, to read or to change', async (as, status, id, message) => {
    const world = await worldWithApp()
    expectRefusal(await set(world, {FOO: 'bar'}, as), status, id, message)
    expectRefusal(await world.get('/apps/my-app/config-vars', {as}), status, id, message)
    expectRefusal(await world.get('/apps/my-app/releases/1/config-vars', {as}), status, id, message)
    expect((await world.get('/apps/my-app/config-vars')).body).toEqual({})
  })

  it('for a collaborator without deploy', async () => {
    const world = await worldWithApp()
    await addCollaborator(world, 'my-app', member, ['operate', 'manage'])
    expectRefusal(await set(world, {FOO: 'bar'}, member), 403, 'forbidden', 'my-app')
    await world.patch(`/teams/apps/my-app/collaborators/${member}`, {permissions: ['deploy']})
    expect((await set(world, {FOO: 'bar'}, member)).body).toEqual({FOO: 'bar'})
  })

  const refused: [string, unknown, ...(RegExp | string)[]][] = [
    ['named with a dash', {'MY-VAR': 'x'}, 'MY-VAR'],
    ['named with an equals sign', {'FOO=': 'x'}, 'letters, digits, and underscores'],
    ['named by nothing', {'': 'x'}, 'too short'],
    ['named at any length', {['A'.repeat(257)]: 'x'}, '256'],
    ['numbers', {FOO: 5}, 'Config var FOO must be a string'],
    ['objects', {constructor: {}}, 'Config var constructor must be a string'],
    ['larger than 32 KiB in all', {FOO: 'x'.repeat(32 * 1024 - 5)}, '32 KiB'],
  ]
  it.each(refused)('%s', async (_, change, ...named) => {
    const world = await worldWithApp()
    await set(world, {KEPT: 'x'})
    expectRefusal(await set(world, change), 422, 'invalid_params', ...named)
    expect((await world.get('/apps/my-app/config-vars')).body).toEqual({KEPT: 'x'})
    expect((await latest(world)).version).toBe(3)
  })

  it('half changed when one of them is refused', async () => {
    const world = await worldWithApp()
    expectRefusal(await set(world, {GOOD: 'x', 'BAD-ONE': 'y'}), 422, 'invalid_params', 'BAD-ONE')
    expect((await world.get('/apps/my-app/config-vars')).body).toEqual({})
  })

  it('changed by hand where an add-on sets them', async () => {
    const world = await worldWithApp()
    await world.post('/apps/my-app/addons', {plan: 'heroku-redis:mini'})
    const {body: before} = await world.get('/apps/my-app/config-vars')
    for (const REDIS_URL of ['redis://elsewhere.example', null])
      expectRefusal(await set(world, {FOO: 'bar', REDIS_URL}), 422, 'invalid_params', 'Cannot overwrite attachment values REDIS_URL.')
    expect((await world.get('/apps/my-app/config-vars')).body).toEqual(before)
    expect((await set(world, {FOO: 'bar', REDIS_URL: before.REDIS_URL})).body).toEqual({...before, FOO: 'bar'})
  })

  it('told in a refusal', async () => {
    const world = await worldWithApp()
    for (const change of [{'BAD-ONE': 'hunter2'}, {FOO: ['hunter2']}, {FOO: `hunter2${'x'.repeat(40_000)}`}])
      expect((await set(world, change)).body.message).not.toContain('hunter2')
  })
})

describe('config vars', () => {
  it('are set, changed and unset, each time with a release', async () => {
    const world = await worldWithApp()
    const told: [Record<string, string | null>, Record<string, string>, string][] = [
      [{FOO: '1', BAR: '2'}, {FOO: '1', BAR: '2'}, 'Set FOO, BAR config vars'],
      [{FOO: '3', BAR: '2'}, {FOO: '3', BAR: '2'}, 'Set FOO config vars'],
      [{BAR: null}, {FOO: '3'}, 'Remove BAR config vars'],
      [{FOO: null, EMPTY: ''}, {EMPTY: ''}, 'Set EMPTY, remove FOO config vars'],
    ]
    for (const [index, [change, config, description]] of told.entries()) {
      expect((await set(world, change)).body).toEqual(config)
      expect((await world.get('/apps/my-app/config-vars')).body).toEqual(config)
      expect(await latest(world)).toMatchObject({description, version: index + 3})
    }
  })

  it('make no release when nothing changes', async () => {
    const world = await worldWithApp()
    await set(world, {FOO: '1'})
    for (const change of [{FOO: '1'}, {MISSING: null}, {toString: null}, {}]) expect((await set(world, change)).body).toEqual({FOO: '1'})
    expect((await latest(world)).version).toBe(3)
  })

  it('may have names that mean something to JavaScript', async () => {
    const world = await worldWithApp()
    const odd = '{"__proto__":"1","constructor":"2","toString":"3","prototype":"4"}'
    const {body} = await world.patch('/apps/my-app/config-vars', odd)
    expect(JSON.stringify(body)).toBe(odd)
    expect(JSON.stringify((await set(world, {constructor: null, hasOwnProperty: null})).body)).toBe('{"__proto__":"1","toString":"3","prototype":"4"}')
  })

  it('can fill 32 KiB, and be unset then', async () => {
    const world = await worldWithApp()
    await set(world, {FOO: 'x'.repeat(32 * 1024 - 3)})
    expectRefusal(await set(world, {A: ''}), 422, 'invalid_params', '32 KiB')
    expect((await set(world, {FOO: null})).body).toEqual({})
  })

  it('of an earlier release stay what they were', async () => {
    const world = await worldWithApp()
    await set(world, {FOO: '1'})
    await set(world, {FOO: '2'})
    const of = async (release: string) => (await world.get(`/apps/my-app/releases/${release}/config-vars`)).body
    expect([await of('2'), await of('v3'), await of('4')]).toEqual([{}, {FOO: '1'}, {FOO: '2'}])
    expectRefusal(await world.get('/apps/my-app/releases/5/config-vars'), 404, 'not_found', "Couldn't find that release.")
  })
})
