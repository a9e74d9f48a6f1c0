import {beforeEach, describe, expect, it} from 'vitest'
import {addCollaborator, createApp} from '../helpers/apps.js'
import {collaborator, createWorld, expectRefusal, member, stranger, type World} from '../helpers/world.js'

const url = 'https://me:secret@logs.example.com/drain'
const drains = '/apps/my-app/log-drains'
const logging = '/spaces/shield-space/log-drain'

let world: World

/** A Shield space with a log drain and an app in it, and an app outside spaces. */
beforeEach(async () => {
  world = await createWorld()
  await world.space('shield-space', {shield: true, log_drain_url: url})
  await createApp(world, {name: 'shield-app', space: 'shield-space'})
  await createApp(world, {name: 'my-app', team: 'acme'})
})

const urls = async () => (await world.get(drains)).body.map((drain: {url: string}) => drain.url)

describe('log-drain.create refuses', () => {
  it.each(['http://logs.example.com', 'logs', 'syslog:///x', ''])('%j', async (wrong) => {
    expectRefusal(await world.post(drains, {url: wrong}), 422, 'invalid_params', 'Log drain URL')
    expect(await urls()).toEqual([])
  })

  it('a sixth, and one that is there', async () => {
    for (let number = 0; number < 5; number++) expect((await world.post(drains, {url: `${url}/${number}`})).status).toBe(201)
    expectRefusal(await world.post(drains, {url: `${url}/0`}), 422, 'invalid_params', 'already')
    expectRefusal(await world.post(drains, {url: `${url}/6`}), 422, 'invalid_params', "You've reached the limit of 5 log drains for this app.")
  })

  it('an app in a space that has a log drain, and one of the fir generation', async () => {
    expectRefusal(await world.post('/apps/shield-app/log-drains', {url}), 422, 'invalid_params', 'shield-space', 'cannot have their own')
    await world.space('fir-space', {generation: 'fir'})
    await createApp(world, {name: 'fir-app', space: 'fir-space'})
    expectRefusal(await world.post('/apps/fir-app/log-drains', {url}), 422, 'invalid_params', 'not supported for the fir generation')
  })

  it('this machine, where others use the control plane too', async () => {
    const served = await createWorld({guarded: true})
    const headers = {authorization: `Bearer ${await served.tokenOf('admin@acme.example')}`}
    await served.post('/apps', {name: 'my-app'}, {headers})
    expectRefusal(await served.post(drains, {url: 'https://localhost:8443'}, {headers}), 422, 'invalid_params', 'which others use too')
    expect((await world.post(drains, {url: 'https://localhost:8443'})).status).toBe(201)
  })

  it('who may not operate the app, as it does to look and to delete', async () => {
    const {body} = await world.post(drains, {url})
    await addCollaborator(world, 'my-app', 'view@acme.example', ['view'])
    for (const [as, status] of [[member, 403], ['view@acme.example', 403], [collaborator, 404], [stranger, 404]] as const)
      for (const answer of [await world.post(drains, {url: `${url}/x`}, {as}), await world.get(drains, {as}), await world.delete(`${drains}/${body.id}`, {as})]) {
        expect(answer.status).toBe(status)
        expect(JSON.stringify(answer.body)).not.toContain('secret')
      }
    await addCollaborator(world, 'my-app', 'operate@acme.example', ['view', 'operate'])
    expect((await world.get(drains, {as: 'operate@acme.example'})).status).toBe(200)
  })
})

describe('a log drain of an app', () => {
  it('is found and removed by id, by token and by URL', async () => {
    for (const by of ['id', 'token', 'url'] as const) {
      const {body} = await world.post(drains, {url})
      expect(body).toMatchObject({addon: null, app: {name: 'my-app'}, url, token: expect.stringMatching(/^d\.[0-9a-f-]{36}$/)})
      const path = `${drains}/${encodeURIComponent(body[by])}`
      expect((await world.get(path)).body).toEqual(body)
      expect((await world.delete(path)).body).toEqual(body)
      expectRefusal(await world.get(path), 404, 'not_found', "Couldn't find that log drain.")
    }
  })

  it('is not found from another app, and goes with its own', async () => {
    const {body} = await world.post(drains, {url})
    await createApp(world, {name: 'other-app', team: 'acme'})
    expectRefusal(await world.get(`/apps/other-app/log-drains/${body.id}`), 404, 'not_found')
    await world.delete('/apps/my-app')
    await createApp(world, {name: 'my-app', team: 'acme'})
    expect(await urls()).toEqual([])
  })

  it('has a number for who asks for more', async () => {
    await world.post(drains, {url})
    expect((await world.get(`${drains}?extended=true`)).body[0].extended.drain_id).toEqual(expect.any(Number))
    expect((await world.get(drains)).body[0]).not.toHaveProperty('extended')
  })
})

describe('the log drain of a space', () => {
  it('is set when the space is created, and can only be led elsewhere', async () => {
    const before = (await world.get(logging)).body
    expect(before).toMatchObject({addon: null, app: null, url, token: expect.stringMatching(/^d\./)})
    world.pass(5)
    const {body, status} = await world.put(logging, {url: 'https://other.example.com'})
    expect(status).toBe(200)
    expect(body).toEqual({...before, url: 'https://other.example.com', updated_at: '2026-01-01T00:01:05Z'})
    expect((await world.get(logging)).body).toEqual(body)
  })

  it.each(['http://logs.example.com', 'syslog://logs.example.com', 'https://'])('does not lead to %s', async (wrong) => {
    expectRefusal(await world.put(logging, {url: wrong}), 422, 'invalid_params', 'begins with https://')
    expect((await world.get(logging)).body.url).toBe(url)
  })

  it('is not there where none was given, and cannot be added', async () => {
    await world.space('plain-shield', {shield: true})
    await world.space('plain-space')
    for (const name of ['plain-shield', 'plain-space']) expectRefusal(await world.get(`/spaces/${name}/log-drain`), 404, 'not_found', "Couldn't find that log drain.")
    expectRefusal(await world.put('/spaces/plain-shield/log-drain', {url}), 404, 'not_found', "Couldn't find that log drain.")
    expectRefusal(await world.put('/spaces/plain-space/log-drain', {url}), 422, 'invalid_params', 'Private Space Logging is only supported for Shield spaces.')
  })

  it.each<[string, number]>([
    [member, 403],
    [collaborator, 404],
    [stranger, 404],
  ])('is neither shown to %s nor changed by them', async (as, status) => {
    for (const answer of [await world.get(logging, {as}), await world.put(logging, {url: 'https://other.example.com'}, {as})]) {
      expect(answer.status).toBe(status)
      expect(JSON.stringify(answer.body)).not.toContain('secret')
    }
    expect((await world.get(logging)).body.url).toBe(url)
  })
})
