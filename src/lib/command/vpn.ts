import {Args, Flags} from '@oclif/core'
import type {VpnConnection} from '../operations/vpn-connections.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'

/** What every command on one VPN connection takes: which, by name or id. */
export const vpnArg = (toDo: string) => Args.string({description: `name or id of the VPN connection ${toDo}`, ignoreStdin: true, required: true})

/** `--cidrs` */
export const cidrsFlag = Flags.custom<string[]>({
  char: 'c',
  description: 'a list of routable CIDRs separated by commas',
  parse: async (text) => text.split(',').map((cidr) => cidr.trim()),
})

/** What the other side's gateway has to be set to, its keys included. */
export function renderVpnConfig(name: string, {ike_version, space_cidr_block, tunnels}: VpnConnection): string {
  const table = renderTable(
    tunnels.map((tunnel, place) => ({...tunnel, tunnel: `Tunnel ${place + 1}`})),
    {
      tunnel: {header: 'VPN Tunnel'},
      customer_ip: {header: 'Customer Gateway'},
      ip: {header: 'VPN Gateway'},
      pre_shared_key: {header: 'Pre-shared Key'},
      routable: {header: 'Routable Subnets', get: () => space_cidr_block},
      ike: {header: 'IKE Version', get: () => String(ike_version)},
    },
  )
  return `${renderHeader(`${name} VPN Tunnels`)}\n${table}`
}
