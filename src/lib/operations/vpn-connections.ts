import * as v from 'valibot'
import {answers} from './operation.js'

/** An IPSec connection between a space and another network. Times are ISO 8601. */
export interface VpnConnection {
  id: string
  ike_version: number
  name: string
  /** The gateway on the other side. */
  public_ip: string
  routable_cidrs: string[]
  space_cidr_block: string
  status: VpnStatus
  status_message: string
  /** None until Heroku's side has them. */
  tunnels: VpnTunnel[]
}

export type VpnStatus = 'active' | 'deprovisioning' | 'failed' | 'pending' | 'provisioning'

export interface VpnTunnel {
  customer_ip: string
  /** Heroku's side. */
  ip: string
  last_status_change: string
  /** Empty for who may not manage the space. */
  pre_shared_key: string
  status: 'DOWN' | 'UP'
  status_message: string
}

const cidrs = v.array(v.string())

export const vpnConnections = {
  'vpn-connection.list': answers<VpnConnection[]>().get('/spaces/{space}/vpn-connections', {access: 'space view', upstream: 'vpn-connection#list'}),
  'vpn-connection.info': answers<VpnConnection>().get('/spaces/{space}/vpn-connections/{vpnConnection}', {
    access: 'space view',
    upstream: 'vpn-connection#info',
  }),
  'vpn-connection.create': answers<VpnConnection>().post('/spaces/{space}/vpn-connections', {
    access: 'space manage',
    body: v.object({name: v.string(), public_ip: v.string(), routable_cidrs: cidrs}),
    upstream: 'vpn-connection#create',
  }),
  'vpn-connection.update': answers<VpnConnection>().patch('/spaces/{space}/vpn-connections/{vpnConnection}', {
    access: 'space manage',
    body: v.object({routable_cidrs: cidrs}),
    upstream: 'vpn-connection#update',
  }),
  'vpn-connection.destroy': answers<VpnConnection>().delete('/spaces/{space}/vpn-connections/{vpnConnection}', {
    access: 'space manage',
    upstream: 'vpn-connection#destroy',
  }),
  /** What only the two gateways could bring about. */
  'control-plane-vpn-tunnel.update': answers<VpnConnection>().patch('/control-plane/vpn-tunnels', {
    access: 'operator',
    named: {space: 'space'},
    body: v.object({
      space: v.string(),
      vpn_connection: v.string(),
      status: v.picklist(['DOWN', 'UP']),
      /** Number of the tunnel, from 1; both when left out. */
      tunnel: v.optional(v.picklist([1, 2])),
    }),
    upstream: [],
  }),
}
