import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {chosenDynos, dynoChoice} from '../../lib/command/dyno-choice.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {color} from '../../lib/render/color.js'

const choice = dynoChoice('restart')

export default class PsRestart extends SpacedockCommand {
  static override aliases = ['dyno:restart']
  static override args = choice.args
  static override description = `restart an app dyno or process type
if neither --dyno nor --type are specified, restarts all dynos on app`
  static override examples = [
    '<%= config.bin %> ps:restart --app my-app --dyno-name web.1',
    '<%= config.bin %> ps:restart --app my-app --process-type web',
    '<%= config.bin %> ps:restart --app my-app',
  ]
  static override flags = {app: appFlag(), ...choice.flags, remote: remoteFlag()}
  static override hiddenAliases = ['restart']

  async run(): Promise<object> {
    const {args, flags} = await this.parse(PsRestart)
    const app = await requireApp(flags)
    const {dyno, type, words} = chosenDynos(this, args, flags)
    return this.progress(`Restarting ${words} on ${color.app(app)}`, () => {
      if (type !== undefined) return this.platform.call('dyno.restart-formation', {app, processType: type, variant: 'sdk'})
      if (dyno !== undefined) return this.platform.call('dyno.restart', {app, dyno, variant: 'sdk'})
      return this.platform.call('dyno.restart-all', {app, variant: 'sdk'})
    })
  }
}
