import {NotThere, UsageFailure} from '../client/failures.js'
import type {PipelineStage, PromotionTarget} from '../operations/pipelines.js'
import {color} from '../render/color.js'
import {renderObject} from '../render/object.js'
import {promotionOrder} from './pipeline-stage.js'
import type {PipelineApp} from './pipeline-summary.js'

interface Plan {
  /** Where it goes, for people. */
  where: string
  targets: PipelineApp[]
}

/**
 * The apps that are named, at whatever stage, separated by commas.
 *
 * @throws {NotThere | UsageFailure} for one that is not in the pipeline, and for the source itself
 */
export function namedTargets(source: string, to: string, apps: readonly PipelineApp[]): Plan {
  const names = to.split(',').filter((name) => name.length > 0)
  const targets = names.map((name) => {
    if (name === source) throw new UsageFailure(`Cannot promote from an app to itself: ${name}. Specify a different target app.`)
    const target = apps.find((app) => app.name === name || app.id === name)
    if (!target) throw new NotThere(`Cannot find app ${color.app(name)}`)
    return target
  })
  return {where: `apps: ${names.join(',')}`, targets}
}

/** All apps of the next stage. @throws {NotThere | UsageFailure} where there is no next stage, or nothing in it */
export function downstreamTargets(source: string, stage: PipelineStage, apps: readonly PipelineApp[]): Plan {
  const next = promotionOrder.includes(stage) ? promotionOrder[promotionOrder.indexOf(stage) + 1] : undefined
  if (next === undefined) throw new UsageFailure(`Cannot promote ${source} from '${stage}' stage`)
  const targets = apps.filter(({pipelineCoupling}) => pipelineCoupling.stage === next)
  if (targets.length === 0) throw new NotThere(`Cannot promote from ${color.app(source)} as there are no downstream apps in ${next} stage`)
  return {where: next, targets}
}

/** What became of each target. */
export function renderTargets(targets: readonly PromotionTarget[], apps: readonly PipelineApp[]): string {
  const lines = targets.map(({app, status, error_message}) => {
    const name = apps.find(({id}) => id === app.id)?.name ?? app.id
    return [name, status === 'failed' ? [status, error_message] : [status]]
  })
  return renderObject(Object.fromEntries(lines) as Record<string, unknown>)
}
