import type {Row} from '../../store/schema.js'
import {type Context, nowText} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'

/** The VPN connections of a space that are not gone. */
export const vpnConnectionsOf = (context: Context, {id}: Pick<Row<'spaces'>, 'id'>) =>
  context.db
    .selectFrom('vpn_connections')
    .selectAll()
    .where('space_id', '=', id)
    .where((where) => where.or([where('gone_at', 'is', null), where('gone_at', '>', nowText(context))]))

/** @throws {ApiError} 404 where the space has none of this name or id */
export async function findVpnConnection(context: Context, space: Pick<Row<'spaces'>, 'id'>, identity: string): Promise<Row<'vpn_connections'>> {
  const {column, value} = idOrName(identity)
  const found = await vpnConnectionsOf(context, space).where(column, '=', value).executeTakeFirst()
  if (!found) throw notFound('VPN connection', 'vpn_connection')
  return found
}
