import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import type {LogDrain} from '../../../lib/operations/drains.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesDrainsGet extends SpacedockCommand {
  static override aliases = ['drains:get']
  static override description = 'display the log drain for a space'
  static override examples = ['<%= config.bin %> drains:get --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space for which to get log drain', required: true})}

  async run(): Promise<LogDrain> {
    const {flags} = await this.parse(SpacesDrainsGet)
    const drain = await this.platform.call('space-log-drain.info', {space: flags.space, variant: 'dogwood'})
    this.log(`${color.info(drain.url)} (${color.name(drain.token)})`)
    return drain
  }
}
