import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class MaintenanceOff extends SpacedockCommand {
  static override description = 'take the app out of maintenance mode'
  static override examples = ['<%= config.bin %> maintenance:off --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<App> {
    const {flags} = await this.parse(MaintenanceOff)
    const app = await requireApp(flags)
    return this.progress(`Disabling maintenance mode for ${color.app(app)}`, () => this.platform.call('app.update', {app, body: {maintenance: false}}))
  }
}
