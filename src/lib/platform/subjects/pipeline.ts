import {sql} from 'kysely'
import type {TeamRole} from '../../operations/resources.js'
import {rolesThatMay} from '../../rules/roles.js'
import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {multipleMatches, notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {viewableApp, visibleApp} from './addon.js'
import {type AppSubject, readApp} from './app.js'

/** A pipeline with its team's name and the caller's role there. */
export type PipelineSubject = Row<'pipelines'> & {team_name: string | null; role: TeamRole | null}

export type CouplingRow = Row<'pipeline_couplings'> & {pipeline_name: string}

/** A coupling with the app that it puts into the pipeline. */
export type CouplingSubject = CouplingRow & {app: AppSubject}

/** The pipelines that the caller sees: own ones, those of teams that they may view, and whichever an app they may view is in (tf heroku_pipeline). */
export const pipelinesSeenBy = (context: Context) =>
  context.db
    .selectFrom('pipelines')
    .leftJoin('teams', 'teams.id', 'pipelines.team_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.team_id', '=', 'pipelines.team_id').on('memberships.account_id', '=', context.actor.account.id),
    )
    .selectAll('pipelines')
    .select(['teams.name as team_name', 'memberships.role'])
    .where(({or, eb, exists}) =>
      or([
        ...(context.actor.addonId === undefined ? [eb('pipelines.owner_id', '=', context.actor.account.id), eb('memberships.role', 'in', rolesThatMay('view'))] : []),
        exists(couplingsSeenBy(context).where('pipeline_couplings.pipeline_id', '=', sql.ref<string>('pipelines.id'))),
      ]),
    )

/** The couplings of apps that the caller may view. */
export const couplingsSeenBy = (context: Context) =>
  couplings(context).where(({exists}) => exists(viewableApp(context, 'pipeline_couplings.app_id')))

const couplings = ({db}: Context) =>
  db
    .selectFrom('pipeline_couplings')
    .innerJoin('pipelines as own', 'own.id', 'pipeline_couplings.pipeline_id')
    .selectAll('pipeline_couplings')
    .select('own.name as pipeline_name')

/** The coupling of an app, if it is in a pipeline. Who may view the app may know. */
export const couplingOf = (context: Context, appId: string): Promise<CouplingRow | undefined> =>
  couplings(context).where('pipeline_couplings.app_id', '=', appId).executeTakeFirst()

/**
 * A pipeline by id, or by a name that no other has which the caller sees.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see; 422 where there are several
 */
export async function findPipeline(context: Context, identity: string): Promise<PipelineSubject> {
  const {column, value} = idOrName(identity)
  const found = await pipelinesSeenBy(context).where(`pipelines.${column}`, '=', value).orderBy('pipelines.created_at').orderBy('pipelines.id').execute()
  const [pipeline, another] = found
  if (!pipeline) throw notFound('pipeline')
  if (another) throw multipleMatches(`Several pipelines have the name ${value}. Use the id of one: ${found.map(({id}) => id).join(', ')}.`)
  return pipeline
}

/** @throws {ApiError} 404 where there is none, or it is of an app that the caller may not see */
export async function findCoupling(context: Context, identity: string): Promise<CouplingSubject> {
  const {column, value} = idOrName(identity)
  const found = column === 'id' ? await couplings(context).where('pipeline_couplings.id', '=', value).executeTakeFirst() : undefined
  if (!found) throw noCoupling()
  return {...found, app: await visibleApp(context, found.app_id, noCoupling)}
}

export const noCoupling = () => notFound('pipeline coupling')

/** @throws {ApiError} 404 where there is none, or it is from an app that the caller may not see */
export async function findPromotion(context: Context, identity: string): Promise<Row<'pipeline_promotions'>> {
  const found = await context.db.selectFrom('pipeline_promotions').selectAll().where('id', '=', identity).executeTakeFirst()
  const source = found && (await readApp(context, 'id', found.app_id))
  if (!found || !source?.permissions.includes('view')) throw notFound('pipeline promotion')
  return found
}
