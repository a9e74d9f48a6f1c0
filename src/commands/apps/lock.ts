import {setLocked} from '../../lib/command/app-lock.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {TeamApp} from '../../lib/operations/resources.js'

export default class AppsLock extends SpacedockCommand {
  static override aliases = ['lock']
  static override description = 'prevent team members from joining an app'
  static override examples = ['<%= config.bin %> apps:lock --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<TeamApp> {
    const {flags} = await this.parse(AppsLock)
    return setLocked(this, this.platform, await requireApp(flags), true)
  }
}
