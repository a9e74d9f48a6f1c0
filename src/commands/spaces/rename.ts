import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Space} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class SpacesRename extends SpacedockCommand {
  static override description = 'renames a space'
  static override examples = ['<%= config.bin %> spaces:rename --from old-space-name --to new-space-name']
  static override flags = {
    from: Flags.string({description: 'current name of space', required: true}),
    to: Flags.string({description: 'desired name of space', required: true}),
  }

  async run(): Promise<Space> {
    const {flags} = await this.parse(SpacesRename)
    return this.progress(`Renaming space from ${color.space(flags.from)} to ${color.info(flags.to)}`, () =>
      this.platform.call('space.update', {space: flags.from, body: {name: flags.to}}),
    )
  }
}
