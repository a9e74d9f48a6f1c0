import type {Pipeline, PipelineOwner} from '../operations/pipelines.js'
import {requireGeneration} from '../rules/generations.js'
import {pipelineName} from '../rules/names.js'
import {noAccess, teamPermissions} from '../rules/permissions.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, forbidden, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {identityIn} from './identity.js'
import {transferToAccount, transferToTeam} from './ownership.js'
import {mapPage, pageOfQuery} from './range.js'
import {requireAppPermission} from './authorization.js'
import {accountBy, findOwnAccount} from './subjects/account.js'
import {type AppSubject, appsSeenBy, withPermissions} from './subjects/app.js'
import {type PipelineSubject, pipelinesSeenBy} from './subjects/pipeline.js'
import {findTeam, type TeamSubject} from './subjects/team.js'
import {wireTime} from './time.js'
import {generationField} from './wanted.js'

export const pipelineHandlers: Handlers<
  'pipeline-transfer.create' | 'pipeline.create' | 'pipeline.delete' | 'pipeline.info' | 'pipeline.list' | 'pipeline.update'
> = {
  async 'pipeline.list'(context) {
    const {named} = context.wanted
    const seen = pipelinesSeenBy(context)
    const page = await pageOfQuery(context.range, named === undefined ? seen : seen.where('pipelines.name', '=', named), 'pipelines')
    return mapPage(page, (pipeline) => pipelineView(context, pipeline))
  },

  async 'pipeline.info'(context, {pipeline}) {
    return pipelineView(context, pipeline)
  },

  async 'pipeline.create'(context, _, {name, owner, generation}) {
    const at = nowText(context)
    const pipeline: Row<'pipelines'> = {
      id: context.newId(),
      ...(await ownerOfNew(context, owner ?? undefined)),
      name: accept(pipelineName(name)),
      generation: accept(requireGeneration(identityIn(generation))),
      created_at: at,
      updated_at: at,
    }
    await context.db.insertInto('pipelines').values(pipeline).execute()
    return pipelineView(context, pipeline)
  },

  async 'pipeline.update'(context, {pipeline}, {name}) {
    if (name === undefined || name === pipeline.name) return pipelineView(context, pipeline)
    return pipelineView(context, await changePipeline(context, pipeline, {name: accept(pipelineName(name))}))
  },

  /** Its apps stay. */
  async 'pipeline.delete'(context, {pipeline}) {
    await context.db.deleteFrom('pipelines').where('id', '=', pipeline.id).execute()
    return pipelineView(context, pipeline)
  },

  /** With all of its apps (cli pipelines:transfer), or not at all. */
  async 'pipeline-transfer.create'(context, {pipeline}, {new_owner}) {
    if (!pipeline) throw notFound('pipeline')
    const recipient = new_owner.type === 'team' ? await teamFor(context, new_owner.id) : await accountFor(context, pipeline, new_owner.id)
    for (const app of await appsIn(context, pipeline)) {
      if (isOwnedBy(app, recipient)) continue
      requireAppPermission(app, 'manage')
      if (recipient.team) await transferToTeam(context, app, recipient.team)
      else await transferToAccount(context, app, recipient.owner_id)
    }
    const moved = await changePipeline(context, pipeline, {owner_id: recipient.owner_id, team_id: recipient.team_id})
    return {new_owner: ownerView(moved), pipeline: {id: pipeline.id}, previous_owner: ownerView(pipeline)}
  },
}

type Owner = {owner_id: null; team_id: string; team: TeamSubject} | {owner_id: string; team_id: null; team?: never}

/** A team in which the caller may create apps. @throws {ApiError} 403, 404 */
async function teamFor(context: Context, id: string): Promise<Owner> {
  const team = await findTeam(context, id)
  if (!teamPermissions(team.role).includes('create apps')) throw forbidden(noAccess('team', team.name).message)
  return {owner_id: null, team_id: team.id, team}
}

async function ownerOfNew(context: Context, owner: PipelineOwner | undefined): Promise<Pick<Row<'pipelines'>, 'owner_id' | 'team_id'>> {
  const {owner_id, team_id} =
    owner?.type === 'team' ? await teamFor(context, owner.id) : {owner_id: (await findOwnAccount(context, owner?.id ?? '~')).id, team_id: null}
  return {owner_id, team_id}
}

/** The caller, or somebody who is in the team that the pipeline belongs to: nobody is given apps unasked. @throws {ApiError} 404, 422 */
async function accountFor(context: Context, {name, team_id, team_name}: PipelineSubject, identity: string): Promise<Owner> {
  const account = identity === '~' ? context.actor.account : await accountBy(context, identity)
  if (!account) throw notFound('account')
  if (account.id === context.actor.account.id) return {owner_id: account.id, team_id: null}
  if (team_id === null)
    throw invalid(`Pipeline ${name} is a personal pipeline: its apps can be given to a team, and offered to another account with app transfers.`)
  const membership = context.db.selectFrom('memberships').select('id').where('team_id', '=', team_id).where('account_id', '=', account.id)
  if (!(await membership.executeTakeFirst())) throw invalid(`${account.email} is not in the team ${team_name}, whose pipeline ${name} is.`)
  return {owner_id: account.id, team_id: null}
}

const isOwnedBy = (app: AppSubject, owner: Owner): boolean => app.owner_id === owner.owner_id && app.team_id === owner.team_id

/** All of its apps, also those that the caller may not see. */
async function appsIn(context: Context, {id}: PipelineSubject): Promise<AppSubject[]> {
  const coupled = context.db.selectFrom('pipeline_couplings').select('app_id').where('pipeline_id', '=', id)
  const apps = await appsSeenBy(context).where('apps.id', 'in', coupled).orderBy('apps.name').execute()
  return apps.map((app) => withPermissions(context, app))
}

async function changePipeline<P extends Row<'pipelines'>>(context: Context, pipeline: P, change: Partial<Row<'pipelines'>>): Promise<P> {
  const changed = {...change, updated_at: nowText(context)}
  await context.db.updateTable('pipelines').set(changed).where('id', '=', pipeline.id).execute()
  return {...pipeline, ...changed}
}

const ownerView = ({owner_id, team_id}: Row<'pipelines'>): PipelineOwner =>
  team_id === null ? {id: owner_id ?? '', type: 'user'} : {id: team_id, type: 'team'}

/** Unlike that of apps and spaces, the generation is an object in `3.sdk` too (schema). */
const pipelineView = ({wanted}: Context, pipeline: Row<'pipelines'>): Pipeline => ({
  created_at: wireTime(pipeline.created_at),
  generation: generationField(wanted.variant === 'sdk' ? {...wanted, variant: ''} : wanted, pipeline.generation),
  id: pipeline.id,
  name: pipeline.name,
  owner: ownerView(pipeline),
  updated_at: wireTime(pipeline.updated_at),
})
