import {createApp} from './apps.js'
import {type Answer, createWorld, type World} from './world.js'

/** `my-app` in the space `my-space` of virginia, or outside spaces where `space` is null. */
export async function worldWithApp(space: Record<string, unknown> | null = {}): Promise<World> {
  const world = await createWorld()
  if (space) await world.space('my-space', space)
  await createApp(world, {name: 'my-app', team: 'acme', ...(space && {space: 'my-space'})})
  return world
}

/** The answer to adding an add-on to `my-app`. */
export const add = (world: World, plan: unknown, wanted: Record<string, unknown> = {}, as?: string): Promise<Answer> =>
  world.post('/apps/my-app/addons', {plan, ...wanted}, as === undefined ? {} : {as})

/** An add-on that is there. */
export async function added(world: World, plan: unknown, wanted: Record<string, unknown> = {}): Promise<Answer['body']> {
  const {status, body} = await add(world, plan, wanted)
  if (status !== 201) throw new Error(`${String(plan)} was refused: ${body.message}`)
  return body
}

export const configOf = async (world: World, app = 'my-app'): Promise<Answer['body']> => (await world.get(`/apps/${app}/config-vars`)).body

/** The descriptions of an app's releases, oldest first. */
export const releasesOf = async (world: World, app = 'my-app'): Promise<string[]> =>
  (await world.get(`/apps/${app}/releases`)).body.map(({description}: {description: string}) => description)

/** The names in a list, sorted. */
export const namesIn = (answer: Answer): string[] => answer.body.map(({name}: {name: string}) => name).toSorted()
