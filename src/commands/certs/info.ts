import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {findCertificate, renderCertificate} from '../../lib/command/certificates.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class CertsInfo extends SpacedockCommand {
  static override description = 'show certificate information for an SSL certificate'
  static override examples = ['<%= config.bin %> certs:info --app my-app --name oasis-70544']
  static override flags = {
    app: appFlag(),
    endpoint: Flags.string({description: 'endpoint to check info on'}),
    name: Flags.string({description: 'name to check info on'}),
    remote: remoteFlag(),
    'show-domains': Flags.boolean({description: 'show associated domains'}),
  }

  async run(): Promise<SniEndpoint> {
    const {flags} = await this.parse(CertsInfo)
    const app = await requireApp(flags)
    const {id, name} = await findCertificate(this.platform, app, flags)
    const endpoint = await this.progress(`Fetching SSL certificate ${name} info for ${color.app(app)}`, () => this.platform.call('sni-endpoint.info', {app, sniEndpoint: id}))
    const hostnames = flags['show-domains'] ? await this.#hostnames(app, endpoint) : []
    this.log(renderCertificate(endpoint, undefined, hostnames))
    return endpoint
  }

  #hostnames(app: string, {domains, name}: SniEndpoint): Promise<string[]> {
    return this.progress(`Fetching domains for ${name}`, async () => {
      const all = await this.platform.call('domain.list', {app})
      return domains.flatMap((id) => all.filter((domain) => domain.id === id).map(({hostname}) => hostname))
    })
  }
}
