import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {createWorld, expectRefusal, member, viewer, type World} from '../helpers/world.js'

const admin = 'admin@acme.example'

async function servedWorld() {
  const world = await createWorld({guarded: true})
  const as = async (email: string) => ({headers: {authorization: `Bearer ${await world.tokenOf(email)}`}})
  return {world, as, own: await as(admin)}
}

const stateOf = async (world: World, own: {headers: Record<string, string>}) => (await world.get('/spaces/my-space', own)).body.state

describe('answers that are kept', () => {
  it('follow the time: allocating, allocated, deleting, gone, though nobody changes anything between', async () => {
    const {world, own} = await servedWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, own)
    for (const state of ['allocating', 'allocating']) expect(await stateOf(world, own)).toBe(state)
    world.pass(2)
    for (const state of ['allocated', 'allocated']) expect(await stateOf(world, own)).toBe(state)
    await world.delete('/spaces/my-space', own)
    for (const state of ['deleting', 'deleting']) expect(await stateOf(world, own)).toBe(state)
    world.pass(2)
    expectRefusal(await world.get('/spaces/my-space', own), 404, 'not_found')
  })

  it('follow every change at once', async () => {
    const {world, own} = await servedWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, own)
    for (const name of ['second-name', 'third-name']) {
      const [space] = (await world.get('/spaces', own)).body
      await world.patch(`/spaces/${space.id}`, {name}, own)
      expect((await world.get('/spaces', own)).body[0].name).toBe(name)
    }
  })

  it('follow a change that another process makes to the same file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spacedock-test-'))
    const file = join(folder, 'world.sqlite')
    const served = await createWorld({guarded: true, file})
    const other = await createWorld({file})
    const own = {headers: {authorization: `Bearer ${await served.tokenOf(admin)}`}}
    expect((await served.get('/spaces', own)).body).toEqual([])
    await other.post('/spaces', {name: 'my-space', team: 'acme'})
    expect((await served.get('/spaces', own)).body).toHaveLength(1)
    rmSync(folder, {recursive: true})
  })

  it('belong to who asked, how it was asked, and which part was asked for', async () => {
    const {world, own, as} = await servedWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, own)
    expect((await world.get('/account', own)).body.email).toBe(admin)
    expect((await world.get('/account', await as(member))).body.email).toBe(member)
    const sdk = {headers: {...own.headers, accept: 'application/vnd.heroku+json; version=3.sdk'}}
    expect((await world.get('/spaces/my-space', own)).body.generation).toMatchObject({name: 'cedar'})
    expect((await world.get('/spaces/my-space', sdk)).body.generation).toBe('cedar')
    const expanded = {headers: {...own.headers, 'accept-expansion': 'region'}}
    expect((await world.get('/spaces/my-space', expanded)).body.region.description).toBe('Virginia, United States')
    expect((await world.get('/regions', {headers: {...own.headers, range: 'name ..; max=1'}})).body).toHaveLength(1)
    expect((await world.get('/regions', own)).body).toHaveLength(12)
  })

  it('end with the token that asked, or with its permission', async () => {
    const {world, own, as} = await servedWorld()
    await world.post('/spaces', {name: 'my-space', team: 'acme'}, own)
    const short = {headers: {authorization: `Bearer ${await world.tokenOf(viewer, 30)}`}}
    expect((await world.get('/spaces/my-space', short)).status).toBe(200)
    world.pass(30)
    expectRefusal(await world.get('/spaces/my-space', short), 401, 'unauthorized')
    const long = await as(viewer)
    expect((await world.get('/spaces/my-space', long)).status).toBe(200)
    await world.delete(`/teams/acme/members/${viewer}`, own)
    expectRefusal(await world.get('/spaces/my-space', long), 404, 'not_found')
  })

  it('are not sent again to who has them', async () => {
    const {world, own} = await servedWorld()
    const {etag = ''} = (await world.get('/account', own)).headers
    for (let time = 0; time < 2; time++) {
      const answer = await world.get('/account', {headers: {...own.headers, 'if-none-match': etag}})
      expect(answer.status).toBe(304)
      expect(answer.body).toBeUndefined()
    }
  })
})
