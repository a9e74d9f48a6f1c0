import {setLocked} from '../../lib/command/app-lock.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {TeamApp} from '../../lib/operations/resources.js'

export default class AppsUnlock extends SpacedockCommand {
  static override aliases = ['unlock']
  static override description = 'unlock an app so any team member can join'
  static override examples = ['<%= config.bin %> apps:unlock --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<TeamApp> {
    const {flags} = await this.parse(AppsUnlock)
    return setLocked(this, this.platform, await requireApp(flags), false)
  }
}
