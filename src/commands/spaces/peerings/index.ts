import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../../lib/command/flags.js'
import {peeringStatus} from '../../../lib/command/network-status.js'
import type {Peering} from '../../../lib/operations/peerings.js'
import {renderHeader} from '../../../lib/render/header.js'
import {renderTable} from '../../../lib/render/table.js'

export default class SpacesPeerings extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'list peering connections for a space'
  static override examples = ['<%= config.bin %> spaces:peerings my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get peer list from'})}

  async run(): Promise<Peering[]> {
    const {args, flags} = await this.parse(SpacesPeerings)
    const space = requireSpace(flags, args, `space required.\nUSAGE: ${this.config.bin} spaces:peerings my-space`)
    const peerings = await this.platform.call('peering.list', {space})
    this.log(renderHeader(`${space} Peerings`))
    this.log(
      renderTable(peerings, {
        pcx_id: {header: 'PCX ID'},
        type: {header: 'Type'},
        cidr_blocks: {header: 'CIDR Blocks', get: ({cidr_blocks}) => cidr_blocks.join(', ')},
        status: {header: 'Status', get: ({status}) => peeringStatus(status)},
        aws_vpc_id: {header: 'VPC ID'},
        aws_region: {header: 'AWS Region'},
        aws_account_id: {header: 'AWS Account ID'},
        expires: {header: 'Expires'},
      }),
    )
    return peerings
  }
}
