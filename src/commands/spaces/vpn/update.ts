import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {cidrsFlag, vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesVpnUpdate extends SpacedockCommand {
  static override args = {name: vpnArg('to update')}
  static override description = `update VPN
Replaces the CIDRs that are routed to the other network.`
  static override examples = ['<%= config.bin %> spaces:vpn:update office --space my-space --cidrs 172.16.0.0/16,192.168.4.0/24']
  static override flags = {
    cidrs: cidrsFlag({required: true}),
    space: Flags.string({char: 's', description: 'space name', required: true}),
  }

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnUpdate)
    const {cidrs, space} = flags
    return this.progress(`Updating VPN Connection in space ${color.space(space)}`, () =>
      this.platform.call('vpn-connection.update', {space, vpnConnection: args.name, body: {routable_cidrs: cidrs}}),
    )
  }
}
