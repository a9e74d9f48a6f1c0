import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class MaintenanceOn extends SpacedockCommand {
  static override description = 'put the app into maintenance mode'
  static override examples = ['<%= config.bin %> maintenance:on --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<App> {
    const {flags} = await this.parse(MaintenanceOn)
    const app = await requireApp(flags)
    return this.progress(`Enabling maintenance mode for ${color.app(app)}`, () => this.platform.call('app.update', {app, body: {maintenance: true}}))
  }
}
