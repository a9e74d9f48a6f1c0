import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findCertificate} from '../../lib/command/certificates.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class CertsRemove extends SpacedockCommand {
  static override description = 'remove an SSL certificate from an app'
  static override examples = ['<%= config.bin %> certs:remove --app my-app --name oasis-70544 --confirm my-app']
  static override flags = {
    app: appFlag(),
    confirm: Flags.string({hidden: true, description: 'set to app name to bypass confirm prompt'}),
    endpoint: Flags.string({description: 'endpoint to remove'}),
    name: Flags.string({description: 'name to remove'}),
    remote: remoteFlag(),
  }

  async run(): Promise<SniEndpoint> {
    const {flags} = await this.parse(CertsRemove)
    const app = await requireApp(flags)
    const {id, name} = await findCertificate(this.platform, app, flags)
    await this.confirm(app, flags.confirm, `WARNING: Destructive Action - you cannot rollback this change\nThis command will remove the endpoint ${name} from ${color.app(app)}.\n`)
    return this.progress(`Removing SSL certificate ${name} from ${color.app(app)}`, () => this.platform.call('sni-endpoint.delete', {app, sniEndpoint: id}))
  }
}
