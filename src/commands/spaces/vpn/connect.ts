import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {cidrsFlag, vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesVpnConnect extends SpacedockCommand {
  static override args = {name: vpnArg('to create')}
  static override description = `create VPN
Connects a space to another private network over IPSec, so that dynos reach hosts there and hosts there reach dynos.`
  static override examples = ['<%= config.bin %> spaces:vpn:connect office --ip 35.161.69.30 --cidrs 172.16.0.0/16,192.168.4.0/24 --space my-space']
  static override flags = {
    cidrs: cidrsFlag({required: true}),
    ip: Flags.string({char: 'i', description: 'public IP of customer gateway', required: true}),
    space: Flags.string({char: 's', description: 'space name', required: true}),
  }

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnConnect)
    const {cidrs, ip, space} = flags
    const connection = await this.progress(`Creating VPN Connection in space ${color.space(space)}`, () =>
      this.platform.call('vpn-connection.create', {space, body: {name: args.name, public_ip: ip, routable_cidrs: cidrs}}),
    )
    this.warn(`Use ${color.code(`${this.config.bin} spaces:vpn:wait`)} to track allocation.`)
    return connection
  }
}
