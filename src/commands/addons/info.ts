import {Args} from '@oclif/core'
import {appIfAny} from '../../lib/command/addon-app.js'
import {addonDescription, resolveAddon} from '../../lib/command/addon-lookup.js'
import {type AttachedAddon, renderAddon, withBilledPrice} from '../../lib/command/addon-summary.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'

export default class AddonsInfo extends SpacedockCommand {
  static override args = {addon: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = 'show detailed add-on resource and attachment information'
  static override examples = ['<%= config.bin %> addons:info DATABASE --app my-app', '<%= config.bin %> addons:info my-app::DATABASE']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override usage = 'addons:info ADDON'

  async run(): Promise<AttachedAddon> {
    const {args, flags} = await this.parse(AddonsInfo)
    const addon = withBilledPrice(await resolveAddon(this.platform, args.addon, await appIfAny(flags)))
    const attachments = await this.platform.call('add-on-attachment.list-by-add-on', {addon: addon.id})
    const attached = {...addon, attachments}
    this.log(renderAddon(attached))
    return attached
  }
}
