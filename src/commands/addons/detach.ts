import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {latestVersion} from '../../lib/command/release-version.js'
import type {AddonAttachment} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AddonsDetach extends SpacedockCommand {
  static override args = {attachment_name: Args.string({description: 'unique identifier of the add-on attachment', ignoreStdin: true, required: true})}
  static override description = 'detach an existing add-on resource from an app'
  static override examples = ['<%= config.bin %> addons:detach DATABASE --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<AddonAttachment> {
    const {args, flags} = await this.parse(AddonsDetach)
    const app = await requireApp(flags)
    const {addon, id, name} = await this.platform.call('add-on-attachment.info-by-app', {app, attachment: args.attachment_name})
    const detached = await this.progress(`Detaching ${color.attachment(name)} to ${color.addon(addon.name)} from ${color.app(app)}`, () =>
      this.platform.call('add-on-attachment.delete', {attachment: id}),
    )
    await this.progress(
      `Unsetting ${color.attachment(name)} config vars and restarting ${color.app(app)}`,
      () => latestVersion(this.platform, app),
      (version) => version && `done, ${version}`,
    )
    return detached
  }
}
