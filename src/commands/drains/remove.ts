import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {LogDrain} from '../../lib/operations/drains.js'
import {color} from '../../lib/render/color.js'

export default class DrainsRemove extends SpacedockCommand {
  static override args = {url: Args.string({description: 'URL of the log drain', ignoreStdin: true, required: true})}
  static override description = `removes a log drain from an app
The drain's token stands for it as well.`
  static override examples = ['<%= config.bin %> drains:remove https://logs.example.com/drain --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<LogDrain> {
    const {args, flags} = await this.parse(DrainsRemove)
    const app = await requireApp(flags)
    const drain = await this.platform.call('log-drain.delete', {app, logDrain: args.url})
    this.log(`Successfully removed drain ${color.cyan(drain.url)}`)
    return drain
  }
}
