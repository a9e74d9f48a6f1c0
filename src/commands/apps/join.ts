import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Collaborator} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AppsJoin extends SpacedockCommand {
  static override aliases = ['join']
  static override description = 'add yourself to a team app'
  static override examples = ['<%= config.bin %> apps:join --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Collaborator> {
    const {flags} = await this.parse(AppsJoin)
    const app = await requireApp(flags)
    return this.progress(`Joining ${color.app(app)}`, async () => {
      const {email} = await this.platform.call('account.info', {})
      return this.platform.call('team-app-collaborator.create', {app, body: {user: email}})
    })
  }
}
