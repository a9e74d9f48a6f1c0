import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import type {Peering} from '../../../lib/operations/peerings.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesPeeringsDestroy extends SpacedockCommand {
  static override args = {pcxid: Args.string({hidden: true, ignoreStdin: true})}
  static override description = 'destroys an active peering connection in a private space'
  static override examples = ['<%= config.bin %> spaces:peerings:destroy pcx-4bd27022 --confirm pcx-4bd27022 --space my-space']
  static override flags = {
    confirm: Flags.string({description: 'set to PCX ID to bypass confirm prompt'}),
    pcxid: Flags.string({char: 'p', description: 'PCX ID of a pending peering'}),
    space: Flags.string({char: 's', description: 'space to get peering info from', required: true}),
  }

  async run(): Promise<Peering> {
    const {args, flags} = await this.parse(SpacesPeeringsDestroy)
    const pcxId = flags.pcxid ?? args.pcxid
    if (!pcxId) throw new UsageFailure(`pcxid required.\nUSAGE: ${this.config.bin} spaces:peering:destroy pcx-4bd27022`)
    await this.confirm(pcxId, flags.confirm, `Destructive Action\nThis command will attempt to destroy the peering connection ${color.warning(pcxId)}\n`)
    return this.progress(`Tearing down peering connection ${color.name(pcxId)}`, () =>
      this.platform.call('peering.destroy', {space: flags.space, peering: pcxId}),
    )
  }
}
