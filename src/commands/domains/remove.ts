import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class DomainsRemove extends SpacedockCommand {
  static override args = {hostname: Args.string({description: 'unique identifier of the domain or full hostname', ignoreStdin: true, required: true})}
  static override description = 'remove a domain from an app'
  static override examples = ['<%= config.bin %> domains:remove www.example.com --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Domain> {
    const {args, flags} = await this.parse(DomainsRemove)
    const app = await requireApp(flags)
    return this.progress(`Removing ${color.green(args.hostname)} from ${color.app(app)}`, () => this.platform.call('domain.delete', {app, domain: args.hostname}))
  }
}
