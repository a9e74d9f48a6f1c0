import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {gitUrl, renameAppRemotes} from '../../lib/command/app-remotes.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AppsRename extends SpacedockCommand {
  static override args = {newname: Args.string({description: 'new unique name of the app', ignoreStdin: true, required: true})}
  static override description = `rename an app
This will locally update the git remote if it is set to the old app.`
  static override examples = ['<%= config.bin %> apps:rename --app oldname newname']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override hiddenAliases = ['rename']

  async run(): Promise<App> {
    const {args, flags} = await this.parse(AppsRename)
    const from = await requireApp(flags)
    const app = await this.progress(`Renaming ${color.app(from)} to ${color.info(args.newname)}`, () =>
      this.platform.call('app.update', {app: from, body: {name: args.newname}}),
    )
    this.log(`${color.info(app.web_url)} | ${color.info(gitUrl(app.name))}`)
    if (!app.web_url.startsWith('https'))
      this.log('Please note that it may take a few minutes for Heroku to provision a SSL certificate for your application.')
    const remotes = await renameAppRemotes(from, app.name).catch(() => [])
    for (const remote of remotes) this.log(`Git remote ${color.name(remote)} updated`)
    this.warn("Don't forget to update git remotes for all other local checkouts of the app.")
    return app
  }
}
