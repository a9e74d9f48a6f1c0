import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {latestVersion} from '../../lib/command/release-version.js'
import type {ConfigVars} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderObject} from '../../lib/render/object.js'

export default class ConfigSet extends SpacedockCommand {
  static override description = 'set one or more config vars'
  static override examples = ['<%= config.bin %> config:set RAILS_ENV=staging RACK_ENV=staging --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override hiddenAliases = ['config:add']
  static override strict = false
  static override usage = 'config:set KEY=VALUE...'

  /** What was set: the other config vars, which may be secrets, are nobody's business here. */
  async run(): Promise<ConfigVars> {
    const {argv, flags} = await this.parse(ConfigSet)
    const app = await requireApp(flags)
    if (argv.length === 0)
      throw new UsageFailure(`Usage: ${this.config.bin} config:set KEY1=VALUE1 [KEY2=VALUE2 ...]\nMust specify KEY and VALUE to set.`)
    const assignments = argv.map((argument) => assignment(String(argument)))
    const change = Object.fromEntries(assignments)
    const keys = assignments.map(([key]) => color.name(key)).join(', ')
    const {config} = await this.progress(
      `Setting ${keys} and restarting ${color.app(app)}`,
      async () => ({
        config: await this.platform.call('config-var.update', {app, body: change}),
        version: await latestVersion(this.platform, app),
      }),
      ({version}) => version && `done, ${color.name(version)}`,
    )
    const set = Object.entries(config).filter(([key]) => Object.hasOwn(change, key))
    this.log(renderObject(Object.fromEntries(set.filter(([, value]) => value !== '').map(([key, value]) => [color.name(key), value]))))
    return Object.fromEntries(set)
  }
}

/** `KEY=VALUE`, where the value may be empty and may hold more equals signs. */
function assignment(text: string): [key: string, value: string] {
  const end = text.indexOf('=')
  if (end === -1) throw new UsageFailure(`${color.name(text)} is invalid. Must be in the format ${color.code('FOO=bar')}.`)
  return [text.slice(0, end), text.slice(end + 1)]
}
