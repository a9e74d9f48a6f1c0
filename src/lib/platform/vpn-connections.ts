import type {VpnConnection, VpnStatus, VpnTunnel} from '../operations/vpn-connections.js'
import {cidrInUse} from '../rules/facts.js'
import {requireFeature} from '../rules/generations.js'
import {withinLimit} from '../rules/limits.js'
import {taken} from '../rules/names.js'
import {teamPermissions} from '../rules/permissions.js'
import type {Row} from '../store/schema.js'
import {after, type Context, nowText} from './context.js'
import {accept, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting, isReady} from './lifecycle.js'
import {cidrsIn, conflictOf} from './networks.js'
import type {SpaceSubject} from './subjects/space.js'
import {findVpnConnection, vpnConnectionsOf} from './subjects/vpn-connection.js'
import {wireTime} from './time.js'

type Connection = Row<'vpn_connections'>

/** A tunnel as it is kept. */
interface Tunnel {
  ip: string
  pre_shared_key: string
  /** Held down by an operator. */
  isDown: boolean
  /** When that was said last. */
  changed_at: string
}

export const vpnConnectionHandlers: Handlers<
  | 'control-plane-vpn-tunnel.update'
  | 'vpn-connection.create'
  | 'vpn-connection.destroy'
  | 'vpn-connection.info'
  | 'vpn-connection.list'
  | 'vpn-connection.update'
> = {
  async 'vpn-connection.list'(context, {space}) {
    const connections = await vpnConnectionsOf(context, space).orderBy('name').execute()
    return connections.map((connection) => connectionView(context, space, connection))
  },

  async 'vpn-connection.info'(context, {space, vpnConnection}) {
    return connectionView(context, space, vpnConnection)
  },

  async 'vpn-connection.create'(context, {space}, body) {
    accept(requireFeature('vpn', {generation: space.generation, shield: space.shield === 1}))
    refuseWhileDeleting(space)
    if (!isReady(space, context)) throw invalid(`Space ${space.name} is not yet allocated. Wait until it is allocated before connecting it.`)
    const {vpnConnectionName, requireGateway, tunnelAddress, preSharedKey} = await import('../rules/vpn.js')
    const name = accept(vpnConnectionName(body.name))
    const public_ip = accept(requireGateway(body.public_ip))
    const cidrs = await requireRanges(body.routable_cidrs)
    const others = await vpnConnectionsOf(context, space).execute()
    if (others.some((other) => other.name === name)) accept(taken(name))
    const settings = await context.settings()
    accept(withinLimit('vpnConnections', others.length, settings['vpn-connections-per-space']))
    const tunnel = (): Tunnel => ({ip: tunnelAddress(context.random), pre_shared_key: preSharedKey(context.random), isDown: false, changed_at: nowText(context)})
    const connection: Connection = {
      id: context.newId(),
      space_id: space.id,
      name,
      public_ip,
      routable_cidrs_json: JSON.stringify(cidrs),
      tunnels_json: JSON.stringify([tunnel(), tunnel()]),
      failure: (await conflictOf(context, space, cidrs)) ? cidrInUse : null,
      created_at: nowText(context),
      provisioning_at: after(context, settings.vpn / 2),
      active_at: after(context, settings.vpn),
      gone_at: null,
    }
    await context.db.insertInto('vpn_connections').values(connection).execute()
    return connectionView(context, space, connection)
  },

  /** Other ranges take as long as a new connection; one that had failed for its ranges is tried again. */
  async 'vpn-connection.update'(context, {space, vpnConnection}, body) {
    refuseWhileLeaving(vpnConnection)
    const cidrs = await requireRanges(body.routable_cidrs)
    const conflict = await conflictOf(context, space, cidrs, vpnConnection.id)
    if (conflict) throw invalid(conflict)
    const {vpn} = await context.settings()
    const change = {routable_cidrs_json: JSON.stringify(cidrs), failure: null, ...(vpnConnection.failure !== null && {active_at: after(context, vpn)})}
    await context.db.updateTable('vpn_connections').set(change).where('id', '=', vpnConnection.id).execute()
    return connectionView(context, space, {...vpnConnection, ...change})
  },

  async 'vpn-connection.destroy'(context, {space, vpnConnection}) {
    refuseWhileLeaving(vpnConnection)
    const gone_at = after(context, (await context.settings()).deletion)
    await context.db.updateTable('vpn_connections').set({gone_at}).where('id', '=', vpnConnection.id).execute()
    return connectionView(context, space, {...vpnConnection, gone_at})
  },

  async 'control-plane-vpn-tunnel.update'(context, {space}, {vpn_connection, status, tunnel}) {
    if (!space) throw invalid('Require params: space.')
    const connection = await findVpnConnection(context, space, vpn_connection)
    const now = statusOf(connection, context.now)
    if (!hasTunnels(connection, now)) throw invalid(`VPN connection ${connection.name} is ${now} and has no tunnels.`)
    const tunnels = tunnelsOf(connection).map((each, place) =>
      tunnel === undefined || tunnel === place + 1 ? {...each, isDown: status === 'DOWN', changed_at: nowText(context)} : each,
    )
    const change = {tunnels_json: JSON.stringify(tunnels)}
    await context.db.updateTable('vpn_connections').set(change).where('id', '=', connection.id).execute()
    return connectionView(context, space, {...connection, ...change})
  },
}

