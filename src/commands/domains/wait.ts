import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {waitForDomain} from '../../lib/command/domains.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'

export default class DomainsWait extends SpacedockCommand {
  static override args = {hostname: Args.string({description: 'unique identifier of the domain or full hostname', ignoreStdin: true})}
  static override description = `wait for domain to be active for an app
Without a hostname, for all that are pending.`
  static override examples = ['<%= config.bin %> domains:wait www.example.com --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Domain[]> {
    const {args, flags} = await this.parse(DomainsWait)
    const app = await requireApp(flags)
    const {hostname} = args
    const domains =
      hostname === undefined
        ? (await this.platform.call('domain.list', {app})).filter(({status}) => status === 'pending')
        : [await this.platform.call('domain.info', {app, domain: hostname})]
    const ended: Domain[] = []
    for (const domain of domains) ended.push(await waitForDomain(this, this.platform, domain, {app, target: this.target}))
    return ended
  }
}
