import {Args} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {matching, readPem, renderCertificate} from '../../lib/command/certificates.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class CertsAdd extends SpacedockCommand {
  static override args = {
    CRT: Args.string({description: 'absolute path of the certificate file on disk', ignoreStdin: true, required: true}),
    KEY: Args.string({description: 'absolute path of the key file on disk', ignoreStdin: true, required: true}),
  }
  static override description = 'Add an SSL certificate to an app.\nThe files are PEM; a chain of intermediate certificates may follow the certificate.'
  static override examples = ['<%= config.bin %> certs:add example.com.crt example.com.key --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<SniEndpoint> {
    const {args, flags} = await this.parse(CertsAdd)
    const app = await requireApp(flags)
    const body = {certificate_chain: readPem(args.CRT), private_key: readPem(args.KEY)}
    const endpoint = await this.progress(`Adding SSL certificate to ${color.app(app)}`, () => this.platform.call('sni-endpoint.create', {app, body}))
    this.log(renderCertificate(endpoint))
    await this.#associate(app, endpoint)
    return endpoint
  }

  /** Has somebody choose which of the app's domains use the certificate from now on. */
  async #associate(app: string, {name, ssl_cert}: SniEndpoint): Promise<void> {
    const domains = await this.progress('Waiting for stable domains to be created', () => this.platform.call('domain.list', {app}))
    const candidates = matching(ssl_cert.cert_domains, domains.map(({hostname}) => hostname))
    if (candidates.length === 0) return
    if (!this.interactive) {
      this.warn(`No domain uses the certificate yet. Have one use it with ${this.config.bin} domains:update ${candidates[0]} --app ${app} --cert ${name}.`)
      return
    }
    this.log(renderHeader('Almost done! Which of these domains on this application would you like this certificate associated with?'))
    const {choose} = await import('../../lib/command/prompt.js')
    const chosen = await choose('Select domains', candidates.map((hostname) => ({name: hostname, value: hostname})))
    for (const domain of chosen) await this.platform.call('domain.update', {app, domain, body: {sni_endpoint: name}})
  }
}
