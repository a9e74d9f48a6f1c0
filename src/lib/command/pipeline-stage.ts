import {UsageFailure} from '../client/failures.js'
import type {PipelineStage} from '../operations/pipelines.js'

/** The stages that an app's name may end in, in the order of promotion (cli src/lib/pipelines/stages.ts). */
const endings: readonly (readonly [stage: PipelineStage, ending: RegExp])[] = [
  ['development', /-(dev|development|uat|tst|test|qa)$/],
  ['staging', /-(stg|staging)$/],
  ['production', /-(prd|prod|production|admin|demo)$/],
]

/** The stages that code passes through. */
export const promotionOrder: readonly PipelineStage[] = endings.map(([stage]) => stage)

/** What the name of an app says of its pipeline and its stage. */
export function inferPipeline(app: string): {name: string; stage: PipelineStage} {
  const [stage, ending] = endings.find(([, pattern]) => pattern.test(app)) ?? ['production', /$/]
  return {name: app.replace(ending, ''), stage}
}

/** Any stage: what there is none of, the control plane refuses. */
export const stageOf = (text: string): PipelineStage => text as PipelineStage

/** The stage that was given, or else the one that somebody chooses. @throws {UsageFailure} when nobody is there to ask */
export async function chooseStage(given: string | undefined, app: string, interactive: boolean): Promise<PipelineStage> {
  if (given) return stageOf(given)
  if (!interactive) throw new UsageFailure(`Nobody is there to say what stage ${app} is. Give it with --stage, as in --stage ${inferPipeline(app).stage}.`)
  const {chooseOne} = await import('./prompt.js')
  const choices = promotionOrder.map((stage) => ({name: stage, value: stage}))
  return chooseOne(`Stage of ${app}`, choices, undefined, inferPipeline(app).stage)
}
