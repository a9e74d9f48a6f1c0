import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Space} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class SpacesTransfer extends SpacedockCommand {
  static override description = 'transfer a space to another team'
  static override examples = ['<%= config.bin %> spaces:transfer --space my-space --team acme-labs']
  static override flags = {
    space: Flags.string({char: 's', description: 'name of space', required: true}),
    team: Flags.string({char: 't', description: 'desired owner of space', required: true}),
  }

  async run(): Promise<Space> {
    const {flags} = await this.parse(SpacesTransfer)
    return this.progress(`Transferring space ${color.space(flags.space)} to team ${color.green(flags.team)}`, () =>
      this.platform.call('space-transfer.transfer', {space: flags.space, body: {new_owner: flags.team}}),
    )
  }
}
