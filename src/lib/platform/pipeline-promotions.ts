import type {PipelinePromotion, PromotionTarget} from '../operations/pipelines.js'
import {noAccessToTarget} from '../rules/facts.js'
import {promotionDescription, requireTargets} from '../rules/pipelines.js'
import type {Row} from '../store/schema.js'
import {copyArtifact} from './artifacts.js'
import {type Context, nowText} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {latestRelease, recordRelease} from './releases.js'
import {viewableApp} from './subjects/addon.js'
import {type AppSubject, findApp} from './subjects/app.js'
import {finders} from './subjects/index.js'
import {couplingsSeenBy, type PipelineSubject} from './subjects/pipeline.js'
import {wireTime} from './time.js'

export const promotionHandlers: Handlers<'pipeline-promotion-target.list' | 'pipeline-promotion.create' | 'pipeline-promotion.info'> = {
  /** The code of a release of one app, released on others with the config vars that they have (heroku/heroku-pipelines, README). */
  async 'pipeline-promotion.create'(context, {pipeline}, {source, targets}) {
    if (!pipeline) throw notFound('pipeline')
    const from = await findApp(context, source.app.id)
    const to = new Map<string, AppSubject>()
    for (const id of new Set(targets.map(({app}) => app.id))) to.set(id, await findApp(context, id))
    const names = targets.map(({app}) => to.get(app.id)?.name ?? '')
    accept(requireTargets(from.name, names, pipeline.name, await namesIn(context, pipeline)))
    const {release, artifact} = await codeOf(context, from, source.release?.id)
    const promotion = {id: context.newId(), pipeline_id: pipeline.id, app_id: from.id, release_id: release.id, created_at: nowText(context)}
    await context.db.insertInto('pipeline_promotions').values(promotion).execute()
    const description = promotionDescription(from.name, release.version, artifact.commit_sha)
    for (const app of to.values()) await promote(context, promotion.id, app, artifact, description)
    return promotionView(promotion)
  },

  async 'pipeline-promotion.info'(_, {pipelinePromotion}) {
    return promotionView(pipelinePromotion)
  },

  async 'pipeline-promotion-target.list'(context, {pipelinePromotion}) {
    const targets = context.db
      .selectFrom('promotion_targets')
      .innerJoin('apps as target', 'target.id', 'promotion_targets.app_id')
      .selectAll('promotion_targets')
      .where('promotion_id', '=', pipelinePromotion.id)
      .where(({exists}) => exists(viewableApp(context, 'promotion_targets.app_id')))
    return (await targets.orderBy('target.name').execute()).map(targetView)
  },
}

async function namesIn(context: Context, {id}: PipelineSubject): Promise<string[]> {
  const coupled = couplingsSeenBy(context).innerJoin('apps', 'apps.id', 'pipeline_couplings.app_id').where('pipeline_couplings.pipeline_id', '=', id)
  return (await coupled.select('apps.name').execute()).map(({name}) => name)
}

/** What a release of an app runs; left out, its latest. @throws {ApiError} 404, 422 */
async function codeOf(context: Context, app: AppSubject, id: string | undefined): Promise<{release: Row<'releases'>; artifact: Row<'artifacts'>}> {
  const release = id === undefined ? await latestRelease(context, app.id) : await finders.release(context, id, {app})
  if (!release?.artifact_id) throw invalid(`App ${app.name} has no code to promote${release && id !== undefined ? ` in release v${release.version}` : ''}. Deploy to it first.`)
  const artifact = await context.db.selectFrom('artifacts').selectAll().where('id', '=', release.artifact_id).executeTakeFirstOrThrow()
  return {release, artifact}
}

async function promote(context: Context, promotionId: string, app: AppSubject, artifact: Row<'artifacts'>, description: string) {
  const allowed = app.permissions.includes('deploy')
  const release = allowed ? await recordRelease(context, app, {description, artifact: await copyArtifact(context, artifact, app)}) : undefined
  const target: Row<'promotion_targets'> = {
    id: context.newId(),
    promotion_id: promotionId,
    app_id: app.id,
    release_id: release?.id ?? null,
    error_message: allowed ? null : noAccessToTarget,
  }
  await context.db.insertInto('promotion_targets').values(target).execute()
}

/** It is done with the request that asks for it. */
const promotionView = (promotion: Row<'pipeline_promotions'>): PipelinePromotion => ({
  created_at: wireTime(promotion.created_at),
  id: promotion.id,
  pipeline: {id: promotion.pipeline_id},
  source: {app: {id: promotion.app_id}, release: {id: promotion.release_id}},
  status: 'completed',
  updated_at: wireTime(promotion.created_at),
})

const targetView = (target: Row<'promotion_targets'>): PromotionTarget => ({
  app: {id: target.app_id},
  error_message: target.error_message,
  id: target.id,
  pipeline_promotion: {id: target.promotion_id},
  release: target.release_id === null ? null : {id: target.release_id},
  status: target.error_message === null ? 'succeeded' : 'failed',
})
