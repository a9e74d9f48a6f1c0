import type {Peering, PeeringInfo, PeeringStatus} from '../operations/peerings.js'
import {herokuAwsAccount, peeringRequestDays} from '../rules/facts.js'
import {requireFeature} from '../rules/generations.js'
import {withinLimit} from '../rules/limits.js'
import type {Row} from '../store/schema.js'
import {awsId, awsRegion} from './aws.js'
import {after, type Context, nowText} from './context.js'
import {accept, forbidden, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting, spaceState} from './lifecycle.js'
import {cidrsIn, livePeerings, networksInUse} from './networks.js'
import {cidrFields, findPeering, managedPeering, peeringBy, type PeeringSubject} from './subjects/peering.js'
import type {SpaceSubject} from './subjects/space.js'
import {wireTime} from './time.js'

export const peeringHandlers: Handlers<
  | 'control-plane-peering.request'
  | 'peering-info.info'
  | 'peering.accept'
  | 'peering.accept-by-id'
  | 'peering.destroy'
  | 'peering.info'
  | 'peering.list'
> = {
  async 'peering-info.info'(context, {space}) {
    return infoView(context, space)
  },

  async 'peering.list'(context, {space}) {
    const rows = await context.db.selectFrom('peerings').selectAll().where('space_id', '=', space.id).orderBy('requested_at').orderBy('id').execute()
    const managed = await managedPeering(context, space)
    return [...(managed ? [managed] : []), ...rows.map((peering) => peeringView(context, peering))]
  },

  async 'peering.info'(context, {peering}) {
    return 'type' in peering ? peering : peeringView(context, peering)
  },

  async 'peering.accept'(context, {space, peering}) {
    return acceptPeering(context, space, peering)
  },

  async 'peering.accept-by-id'(context, {space}, {pcx_id}) {
    return acceptPeering(context, space, await findPeering(context, space, pcx_id))
  },

  async 'peering.destroy'(context, {peering}) {
    const own = requireOwn(peering)
    await context.db.deleteFrom('peerings').where('id', '=', own.id).execute()
    return {...peeringView(context, own), status: 'deleted'}
  },

  async 'control-plane-peering.request'(context, {space}, body) {
    if (!space) throw invalid('Require params: space.')
    requirePeerable(space, context.now)
    const {requireAwsIds, requireRoutable} = await import('../rules/peerings.js')
    const region = body.aws_region ?? awsRegion(space.region)
    accept(requireAwsIds({account: body.aws_account_id, vpc: body.aws_vpc_id, region, pcx: body.pcx_id}))
    const cidrs = accept(requireRoutable(body.cidr_blocks, await networksInUse(context, space)))
    const live = await livePeerings(context, space).execute()
    accept(withinLimit('peerings', live.length, (await context.settings())['peerings-per-space']))
    const id = context.newId()
    const pcxId = body.pcx_id ?? awsId('pcx', id)
    if (await peeringBy(context, space, pcxId)) throw invalid(`There is a peering ${pcxId} already.`)
    const peering: Row<'peerings'> = {
      id,
      pcx_id: pcxId,
      space_id: space.id,
      cidr_blocks_json: JSON.stringify(cidrs),
      aws_account_id: body.aws_account_id,
      aws_region: region,
      aws_vpc_id: body.aws_vpc_id,
      requested_at: nowText(context),
      expires_at: after(context, peeringRequestDays * 24 * 60 * 60),
      active_at: null,
    }
    await context.db.insertInto('peerings').values(peering).execute()
    return peeringView(context, peering)
  },
}

async function acceptPeering(context: Context, space: SpaceSubject, peering: PeeringSubject): Promise<Peering> {
  requirePeerable(space, context.now)
  const own = requireOwn(peering)
  const status = statusOf(own, context.now)
  if (status !== 'pending-acceptance') throw invalid(`Peering ${own.pcx_id} is ${status}: only one that is pending-acceptance can be accepted.`)
  const {peering: delay} = await context.settings()
  const accepted = {...own, active_at: after(context, delay)}
  await context.db.updateTable('peerings').set({active_at: accepted.active_at}).where('id', '=', own.id).execute()
  return peeringView(context, accepted)
}

function requirePeerable(space: SpaceSubject, now: Date): void {
  accept(requireFeature('vpc-peering', {generation: space.generation, shield: space.shield === 1}))
  refuseWhileDeleting(space)
  if (spaceState(space, now) !== 'allocated') throw invalid(`Space ${space.name} is not yet allocated. Wait until it is allocated before peering it.`)
}

/** @throws {ApiError} 403 for the peering that Heroku manages */
function requireOwn(peering: PeeringSubject): Row<'peerings'> {
  if ('type' in peering) throw forbidden(`Peering ${peering.pcx_id} is managed by Heroku: it goes with the last data store in the space.`)
  return peering
}

function statusOf({active_at, expires_at}: Row<'peerings'>, now: Date): PeeringStatus {
  const at = now.toISOString()
  if (active_at !== null) return active_at <= at ? 'active' : 'provisioning'
  return expires_at <= at ? 'expired' : 'pending-acceptance'
}

const peeringView = ({now, wanted}: Context, peering: Row<'peerings'>): Peering => ({
  ...cidrFields(wanted, cidrsIn(peering.cidr_blocks_json)),
  aws_account_id: peering.aws_account_id,
  aws_region: peering.aws_region,
  aws_vpc_id: peering.aws_vpc_id,
  expires: wireTime(peering.expires_at),
  pcx_id: peering.pcx_id,
  status: statusOf(peering, now),
  type: 'customer-managed',
})

async function infoView(context: Context, space: SpaceSubject): Promise<PeeringInfo> {
  accept(requireFeature('vpc-peering', {generation: space.generation, shield: space.shield === 1}))
  const {subnetsOf} = await import('../rules/peerings.js')
  const [own, ...others] = (await networksInUse(context, space)).map(({cidr}) => cidr)
  const subnets = subnetsOf(space.cidr)
  return {
    aws_account_id: herokuAwsAccount,
    aws_region: awsRegion(space.region),
    dyno_cidr_blocks: subnets.dynos,
    space_cidr_blocks: subnets.all,
    unavailable_cidr_blocks: others,
    vpc_cidr: own ?? space.cidr,
    vpc_id: awsId('vpc', space.id),
  }
}
