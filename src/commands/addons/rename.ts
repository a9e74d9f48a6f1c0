import {Args} from '@oclif/core'
import {addonDescription} from '../../lib/command/addon-lookup.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Addon} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AddonsRename extends SpacedockCommand {
  static override args = {
    addon_name: Args.string({description: addonDescription, ignoreStdin: true, required: true}),
    new_name: Args.string({description: 'new globally unique name of the add-on', ignoreStdin: true, required: true}),
  }
  static override description = 'rename an add-on'
  static override examples = ['<%= config.bin %> addons:rename postgresql-amorphous-28398 my-database']

  async run(): Promise<Addon> {
    const {args} = await this.parse(AddonsRename)
    const {app, id} = await this.platform.call('add-on.info', {addon: args.addon_name})
    const addon = await this.platform.call('add-on.update', {app: app.id, addon: id, body: {name: args.new_name}})
    this.log(`${color.addon(args.addon_name)} successfully renamed to ${color.info(args.new_name)}.`)
    return addon
  }
}
