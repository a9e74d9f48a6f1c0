import {createApp} from './apps.js'
import type {Answer, World} from './world.js'

/** Releases code with these process types, as a slug or on fir as an image; gives the release. */
export async function deploy(world: World, app: string, process_types: Record<string, string>, more: Record<string, unknown> = {}): Promise<Answer['body']> {
  const {body: info} = await world.get(`/apps/${app}`)
  const fir = info.generation.name === 'fir'
  const made = await world.post(`/apps/${app}/${fir ? 'oci-images' : 'slugs'}`, {process_types, ...more})
  if (made.status !== 201) throw new Error(`The code was refused: ${made.body.message}`)
  const {status, body} = await world.post(`/apps/${app}/releases`, {[fir ? 'oci_image' : 'slug']: made.body.id})
  if (status !== 201) throw new Error(`The release was refused: ${body.message}`)
  return body
}

/** An app that runs, with a web dyno and a worker that is not scaled up, all of it up. */
export async function createDeployed(world: World, wanted: Parameters<typeof createApp>[1]): Promise<Answer['body']> {
  const app = await createApp(world, wanted)
  await deploy(world, wanted.name, {web: 'npm start', worker: 'npm run work'})
  world.pass(60)
  return app
}
