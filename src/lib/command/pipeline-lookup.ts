import {NotThere, UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Pipeline} from '../operations/pipelines.js'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A pipeline by id or name. Several may have the name: then somebody is asked, by when each was created.
 *
 * @throws {NotThere | UsageFailure} where there is none; where there are several and nobody to ask
 */
export async function findPipeline(platform: Platform, identity: string, interactive: boolean): Promise<Pipeline> {
  if (uuid.test(identity)) return platform.call('pipeline.info', {pipeline: identity, variant: 'pipelines'})
  const found = await platform.call('pipeline.list', {variant: 'pipelines', query: {'eq[name]': identity}})
  const [pipeline, another] = found
  if (!pipeline) throw new NotThere('Pipeline not found')
  if (!another) return pipeline
  if (!interactive) throw new UsageFailure(`Several pipelines have the name ${identity}. Use the id of one: ${found.map(({id}) => id).join(', ')}.`)
  const {chooseOne} = await import('./prompt.js')
  return chooseOne(`Which ${identity} pipeline?`, found.map((value) => ({name: new Date(value.created_at).toString(), value})))
}
