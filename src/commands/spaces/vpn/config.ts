import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {renderVpnConfig, vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'

export default class SpacesVpnConfig extends SpacedockCommand {
  static override args = {name: vpnArg('to retrieve config from')}
  static override description = `display the configuration information for VPN
The gateway on the other side uses both tunnels, with the pre-shared keys shown. The customer gateway is its own public IP.`
  static override examples = ['<%= config.bin %> spaces:vpn:config office --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space the VPN connection belongs to', required: true})}

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnConfig)
    const connection = await this.platform.call('vpn-connection.info', {space: flags.space, vpnConnection: args.name})
    this.log(renderVpnConfig(args.name, connection))
    return connection
  }
}
