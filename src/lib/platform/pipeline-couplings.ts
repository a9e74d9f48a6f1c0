import type {PipelineCoupling} from '../operations/pipelines.js'
import {mixedOwnership} from '../rules/facts.js'
import {requireFit} from '../rules/pipelines.js'
import {ownApps} from './apps.js'
import {type Context, nowText} from './context.js'
import {accept, conflict, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import {couplingOf, type CouplingRow, couplingsSeenBy, noCoupling} from './subjects/pipeline.js'
import {wireTime} from './time.js'

export const couplingHandlers: Handlers<
  | 'pipeline-coupling.create'
  | 'pipeline-coupling.delete'
  | 'pipeline-coupling.info'
  | 'pipeline-coupling.info-by-app'
  | 'pipeline-coupling.list'
  | 'pipeline-coupling.list-by-current-user'
  | 'pipeline-coupling.list-by-pipeline'
  | 'pipeline-coupling.list-by-team'
  | 'pipeline-coupling.update'
> = {
  async 'pipeline-coupling.list'(context) {
    return pageOfCouplings(context, couplingsSeenBy(context))
  },

  async 'pipeline-coupling.list-by-current-user'(context) {
    return pageOfCouplings(context, couplingsSeenBy(context).where('pipeline_couplings.app_id', 'in', ownApps(context).clearSelect().select('apps.id')))
  },

  async 'pipeline-coupling.list-by-team'(context, {team}) {
    const ofTeam = context.db.selectFrom('apps').select('id').where('team_id', '=', team.id)
    return pageOfCouplings(context, couplingsSeenBy(context).where('pipeline_couplings.app_id', 'in', ofTeam))
  },

  async 'pipeline-coupling.list-by-pipeline'(context, {pipeline}) {
    return pageOfCouplings(context, couplingsSeenBy(context).where('pipeline_couplings.pipeline_id', '=', pipeline.id))
  },

  async 'pipeline-coupling.info'(_, {pipelineCoupling}) {
    return couplingView(pipelineCoupling)
  },

  async 'pipeline-coupling.info-by-app'(context, {app}) {
    const coupling = await couplingOf(context, app.id)
    if (!coupling) throw noCoupling()
    return couplingView(coupling)
  },

  async 'pipeline-coupling.create'(context, {app, pipeline}, {stage}) {
    if (!app) throw notFound('app')
    if (!pipeline) throw notFound('pipeline')
    accept(requireFit(app, pipeline, (await couplingOf(context, app.id))?.pipeline_name))
    if (app.team_id !== pipeline.team_id || app.owner_id !== pipeline.owner_id) throw conflict(mixedOwnership)
    const at = nowText(context)
    const coupling = {id: context.newId(), pipeline_id: pipeline.id, app_id: app.id, stage, created_at: at, updated_at: at}
    await context.db.insertInto('pipeline_couplings').values(coupling).execute()
    return couplingView({...coupling, pipeline_name: pipeline.name})
  },

  async 'pipeline-coupling.update'(context, {pipelineCoupling}, {stage}) {
    if (stage === undefined || stage === pipelineCoupling.stage) return couplingView(pipelineCoupling)
    const change = {stage, updated_at: nowText(context)}
    await context.db.updateTable('pipeline_couplings').set(change).where('id', '=', pipelineCoupling.id).execute()
    return couplingView({...pipelineCoupling, ...change})
  },

  async 'pipeline-coupling.delete'(context, {pipelineCoupling}) {
    await context.db.deleteFrom('pipeline_couplings').where('id', '=', pipelineCoupling.id).execute()
    return couplingView(pipelineCoupling)
  },
}

const pageOfCouplings = async (context: Context, couplings: ReturnType<typeof couplingsSeenBy>) =>
  mapPage(await pageOfQuery(context.range, couplings, 'pipeline_couplings'), couplingView)

const couplingView = (coupling: CouplingRow): PipelineCoupling => ({
  app: {id: coupling.app_id},
  created_at: wireTime(coupling.created_at),
  id: coupling.id,
  pipeline: {id: coupling.pipeline_id, name: coupling.pipeline_name},
  stage: coupling.stage,
  updated_at: wireTime(coupling.updated_at),
})
