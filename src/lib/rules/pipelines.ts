import {type Generation, generationsUrl} from './facts.js'
import {refuse, type Refusal} from './refusal.js'

interface Kind {
  readonly name: string
  readonly generation: Generation
}

/** Nothing, or why an app cannot come into a pipeline: it is in one already, or of another generation (tf heroku_pipeline). */
export function requireFit(app: Kind, pipeline: Kind, present: string | undefined): Refusal | undefined {
  if (present !== undefined) return refuse(`App ${app.name} is in the pipeline ${present} already. Remove it from there first.`)
  if (app.generation === pipeline.generation) return undefined
  return refuse(
    `App ${app.name} is of the ${app.generation} generation and the pipeline ${pipeline.name} of the ${pipeline.generation} generation: all apps of a pipeline are of one. Add it to another pipeline.`,
    generationsUrl,
  )
}

/** How the release of a promoted app is described, in Heroku's words: where the code comes from. */
export const promotionDescription = (source: string, version: number, commit: string | null): string =>
  `Promote ${source} v${version}${commit ? ` ${commit.slice(0, 8)}` : ''}`

/** Nothing, or why an app cannot be promoted to these (tf heroku_pipeline_promotion: all in the same pipeline; any stage). */
export function requireTargets(source: string, targets: readonly string[], pipeline: string, members: readonly string[]): Refusal | undefined {
  if (targets.length === 0) return refuse(`Nothing to promote ${source} to: name one or more apps of the pipeline ${pipeline}.`)
  const outside = [source, ...targets].find((name) => !members.includes(name))
  if (outside !== undefined) return refuse(`App ${outside} is not in the pipeline ${pipeline}. Add it first.`)
  if (targets.includes(source)) return refuse(`Cannot promote from an app to itself: ${source}. Specify a different target app.`)
  const twice = targets.find((name, index) => targets.indexOf(name) !== index)
  return twice === undefined ? undefined : refuse(`App ${twice} is named twice as a target.`)
}
