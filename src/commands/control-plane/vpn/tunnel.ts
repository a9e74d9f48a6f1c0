import {Args, Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'

export default class ControlPlaneVpnTunnel extends ControlPlaneCommand {
  static override args = {name: Args.string({description: 'name or id of the VPN connection', ignoreStdin: true, required: true})}
  static override description = `let a tunnel of a VPN connection fall, or come up again
Plays what happens between the two gateways.`
  static override examples = ['<%= config.bin %> control-plane:vpn:tunnel office --space my-space --status down --tunnel 2']
  static override flags = {
    space: Flags.string({char: 's', description: 'space the VPN connection belongs to', required: true}),
    status: Flags.string({description: 'what becomes of it', options: ['up', 'down'], required: true}),
    tunnel: Flags.string({description: 'which of the two; both when left out', options: ['1', '2']}),
  }

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(ControlPlaneVpnTunnel)
    const tunnel = flags.tunnel === undefined ? undefined : flags.tunnel === '1' ? 1 : 2
    const connection = await this.platform.call('control-plane-vpn-tunnel.update', {
      body: {space: flags.space, vpn_connection: args.name, status: flags.status === 'up' ? 'UP' : 'DOWN', tunnel},
    })
    this.log(`Tunnels of ${connection.name}: ${connection.tunnels.map(({status}) => status).join('/') || 'none yet'}`)
    return connection
  }
}
