import type {Answer, World} from './world.js'

interface WantedApp {
  name: string
  team?: string
  space?: string
  [key: string]: unknown
}

/** An app that is there: personal, or where it names a team or a space, that team's. */
export async function createApp(world: World, wanted: WantedApp, as?: string): Promise<Answer['body']> {
  const path = wanted.team === undefined && wanted.space === undefined ? '/apps' : '/teams/apps'
  const {status, body} = await world.post(path, wanted, as === undefined ? {} : {as})
  if (status !== 201) throw new Error(`The app ${wanted.name} was refused: ${body.message}`)
  return body
}

/** Somebody who works on an app, with these permissions on it besides `view`. */
export async function addCollaborator(world: World, app: string, user: string, permissions: string[] = ['view']): Promise<Answer['body']> {
  const {status, body} = await world.post(`/teams/apps/${app}/collaborators`, {user, permissions})
  if (status !== 201) throw new Error(`${user} was refused as collaborator: ${body.message}`)
  return body
}
