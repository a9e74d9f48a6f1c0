import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesVpnDestroy extends SpacedockCommand {
  static override args = {name: vpnArg('to destroy')}
  static override description = 'destroys VPN in a private space'
  static override examples = ['<%= config.bin %> spaces:vpn:destroy office --space my-space --confirm office']
  static override flags = {
    confirm: Flags.string({description: 'set to VPN connection name to bypass confirm prompt', hidden: true}),
    space: Flags.string({char: 's', description: 'space name', required: true}),
  }

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnDestroy)
    const {name} = args
    const {confirm, space} = flags
    await this.confirm(name, confirm, `Destructive Action\nThis command will attempt to destroy the specified VPN Connection in space ${color.space(space)}\n`)
    return this.progress(`Tearing down VPN Connection ${color.cyan(name)} in space ${color.space(space)}`, () =>
      this.platform.call('vpn-connection.destroy', {space, vpnConnection: name}),
    )
  }
}
