import {Args, Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag, shortJsonFlag} from '../../lib/command/flags.js'
import {shellQuote} from '../../lib/command/shell-quote.js'

/** A config var; null where the app has none of that name. */
interface ConfigVar {
  key: string
  value: string | null
}

export default class ConfigGet extends SpacedockCommand {
  static override args = {KEY: Args.string({description: 'key name of the config var value', ignoreStdin: true, required: true})}
  static override description = 'display a single config value for an app'
  static override examples = ['<%= config.bin %> config:get RAILS_ENV --app my-app', '<%= config.bin %> config:get RAILS_ENV RACK_ENV --app my-app --shell']
  static override flags = {
    app: appFlag(),
    json: shortJsonFlag,
    remote: remoteFlag(),
    shell: Flags.boolean({char: 's', description: 'output config vars in shell format'}),
  }
  static override strict = false
  static override usage = 'config:get KEY...'

  async run(): Promise<ConfigVar | ConfigVar[]> {
    const {argv, flags} = await this.parse(ConfigGet)
    const app = await requireApp(flags)
    const config = await this.platform.call('config-var.info-for-app', {app})
    const wanted = argv.map(String).map((key): ConfigVar => ({key, value: Object.hasOwn(config, key) ? (config[key] ?? null) : null}))
    for (const {key, value} of wanted) this.log(flags.shell ? `${key}=${shellQuote(value ?? '')}` : (value ?? ''))
    const [only, ...others] = wanted
    return only && others.length === 0 ? only : wanted
  }
}
