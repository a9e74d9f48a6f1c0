import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {customOf} from '../../lib/command/domains.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Domain} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class DomainsClear extends SpacedockCommand {
  static override description = 'remove all domains from an app'
  static override examples = ['<%= config.bin %> domains:clear --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Domain[]> {
    const {flags} = await this.parse(DomainsClear)
    const app = await requireApp(flags)
    return this.progress(`Removing all domains from ${color.app(app)}`, async () => {
      const removed: Domain[] = []
      for (const {id} of customOf(await this.platform.call('domain.list', {app}))) removed.push(await this.platform.call('domain.delete', {app, domain: id}))
      return removed
    })
  }
}
