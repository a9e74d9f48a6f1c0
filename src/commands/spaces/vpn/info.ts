import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {vpnStatus} from '../../../lib/command/network-status.js'
import {vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {renderHeader} from '../../../lib/render/header.js'
import {renderObject} from '../../../lib/render/object.js'
import {renderTable} from '../../../lib/render/table.js'

export default class SpacesVpnInfo extends SpacedockCommand {
  static override args = {name: vpnArg('to get info from')}
  static override description = 'display the information for VPN'
  static override examples = ['<%= config.bin %> spaces:vpn:info office --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space the vpn connection belongs to', required: true})}

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnInfo)
    const connection = await this.platform.call('vpn-connection.info', {space: flags.space, vpnConnection: args.name})
    const {id, name, public_ip, routable_cidrs, status, status_message, tunnels} = connection
    this.log(renderHeader(`${name} VPN Info`))
    this.log(
      renderObject({
        Name: name,
        ID: id,
        'Public IP': public_ip,
        'Routable CIDRs': routable_cidrs.join(', '),
        Status: vpnStatus(status),
        'Status Message': status_message,
      }),
    )
    this.log(renderHeader(`${name} VPN Tunnel Info`))
    this.log(
      renderTable(
        tunnels.map((tunnel, place) => ({...tunnel, tunnel: `Tunnel ${place + 1}`})),
        {
          tunnel: {header: 'VPN Tunnel'},
          ip: {header: 'IP Address'},
          status: {header: 'Status', get: ({status: of}) => vpnStatus(of)},
          last_status_change: {header: 'Status Last Changed'},
          status_message: {header: 'Details'},
        },
      ),
    )
    return connection
  }
}
