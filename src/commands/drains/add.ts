import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {LogDrain} from '../../lib/operations/drains.js'
import {color} from '../../lib/render/color.js'

export default class DrainsAdd extends SpacedockCommand {
  static override args = {url: Args.string({description: 'URL of the log drain', ignoreStdin: true, required: true})}
  static override description = 'adds a log drain to an app'
  static override examples = ['<%= config.bin %> drains:add https://logs.example.com/drain --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<LogDrain> {
    const {args, flags} = await this.parse(DrainsAdd)
    const app = await requireApp(flags)
    const drain = await this.platform.call('log-drain.create', {app, body: {url: args.url}})
    this.log(`Successfully added drain ${color.name(drain.url)}`)
    return drain
  }
}
