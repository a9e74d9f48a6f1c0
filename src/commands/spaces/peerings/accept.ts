import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../../lib/command/flags.js'
import type {Peering} from '../../../lib/operations/peerings.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesPeeringsAccept extends SpacedockCommand {
  static override args = {pcxid: Args.string({hidden: true, ignoreStdin: true}), space: hiddenSpaceArg}
  static override description = 'accepts a pending peering request for a private space'
  static override examples = ['<%= config.bin %> spaces:peerings:accept pcx-4bd27022 --space my-space']
  static override flags = {
    pcxid: Flags.string({char: 'p', description: 'PCX ID of a pending peering'}),
    space: Flags.string({char: 's', description: 'space to get peering info from'}),
  }

  async run(): Promise<Peering> {
    const {args, flags} = await this.parse(SpacesPeeringsAccept)
    const usage = `USAGE: ${this.config.bin} spaces:peerings:accept pcx-12345678 --space my-space`
    const space = requireSpace(flags, args, `Space name required.\n${usage}`)
    const pcxId = flags.pcxid ?? args.pcxid
    if (!pcxId) throw new UsageFailure(`PCX ID required.\n${usage}`)
    const peering = await this.platform.call('peering.accept-by-id', {space, body: {pcx_id: pcxId}})
    this.log(`Accepting and configuring peering connection ${color.name(pcxId)}`)
    return peering
  }
}
