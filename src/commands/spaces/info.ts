import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../lib/command/flags.js'
import {renderSpace, type SpaceWithNat} from '../../lib/command/space-summary.js'

export default class SpacesInfo extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'show info about a space'
  static override examples = ['<%= config.bin %> spaces:info my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get info of'})}

  async run(): Promise<SpaceWithNat> {
    const {args, flags} = await this.parse(SpacesInfo)
    const name = requireSpace(flags, args, 'Error: Missing 1 required arg:\nspace\nSee more help with --help\n')
    const expand = this.jsonEnabled() ? undefined : 'region'
    const space: SpaceWithNat = await this.platform.call('space.info', {variant: 'fir', space: name, expand})
    if (space.state === 'allocated') space.outbound_ips = await this.platform.call('space-nat.info', {variant: 'fir', space: name})
    this.log(renderSpace(space))
    return space
  }
}
