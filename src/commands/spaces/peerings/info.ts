import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../../lib/command/flags.js'
import type {PeeringInfo} from '../../../lib/operations/peerings.js'
import {renderHeader} from '../../../lib/render/header.js'
import {renderObject} from '../../../lib/render/object.js'

export default class SpacesPeeringsInfo extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = `display the information necessary to initiate a peering connection
The other network's owner requests a peering with it, and spaces:peerings:accept accepts the request. Its CIDR must not overlap the unavailable ones.`
  static override examples = ['<%= config.bin %> spaces:peerings:info my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get peering info from'})}
  static override hiddenAliases = ['spaces:peering:info']

  async run(): Promise<PeeringInfo> {
    const {args, flags} = await this.parse(SpacesPeeringsInfo)
    const space = requireSpace(flags, args, 'Error: Missing 1 required arg:\nspace\nSee more help with --help')
    const info = await this.platform.call('peering-info.info', {space})
    this.log(renderHeader(`${space} Peering Info`))
    this.log(
      renderObject({
        'AWS Account ID': info.aws_account_id,
        'AWS Region': info.aws_region,
        'AWS VPC ID': info.vpc_id,
        'AWS VPC CIDR': info.vpc_cidr,
        'Space CIDRs': info.space_cidr_blocks.join(', '),
        'Unavailable CIDRs': info.unavailable_cidr_blocks.join(', '),
      }),
    )
    return info
  }
}
