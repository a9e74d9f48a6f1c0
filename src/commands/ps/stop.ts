import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {chosenDynos, dynoChoice} from '../../lib/command/dyno-choice.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {color} from '../../lib/render/color.js'

const choice = dynoChoice('stop')

export default class PsStop extends SpacedockCommand {
  static override aliases = ['dyno:stop', 'ps:kill', 'dyno:kill']
  static override args = choice.args
  static override description = 'stop an app dyno or process type'
  static override examples = ['<%= config.bin %> ps:stop --app my-app --dyno-name run.1828', '<%= config.bin %> ps:stop --app my-app --process-type run']
  static override flags = {app: appFlag(), ...choice.flags, remote: remoteFlag()}
  static override hiddenAliases = ['stop', 'kill']

  async run(): Promise<object> {
    const {args, flags} = await this.parse(PsStop)
    const app = await requireApp(flags)
    const {dyno, type, words} = chosenDynos(this, args, flags)
    if (dyno === undefined && type === undefined) throw new UsageFailure('Please specify a process type or dyno name to stop.\nSee more help with --help\n')
    return this.progress(`Stopping ${words} on ${color.app(app)}`, () =>
      type !== undefined
        ? this.platform.call('dyno.stop-formation', {app, processType: type, variant: 'sdk'})
        : this.platform.call('dyno.stop', {app, dyno: dyno ?? '', variant: 'sdk'}),
    )
  }
}
