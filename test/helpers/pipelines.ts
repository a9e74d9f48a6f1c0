import type {Answer, World} from './world.js'

/** A pipeline that is there: of the team `acme`, or what else is wanted. */
export async function createPipeline(world: World, name: string, wanted: Record<string, unknown> = {}, as?: string): Promise<Answer['body']> {
  const {body: team} = await world.get('/teams/acme')
  const {status, body} = await world.post('/pipelines', {name, owner: {id: team.id, type: 'team'}, ...wanted}, as === undefined ? {} : {as})
  if (status !== 201) throw new Error(`The pipeline ${name} was refused: ${body.message}`)
  return body
}

/** Puts an app into a pipeline. */
export async function couple(world: World, app: string, pipeline: string, stage: string): Promise<Answer['body']> {
  const {status, body} = await world.post('/pipeline-couplings', {app, pipeline, stage})
  if (status !== 201) throw new Error(`${app} was refused in ${pipeline}: ${body.message}`)
  return body
}
