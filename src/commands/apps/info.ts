import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {type AppDetails, renderApp, renderAppForShell, renderExtended} from '../../lib/command/app-summary.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, hiddenAppArg, remoteFlag, shortJsonFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'

export default class AppsInfo extends SpacedockCommand {
  static override args = {app: hiddenAppArg}
  static override description = 'show detailed app information'
  static override examples = ['<%= config.bin %> apps:info --app my-app', '<%= config.bin %> apps:info --app my-app --shell']
  static override flags = {
    app: appFlag(),
    extended: Flags.boolean({char: 'x', hidden: true}),
    json: shortJsonFlag,
    remote: remoteFlag(),
    shell: Flags.boolean({char: 's', description: 'output more shell friendly key/value pairs'}),
  }
  static override hiddenAliases = ['info']

  async run(): Promise<AppDetails> {
    const {args, flags} = await this.parse(AppsInfo)
    const app = await requireApp(flags, args.app, `No app specified.\nUSAGE: ${this.config.bin} apps:info --app my-app`)
    const details = await this.#details(app, flags.extended)
    if (flags.shell) this.log(renderAppForShell(details))
    else this.log(renderApp(details) + (flags.extended ? `\n${renderExtended(details)}` : ''))
    return details
  }

  /** As the official CLI has it: an app can be shown also to somebody who may not see its collaborators. */
  async #details(app: string, extended: boolean): Promise<AppDetails> {
    const info = await this.platform.call('app.info', {app})
    const more = extended ? await this.platform.call('app.info', {app, query: {extended: 'true'}}) : undefined
    const [addons, collaborators, dynos, pipeline_coupling] = await Promise.all([
      this.platform.call('add-on.list-by-app', {app}),
      this.platform.call('collaborator.list', {app}).catch(() => []),
      this.platform.call('dyno.list', {app}).catch(() => []),
      this.platform.call('pipeline-coupling.info-by-app', {app}).catch(() => null),
    ])
    const shown: App = more ? {...more, acm: info.acm} : info
    return {addons, app: shown, collaborators, dynos, pipeline_coupling}
  }
}
