import {Args, Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class DomainsUpdate extends SpacedockCommand {
  static override args = {hostname: Args.string({description: 'unique identifier of the domain or full hostname', ignoreStdin: true, required: true})}
  static override description = 'update a domain to use a different SSL certificate on an app'
  static override examples = ['<%= config.bin %> domains:update www.example.com --cert oasis-70544 --app my-app']
  static override flags = {
    app: appFlag(),
    cert: Flags.string({description: 'the name or id of the certificate you want to use for this domain', required: true}),
    remote: remoteFlag(),
  }

  async run(): Promise<Domain> {
    const {args, flags} = await this.parse(DomainsUpdate)
    const app = await requireApp(flags)
    const {cert} = flags
    return this.progress(`Updating ${color.name(args.hostname)} to use ${color.name(cert)} certificate`, () =>
      this.platform.call('domain.update', {app, domain: args.hostname, body: {sni_endpoint: cert}}),
    )
  }
}