async function requireRanges(cidrs: readonly string[]): Promise<string[]> {
  const {requireRoutable} = await import('../rules/peerings.js')
  return accept(requireRoutable(cidrs, []))
}

function refuseWhileLeaving({name, gone_at}: Connection): void {
  if (gone_at !== null) throw invalid(`VPN connection ${name} is being destroyed.`)
}

function statusOf({active_at, failure, gone_at, provisioning_at}: Connection, now: Date): VpnStatus {
  const at = now.toISOString()
  if (gone_at !== null) return 'deprovisioning'
  if (provisioning_at > at) return 'pending'
  if (failure !== null) return 'failed'
  return active_at <= at ? 'active' : 'provisioning'
}

function connectionView(context: Context, space: SpaceSubject, connection: Connection): VpnConnection {
  const status = statusOf(connection, context.now)
  return {
    id: connection.id,
    ike_version: 1,
    name: connection.name,
    public_ip: connection.public_ip,
    routable_cidrs: cidrsIn(connection.routable_cidrs_json),
    space_cidr_block: space.cidr,
    status,
    status_message: status === 'failed' ? (connection.failure ?? '') : '',
    tunnels: !hasTunnels(connection, status) ? [] : tunnelsOf(connection).map((tunnel) => tunnelView(space, connection, tunnel, status)),
  }
}

/** None before Heroku's side has them, and none where it cannot have them. */
const hasTunnels = ({failure}: Connection, status: VpnStatus): boolean => status !== 'pending' && failure === null

function tunnelView(space: SpaceSubject, {active_at, created_at, public_ip}: Connection, tunnel: Tunnel, status: VpnStatus): VpnTunnel {
  const isUp = status === 'active' && !tunnel.isDown
  const since = status === 'active' ? active_at : created_at
  return {
    customer_ip: public_ip,
    ip: tunnel.ip,
    last_status_change: wireTime(tunnel.changed_at > since ? tunnel.changed_at : since),
    pre_shared_key: teamPermissions(space.role).includes('manage spaces') ? tunnel.pre_shared_key : '',
    status: isUp ? 'UP' : 'DOWN',
    status_message: isUp ? 'IPSEC IS UP' : 'IPSEC IS DOWN',
  }
}

const tunnelsOf = ({tunnels_json}: Connection): Tunnel[] => JSON.parse(tunnels_json) as Tunnel[]
