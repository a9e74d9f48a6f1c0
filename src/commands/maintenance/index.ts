import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {App} from '../../lib/operations/resources.js'

export default class Maintenance extends SpacedockCommand {
  static override description = 'display the current maintenance status of app'
  static override examples = ['<%= config.bin %> maintenance --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<App> {
    const {flags} = await this.parse(Maintenance)
    const app = await this.platform.call('app.info', {app: await requireApp(flags)})
    this.log(app.maintenance ? 'on' : 'off')
    return app
  }
}
