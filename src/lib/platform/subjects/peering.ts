import type {Peering} from '../../operations/peerings.js'
import {herokuAwsAccount} from '../../rules/facts.js'
import type {Row} from '../../store/schema.js'
import {awsId, awsRegion} from '../aws.js'
import {type Context, nowText} from '../context.js'
import {notFound} from '../errors.js'
import type {Wanted} from '../wanted.js'
import type {SpaceSubject} from './space.js'

/** A peering that somebody requested, or the one that Heroku manages. */
export type PeeringSubject = Peering | Row<'peerings'>

/** @throws {ApiError} 404 where the space has none by this id */
export async function findPeering(context: Context, space: SpaceSubject, pcx: string): Promise<PeeringSubject> {
  const found = await peeringBy(context, space, pcx)
  if (!found) throw notFound('peering')
  return found
}

/** The peering of a space by its id, if there is one. */
export async function peeringBy(context: Context, space: SpaceSubject, pcx: string): Promise<PeeringSubject | undefined> {
  const row = await context.db.selectFrom('peerings').selectAll().where('space_id', '=', space.id).where('pcx_id', '=', pcx).executeTakeFirst()
  const managed = row ? undefined : await managedPeering(context, space)
  return row ?? (managed?.pcx_id === pcx ? managed : undefined)
}

/** The peering with the data network, there as long as a data store runs inside the space (facts 3.10, seed 3). */
export async function managedPeering(context: Context, space: SpaceSubject): Promise<Peering | undefined> {
  const first = await context.db
    .selectFrom('addons')
    .innerJoin('apps', 'apps.id', 'addons.app_id')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .innerJoin('addon_services', 'addon_services.id', 'addon_plans.service_id')
    .select('addons.provisioned_at')
    .where('apps.space_id', '=', space.id)
    .where('addon_services.datastore', '=', 1)
    .where('addon_plans.installable_inside', '=', 1)
    .orderBy('addons.provisioned_at')
    .limit(1)
    .executeTakeFirst()
  if (!first) return undefined
  return {
    aws_account_id: herokuAwsAccount,
    aws_region: awsRegion(space.region),
    aws_vpc_id: awsId('vpc', space.team_id),
    ...cidrFields(context.wanted, [space.data_cidr]),
    pcx_id: awsId('pcx', space.id),
    status: first.provisioned_at <= nowText(context) ? 'active' : 'provisioning',
    type: 'heroku-managed',
  }
}

/** The variants of version 3 name the first network besides. */
export const cidrFields = ({variant}: Wanted, cidr_blocks: string[]): Pick<Peering, 'cidr_block' | 'cidr_blocks'> => ({
  ...(variant !== '' && {cidr_block: cidr_blocks[0] ?? ''}),
  cidr_blocks,
})
