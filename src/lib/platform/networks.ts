import {reserved, type Taken} from '../rules/peerings.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'

type SpaceNetwork = Pick<Row<'spaces'>, 'cidr' | 'data_cidr' | 'id'>

/** Every network that traffic of a space may lead to, so that no other may overlap it. */
export async function networksInUse(context: Context, space: SpaceNetwork): Promise<Taken[]> {
  const peerings = await livePeerings(context, space).execute()
  return [
    {cidr: space.cidr, what: 'the CIDR of the space'},
    {cidr: space.data_cidr, what: 'the data CIDR of the space'},
    reserved,
    ...peerings.flatMap(({cidr_blocks_json, pcx_id}) => cidrsIn(cidr_blocks_json).map((cidr) => ({cidr, what: `which the peering ${pcx_id} leads to`}))),
  ]
}

/** Peerings that are there or can still be accepted. */
export const livePeerings = (context: Context, space: Pick<SpaceNetwork, 'id'>) =>
  context.db
    .selectFrom('peerings')
    .selectAll()
    .where('space_id', '=', space.id)
    .where((where) => where.or([where('active_at', 'is not', null), where('expires_at', '>', nowText(context))]))

export const cidrsIn = (json: string): string[] => JSON.parse(json) as string[]
