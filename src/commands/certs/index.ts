import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {shownMoment} from '../../lib/command/certificates.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class Certs extends SpacedockCommand {
  static override description = 'list SSL certificates for an app'
  static override examples = ['<%= config.bin %> certs --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<SniEndpoint[]> {
    const {flags} = await this.parse(Certs)
    const app = await requireApp(flags)
    const endpoints = await this.platform.call('sni-endpoint.list', {app})
    if (endpoints.length === 0) {
      this.log(`${color.app(app)} has no SSL certificates.\nUse ${color.code(`${this.config.bin} certs:add CRT KEY`)} to add one.`)
      return endpoints
    }
    const sorted = endpoints.sort((a, b) => (a.name > b.name ? 1 : -1))
    this.log(
      renderTable(sorted, {
        name: {header: 'Name'},
        common_names: {header: 'Common Name(s)', get: ({ssl_cert}) => ssl_cert.cert_domains.join(', ')},
        expires_at: {header: 'Expires', get: ({ssl_cert}) => shownMoment(ssl_cert.expires_at)},
        ca_signed: {header: 'Trusted', get: ({ssl_cert}) => (ssl_cert['ca_signed?'] ? 'True' : 'False')},
        type: {header: 'Type', get: ({ssl_cert}) => (ssl_cert.acm ? 'ACM' : 'SNI')},
        // One certificate of ACM is for one domain, which nobody has to be told.
        ...(sorted.some(({ssl_cert}) => !ssl_cert.acm) && {domains: {header: 'Domains', get: ({domains, ssl_cert}) => (ssl_cert.acm ? '' : domains.length)}}),
      }),
    )
    return sorted
  }
}
