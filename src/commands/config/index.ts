import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag, shortJsonFlag} from '../../lib/command/flags.js'
import {shellQuote} from '../../lib/command/shell-quote.js'
import type {ConfigVars} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderObject} from '../../lib/render/object.js'

export default class Config extends SpacedockCommand {
  static override description = 'display the config vars for an app'
  static override examples = ['<%= config.bin %> config --app my-app', '<%= config.bin %> config --app my-app --shell']
  static override flags = {
    app: appFlag(),
    json: shortJsonFlag,
    remote: remoteFlag(),
    shell: Flags.boolean({char: 's', description: 'output config vars in shell format'}),
  }

  async run(): Promise<ConfigVars> {
    const {flags} = await this.parse(Config)
    const app = await requireApp(flags)
    const config = await this.platform.call('config-var.info-for-app', {app})
    if (flags.shell) {
      for (const [key, value] of Object.entries(config)) this.log(`${key}=${shellQuote(value)}`)
      return config
    }
    this.log(renderHeader(`${color.app(app)} Config Vars`))
    this.log(renderObject(Object.fromEntries(Object.entries(config).map(([key, value]) => [color.name(key), value]))))
    return config
  }
}
