import {Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import type {Peering} from '../../../lib/operations/peerings.js'

export default class ControlPlanePeeringsRequest extends ControlPlaneCommand {
  static override description = `request a peering with a space, as the owner of an AWS VPC would
Plays the side of AWS, where a peering begins: from then on spaces:peerings shows it, until it is accepted or expires after seven days.`
  static override examples = ['<%= config.bin %> control-plane:peerings:request --space my-space --vpc-id vpc-0a1b2c3d --account 210987654321 --cidr 10.20.0.0/16']
  static override flags = {
    account: Flags.string({description: 'AWS account that owns the VPC: 12 digits', required: true}),
    cidr: Flags.string({description: 'CIDR of the VPC; may be given several times', multiple: true, required: true}),
    'pcx-id': Flags.string({description: 'id of the peering; by default a new one'}),
    region: Flags.string({description: "AWS region of the VPC; by default the space's"}),
    space: Flags.string({char: 's', description: 'space to peer with', required: true}),
    'vpc-id': Flags.string({description: 'id of the VPC', required: true}),
  }

  async run(): Promise<Peering> {
    const {flags} = await this.parse(ControlPlanePeeringsRequest)
    const {account, cidr, region, space} = flags
    const body = {space, aws_account_id: account, aws_vpc_id: flags['vpc-id'], cidr_blocks: cidr, aws_region: region, pcx_id: flags['pcx-id']}
    const peering = await this.platform.call('control-plane-peering.request', {body})
    this.log(`Requested peering ${peering.pcx_id} with ${space}. Accept it until ${peering.expires}:`)
    this.log(`${this.config.bin} spaces:peerings:accept ${peering.pcx_id} --space ${space}`)
    return peering
  }
}
