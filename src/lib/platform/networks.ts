import type {Taken} from '../rules/peerings.js'
import {isRefusal} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {vpnConnectionsOf} from './subjects/vpn-connection.js'

type SpaceNetwork = Pick<Row<'spaces'>, 'cidr' | 'data_cidr' | 'id'>

/**
 * Every network that traffic of a space may lead to, the space's own first, so that no other may overlap it.
 *
 * @param except the id of a VPN connection that does not count, as its ranges are to be replaced
 */
export async function networksInUse(context: Context, space: SpaceNetwork, except?: string): Promise<Taken[]> {
  const {reserved} = await import('../rules/peerings.js')
  const peerings = await livePeerings(context, space).execute()
  const connections = await vpnConnectionsOf(context, space).where('failure', 'is', null).orderBy('name').execute()
  return [
    {cidr: space.cidr, what: 'the CIDR of the space'},
    {cidr: space.data_cidr, what: 'the data CIDR of the space'},
    reserved,
    ...peerings.flatMap(({cidr_blocks_json, pcx_id}) => cidrsIn(cidr_blocks_json).map((cidr) => ({cidr, what: `which the peering ${pcx_id} leads to`}))),
    ...connections
      .filter(({id}) => id !== except)
      .flatMap(({routable_cidrs_json, name}) => cidrsIn(routable_cidrs_json).map((cidr) => ({cidr, what: `which the VPN connection ${name} leads to`}))),
  ]
}

/** Which of these ranges, in a sentence, overlaps a network that is in use. */
export async function conflictOf(context: Context, space: SpaceNetwork, cidrs: readonly string[], except?: string): Promise<string | undefined> {
  const {requireRoutable} = await import('../rules/peerings.js')
  const answer = requireRoutable(cidrs, await networksInUse(context, space, except))
  return isRefusal(answer) ? answer.message : undefined
}

/** Peerings that are there or can still be accepted. */
export const livePeerings = (context: Context, space: Pick<SpaceNetwork, 'id'>) =>
  context.db
    .selectFrom('peerings')
    .selectAll()
    .where('space_id', '=', space.id)
    .where((where) => where.or([where('active_at', 'is not', null), where('expires_at', '>', nowText(context))]))

export const cidrsIn = (json: string): string[] => JSON.parse(json) as string[]
