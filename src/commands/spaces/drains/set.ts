import {Args, Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import type {LogDrain} from '../../../lib/operations/drains.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesDrainsSet extends SpacedockCommand {
  static override aliases = ['drains:set']
  static override args = {url: Args.string({description: 'URL to replace the log drain with', ignoreStdin: true, required: true})}
  static override description = `replaces the log drain for a space
Only a Shield space that was created with a log drain has one.`
  static override examples = ['<%= config.bin %> drains:set https://logs.example.com/drain --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space for which to set log drain', required: true})}

  async run(): Promise<LogDrain> {
    const {args, flags} = await this.parse(SpacesDrainsSet)
    const {space} = flags
    const drain = await this.platform.call('space-log-drain.update', {space, variant: 'dogwood', body: {url: args.url}})
    this.log(`Successfully set drain ${color.info(drain.url)} for ${color.space(space)}.`)
    this.warn('It may take a few moments for the changes to take effect.')
    return drain
  }
}
