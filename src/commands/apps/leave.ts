import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Collaborator} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AppsLeave extends SpacedockCommand {
  static override aliases = ['leave']
  static override description = 'remove yourself from a team app'
  static override examples = ['<%= config.bin %> apps:leave --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Collaborator> {
    const {flags} = await this.parse(AppsLeave)
    const app = await requireApp(flags)
    const {email} = await this.platform.call('account.info', {})
    return this.progress(`Leaving ${color.app(app)}`, () => this.platform.call('collaborator.delete', {app, collaborator: email}))
  }
}
