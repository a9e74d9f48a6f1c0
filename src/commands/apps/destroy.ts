import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {removeAppRemotes} from '../../lib/command/app-remotes.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, hiddenAppArg, remoteFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AppsDestroy extends SpacedockCommand {
  static override args = {app: hiddenAppArg}
  static override description = `permanently destroy an app
This will also destroy all add-ons on the app.`
  static override examples = ['<%= config.bin %> apps:destroy --app my-app --confirm my-app']
  static override flags = {
    app: appFlag(),
    confirm: Flags.string({char: 'c', description: 'set to app name to bypass confirm prompt'}),
    remote: remoteFlag(),
  }
  static override hiddenAliases = ['destroy', 'apps:delete']

  async run(): Promise<App> {
    const {args, flags} = await this.parse(AppsDestroy)
    const app = await requireApp(flags, args.app, `No app specified.\nUSAGE: ${this.config.bin} apps:destroy APPNAME`)
    const {name} = await this.platform.call('app.info', {app})
    await this.confirm(app, flags.confirm, `This will delete ${color.app(app)} including all add-ons.\n`)
    return this.progress(`Destroying ${color.app(app)} (including all add-ons)`, async () => {
      const destroyed = await this.platform.call('app.delete', {app})
      await removeAppRemotes(name).catch(() => this.warn(`Not all git remotes of ${name} could be removed.`))
      return destroyed
    })
  }
}
