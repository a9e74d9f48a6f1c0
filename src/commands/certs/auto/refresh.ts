import {requireApp} from '../../../lib/command/app-name.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../../lib/command/flags.js'
import type {App} from '../../../lib/operations/resources.js'

export default class CertsAutoRefresh extends SpacedockCommand {
  static override description = 'refresh ACM for an app'
  static override examples = ['<%= config.bin %> certs:auto:refresh --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<App> {
    const {flags} = await this.parse(CertsAutoRefresh)
    const app = await requireApp(flags)
    return this.progress('Refreshing Automatic Certificate Management', () => this.platform.call('app.refresh-acm', {app, body: {acm_refresh: true}}))
  }
}
