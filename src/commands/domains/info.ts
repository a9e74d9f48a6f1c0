import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'
import {renderObject} from '../../lib/render/object.js'

export default class DomainsInfo extends SpacedockCommand {
  static override args = {hostname: Args.string({description: 'unique identifier of the domain or full hostname', ignoreStdin: true, required: true})}
  static override description = 'show detailed information for a domain on an app'
  static override examples = ['<%= config.bin %> domains:info www.example.com --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Domain> {
    const {args, flags} = await this.parse(DomainsInfo)
    const app = await requireApp(flags)
    const domain = await this.platform.call('domain.info', {app, domain: args.hostname})
    this.log(renderObject({...domain, app: domain.app.name}))
    return domain
  }
}
