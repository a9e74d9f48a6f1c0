import {Args, Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findCertificate, readPem, renderCertificate} from '../../lib/command/certificates.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class CertsUpdate extends SpacedockCommand {
  static override args = {
    CRT: Args.string({description: 'absolute path of the certificate file on disk', ignoreStdin: true, required: true}),
    KEY: Args.string({description: 'absolute path of the key file on disk', ignoreStdin: true, required: true}),
  }
  static override description = 'update an SSL certificate on an app\nThe files are PEM; a chain of intermediate certificates may follow the certificate.'
  static override examples = ['<%= config.bin %> certs:update example.com.crt example.com.key --app my-app']
  static override flags = {
    app: appFlag(),
    confirm: Flags.string({hidden: true, description: 'set to app name to bypass confirm prompt'}),
    endpoint: Flags.string({description: 'endpoint to update'}),
    name: Flags.string({description: 'name to update'}),
    remote: remoteFlag(),
  }

  async run(): Promise<SniEndpoint> {
    const {args, flags} = await this.parse(CertsUpdate)
    const app = await requireApp(flags)
    const {id, name} = await findCertificate(this.platform, app, flags)
    const body = {certificate_chain: readPem(args.CRT), private_key: readPem(args.KEY)}
    await this.confirm(app, flags.confirm, `Potentially Destructive Action\nThis command will change the certificate of endpoint ${name} from ${color.app(app)}.\n`)
    const endpoint = await this.progress(`Updating SSL certificate ${name} for ${color.app(app)}`, () => this.platform.call('sni-endpoint.update', {app, sniEndpoint: id, body}))
    this.log(renderCertificate(endpoint, 'Updated certificate details:'))
    return endpoint
  }
}
