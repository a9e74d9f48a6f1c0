import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {vpnStatus} from '../../../lib/command/network-status.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {renderHeader} from '../../../lib/render/header.js'
import {renderTable} from '../../../lib/render/table.js'

export default class SpacesVpnConnections extends SpacedockCommand {
  static override description = 'list the VPN Connections for a space'
  static override examples = ['<%= config.bin %> spaces:vpn:connections --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get VPN connections from', required: true})}

  async run(): Promise<VpnConnection[]> {
    const {flags} = await this.parse(SpacesVpnConnections)
    const connections = await this.platform.call('vpn-connection.list', {space: flags.space})
    if (connections.length === 0) {
      this.log('No VPN Connections have been created yet')
      return connections
    }
    this.log(renderHeader(`${flags.space} VPN Connections`))
    this.log(
      renderTable(connections, {
        Name: {get: ({name}) => name},
        Status: {get: ({status}) => vpnStatus(status)},
        Tunnels: {get: ({tunnels}) => tunnels.map(({status}) => vpnStatus(status)).join('/')},
      }),
    )
    return connections
  }
}
