import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {latestVersion} from '../../lib/command/release-version.js'
import {color} from '../../lib/render/color.js'

export default class ConfigUnset extends SpacedockCommand {
  static override aliases = ['config:remove']
  static override description = 'unset one or more config vars'
  static override examples = ['<%= config.bin %> config:unset RAILS_ENV RACK_ENV --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override strict = false
  static override usage = 'config:unset KEY...'

  async run(): Promise<Record<string, null>> {
    const {argv, flags} = await this.parse(ConfigUnset)
    const app = await requireApp(flags)
    if (argv.length === 0) throw new UsageFailure(`Usage: ${this.config.bin} config:unset KEY1 [KEY2 ...]\nMust specify KEY to unset.`)
    const keys = argv.map(String)
    const change = Object.fromEntries(keys.map((key) => [key, null]))
    await this.progress(
      `Unsetting ${keys.map((key) => color.name(key)).join(', ')} and restarting ${color.app(app)}`,
      async () => {
        await this.platform.call('config-var.update', {app, body: change})
        return latestVersion(this.platform, app)
      },
      (version) => version && `done, ${color.name(version)}`,
    )
    return change
  }
}
