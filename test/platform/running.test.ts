import fc from 'fast-check'
import {expect, it} from 'vitest'
import type {Method} from '../../src/lib/operations/wire.js'
import {createDeployed} from '../helpers/deploys.js'
import {type Answer, createWorld, type World} from '../helpers/world.js'

type Asked = [method: Method, path: string, body?: unknown]

/** Limits that a sequence reaches. */
const limits = {'dynos-per-space': 7, 'dynos-per-type': 4, boot: 2}

const app = fc.constantFrom('one-app', 'two-app')
const type = fc.constantFrom('web', 'web', 'worker')
const often = (arbitrary: fc.Arbitrary<Asked>) => ({arbitrary, weight: 4})

/** What changes what runs; `slug` in a body stands for one of the app's slugs. */
const asked: fc.Arbitrary<Asked> = fc.oneof(
  often(fc.tuple(app, type, fc.constantFrom(0, 1, 2, 3, 4, '+1', '+2', '-1')).map(([on, type, quantity]): Asked => ['PATCH', `/apps/${on}/formation`, {updates: [{type, quantity}]}])),
  fc.tuple(app, type, fc.constantFrom('private-s', 'private-m', 'basic')).map(([on, type, size]): Asked => ['PATCH', `/apps/${on}/formation`, {updates: [{type, size}]}]),
  fc.tuple(app, fc.nat()).map(([on, value]): Asked => ['PATCH', `/apps/${on}/config-vars`, {KEY: `${value}`}]),
  fc.tuple(app, fc.constantFrom({web: 'a'}, {web: 'b', worker: 'b'}, {worker: 'c'})).map(([on, process_types]): Asked => ['POST', `/apps/${on}/slugs`, {process_types}]),
  fc.tuple(app, fc.constantFrom('v3', 'v4', 'v9')).map(([on, release]): Asked => ['POST', `/apps/${on}/releases`, {release}]),
  fc.tuple(app, fc.constantFrom('dynos', 'dynos/web.1', 'dynos/web.2', 'formations/web')).map(([on, what]): Asked => ['DELETE', `/apps/${on}/${what}`]),
  fc.tuple(app, fc.constantFrom('dynos/web.1', 'formations/run')).map(([on, what]): Asked => ['POST', `/apps/${on}/${what}/actions/stop`]),
  app.map((on): Asked => ['POST', `/apps/${on}/dynos`, {command: 'bash', time_to_live: 5}]),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('failed', 'working')).map(([zone, state]): Asked => ['PATCH', '/control-plane/spaces/my-space/zones', {zone, state}]),
)

const step = fc.record({asked, after: fc.constantFrom(0, 0, 0.5, 1, 2, 3, 10)})

it.each(['cedar', 'fir'])('whatever is done to what runs on %s, all tell the same of it, and no limit is passed', {timeout: 60_000}, async (generation) => {
  const outcomes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, {minLength: 10, maxLength: 40, size: 'max'}), async (steps) => {
      const world = await createWorld()
      await world.patch('/control-plane/settings', {...limits, 'dynos-per-fir-space': 7, 'dynos-per-fir-type': 4})
      await world.space('my-space', {generation})
      for (const name of ['one-app', 'two-app']) await createDeployed(world, {name, space: 'my-space'})
      for (const {asked, after} of steps) {
        world.pass(after)
        outcomes.add(await perform(world, asked, generation))
        for (const later of [0, 1, 1]) {
          world.pass(later)
          await expectSound(world)
        }
      }
      expect(world.faults).toEqual([])
    }),
    {numRuns: 40},
  )
  // Or the sequences have been about something else.
  for (const outcome of ['200', '201', '202', 'cannot_update_above_limit', 'cannot_run_above_limit', 'not_found', 'invalid_params']) expect(outcomes).toContain(outcome)
})

/** Code is released when it is there, as a slug or an image. Gives the status or what it was refused with. */
async function perform(world: World, [method, path, body]: Asked, generation: string): Promise<string> {
  const code = path.endsWith('/slugs')
  const place = code && generation === 'fir' ? path.replace('slugs', 'oci-images') : path
  const {status, body: answer} = await world.request(method, place, {...(body !== undefined && {body})})
  if (!code) return status < 300 ? `${status}` : answer.id
  const released = await world.post(path.replace('slugs', 'releases'), {[generation === 'fir' ? 'oci_image' : 'slug']: answer.id})
  return released.status < 300 ? `${released.status}` : released.body.id
}

interface Shown {
  id: string
  name: string
  type: string
  size: string
  command: string
  extended: {ip: string; az: string}
}

const ids = (things: readonly {id: string}[]) => things.map(({id}) => id)

async function expectSound(world: World): Promise<void> {
  const get = async (path: string): Promise<Answer['body']> => (await world.get(path)).body
  const topology = await get('/spaces/my-space/topology')
  const listed = await get('/spaces/my-space/dynos')
  const zones: {name: string; state: string}[] = await get('/control-plane/spaces/my-space/zones')
  const all: Shown[] = []
  for (const {id} of topology.apps as {id: string}[]) {
    const dynos: Shown[] = await get(`/apps/${id}/dynos?extended=true`)
    all.push(...dynos)
    expect(new Set(dynos.map(({name}) => name)).size).toBe(dynos.length)
    expect(ids(listed.find(({app_id}: {app_id: string}) => app_id === id)?.dynos ?? [])).toEqual(ids(dynos))
    const {formations} = topology.apps.find((app: {id: string}) => app.id === id)
    const formation = await get(`/apps/${id}/formation`)
    expect(new Set(dynos.filter(({type}) => type !== 'run').map(({type}) => type)).size).toBeLessThanOrEqual(formation.length)
    for (const {type, quantity, size} of formation) {
      const own = dynos.filter((dyno) => dyno.type === type)
      expect(own).toHaveLength(quantity)
      expect(quantity).toBeLessThanOrEqual(limits['dynos-per-type'])
      for (const dyno of own) expect(dyno.size).toBe(size)
      const shown = formations.find((process: {process_type: string}) => process.process_type === type).dynos
      expect(ids(shown).sort()).toEqual(ids(own).sort())
      expect(shown.map(({number}: {number: number}) => number)).toEqual(own.map((_, index) => index + 1))
    }
  }
  expect(all.length).toBeLessThanOrEqual(limits['dynos-per-space'])
  expect(new Set(all.map(({extended}) => extended.ip)).size).toBe(all.length)
  for (const {extended} of all) {
    expect(extended.ip).toMatch(/^10\.0\.1[2-7]\d\./)
    expect(zones.find(({name}) => extended.az.endsWith(name))?.state).toBe('working')
  }
}
