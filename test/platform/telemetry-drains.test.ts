import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {type Answer, collaborator, createWorld, expectRefusal, member, stranger, type World} from '../helpers/world.js'

const exporter = {type: 'otlphttp', endpoint: 'https://otel.example.com/consumer', headers: {'x-api-key': 'secret'}}
const owners = {app: '/apps/fir-app/telemetry-drains', space: '/spaces/fir-space/telemetry-drains'} as const

let world: World
let ids: Record<'app' | 'cedar' | 'space', string>

beforeEach(async () => {
  world = await createWorld()
  const space = await world.space('fir-space', {generation: 'fir'})
  const app = await createApp(world, {name: 'fir-app', space: 'fir-space'})
  const cedar = await createApp(world, {name: 'my-app', team: 'acme'})
  ids = {app: app.id, cedar: cedar.id, space: space.id}
})

const add = (type: 'app' | 'space', changed: object = {}, as?: string): Promise<Answer> =>
  world.post('/telemetry-drains', {owner: {id: ids[type], type}, signals: ['traces', 'logs'], exporter, ...changed}, as === undefined ? {} : {as})

describe('telemetry-drain.create refuses', () => {
  it.each<[string, object, ...string[]]>([
    ['no signals', {signals: []}, 'At least one signal'],
    ['a signal that is none', {signals: ['smoke']}, 'signals.0'],
    ['an endpoint over http', {exporter: {...exporter, endpoint: 'http://otel.example.com'}}, 'Exporter endpoint must be a URL that begins with https://'],
    ['an endpoint that is none', {exporter: {...exporter, endpoint: 'otel'}}, 'Exporter endpoint'],
    ['an endpoint that is too long', {exporter: {...exporter, endpoint: `https://otel.example.com/${'x'.repeat(1000)}`}}, 'too long'],
    ['a type that is none', {exporter: {...exporter, type: 'carrier-pigeon'}}, 'exporter.type'],
    ['21 headers', {exporter: {...exporter, headers: Object.fromEntries(Array.from({length: 21}, (_, number) => [`h${number}`, 'x']))}}, 'Exporter headers can be 20 at most, not 21.'],
    ['a header with a blank in its name', {exporter: {...exporter, headers: {'x api': 'x'}}}, 'x api is no name of an exporter header'],
    ['a header whose value is too long', {exporter: {...exporter, headers: {key: 'x'.repeat(1001)}}}, 'maximum is 1000'],
    ['an owner that is neither', {owner: {id: 'x', type: 'team'}}, 'owner.type'],
    ['no exporter', {exporter: undefined}, 'exporter'],
  ])('%s', async (_, changed, ...names) => {
    expectRefusal(await add('app', changed), 422, 'invalid_params', ...names)
    expect((await world.get(owners.app)).body).toEqual([])
  })

  it('what is of the cedar generation', async () => {
    expectRefusal(await add('app', {owner: {id: ids.cedar, type: 'app'}}), 422, 'invalid_params', 'A telemetry drain is not supported for the cedar generation.')
  })

  it('an app and a space that there is not', async () => {
    expectRefusal(await add('app', {owner: {id: 'no-app', type: 'app'}}), 404, 'not_found', "Couldn't find that app.")
    expectRefusal(await add('space', {owner: {id: ids.app, type: 'space'}}), 404, 'not_found', "Couldn't find that space.")
  })

  it.each(['app', 'space'] as const)('a sixth of one %s', async (type) => {
    for (let number = 0; number < 5; number++) expect((await add(type)).status).toBe(201)
    expectRefusal(await add(type), 422, 'invalid_params', "You've reached the limit of 5 telemetry drains.")
  })

  it.each<[string, number]>([
    [member, 403],
    [collaborator, 404],
    [stranger, 404],
  ])('%s, as it does to look, change and remove', async (as, status) => {
    for (const type of ['app', 'space'] as const) {
      const path = `/telemetry-drains/${(await add(type)).body.id}`
      for (const answer of [
        await add(type, {}, as),
        await world.get(owners[type], {as}),
        await world.get(path, {as}),
        await world.patch(path, {signals: ['logs']}, {as}),
        await world.delete(path, {as}),
      ]) {
        expect(answer.status).toBe(status)
        expect(JSON.stringify(answer.body)).not.toContain('secret')
      }
      expect((await world.get(path)).body.signals).toEqual(['traces', 'logs'])
    }
  })
})

describe('a telemetry drain', () => {
  it.each(['app', 'space'] as const)('of one %s is added, listed, changed in part, and removed', async (type) => {
    const {body} = await add(type)
    expect(body).toMatchObject({owner: {id: ids[type], type}, signals: ['traces', 'logs'], exporter})
    const path = `/telemetry-drains/${body.id}`
    expect((await world.get(owners[type])).body).toEqual([body])
    expect((await world.get(owners[type === 'app' ? 'space' : 'app'])).body).toEqual([])
    world.pass(5)
    const changed = (await world.patch(path, {exporter: {endpoint: 'https://other.example.com'}})).body
    expect(changed).toEqual({...body, exporter: {...exporter, endpoint: 'https://other.example.com'}, updated_at: changed.updated_at})
    expect(changed.updated_at > body.updated_at).toBe(true)
    expect((await world.patch(path, {signals: ['metrics', 'metrics']})).body.signals).toEqual(['metrics'])
    expectRefusal(await world.patch(path, {exporter: {endpoint: 'http://other.example.com'}}), 422, 'invalid_params', 'https://')
    expectRefusal(await world.patch(path, {signals: []}), 422, 'invalid_params', 'At least one signal')
    expect((await world.delete(path)).body.id).toBe(body.id)
    expectRefusal(await world.get(path), 404, 'not_found', "Couldn't find that telemetry drain.")
  })

  it('of an app is for who may operate it, and goes with it', async () => {
    const {body} = await add('app')
    await addCollaborator(world, 'fir-app', 'operate@acme.example', ['view', 'operate'])
    expect((await world.get(`/telemetry-drains/${body.id}`, {as: 'operate@acme.example'})).status).toBe(200)
    await world.delete('/apps/fir-app')
    expectRefusal(await world.get(`/telemetry-drains/${body.id}`), 404, 'not_found')
  })
})
