import * as v from 'valibot'
import {answers} from './operation.js'

/** A connection between a space's network and another. Times are ISO 8601. */
export interface Peering {
  aws_account_id: string
  aws_region: string
  aws_vpc_id: string
  /** The first of them: in the variants of version 3 only. */
  cidr_block?: string
  /** CIDRs on the other side. */
  cidr_blocks: string[]
  /** Until when a request can be accepted; not told of peerings that Heroku manages. */
  expires?: string
  pcx_id: string
  status: PeeringStatus
  type: 'customer-managed' | 'heroku-managed'
}

export type PeeringStatus = 'active' | 'deleted' | 'expired' | 'pending-acceptance' | 'provisioning'

/** What somebody needs who wants to request a peering on the side of AWS. */
export interface PeeringInfo {
  aws_account_id: string
  aws_region: string
  dyno_cidr_blocks: string[]
  space_cidr_blocks: string[]
  /** CIDRs that the other network must not overlap. */
  unavailable_cidr_blocks: string[]
  vpc_cidr: string
  vpc_id: string
}

export const peerings = {
  'peering-info.info': answers<PeeringInfo>().get('/spaces/{space}/peering-info', {access: 'space view', upstream: 'peering-info#info'}),
  'peering.list': answers<Peering[]>().get('/spaces/{space}/peerings', {access: 'space view', upstream: 'peering#list'}),
  'peering.info': answers<Peering>().get('/spaces/{space}/peerings/{peering}', {access: 'space view', upstream: 'peering#info'}),
  'peering.accept': answers<Peering>().post('/spaces/{space}/peerings/{peering}/actions/accept', {
    access: 'space manage',
    status: 202,
    upstream: 'peering#accept',
  }),
  /** As the official CLI accepts. */
  'peering.accept-by-id': answers<Peering>().post('/spaces/{space}/peerings', {
    access: 'space manage',
    status: 202,
    body: v.object({pcx_id: v.string()}),
    upstream: 'peering#accept',
  }),
  'peering.destroy': answers<Peering>().delete('/spaces/{space}/peerings/{peering}', {access: 'space manage', status: 202, upstream: 'peering#destroy'}),
  /** The side of AWS, which nobody has here. */
  'control-plane-peering.request': answers<Peering>().post('/control-plane/peerings', {
    access: 'operator',
    named: {space: 'space'},
    body: v.object({
      space: v.string(),
      aws_vpc_id: v.string(),
      aws_account_id: v.string(),
      aws_region: v.optional(v.string()),
      cidr_blocks: v.array(v.string()),
      /** For who needs to know it beforehand. */
      pcx_id: v.optional(v.string()),
    }),
    upstream: [],
  }),
}
