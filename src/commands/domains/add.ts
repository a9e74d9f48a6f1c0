import {Args, Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {waitForDomain} from '../../lib/command/domains.js'
import {appFlag, remoteFlag, shortJsonFlag} from '../../lib/command/flags.js'
import {shellQuote} from '../../lib/command/shell-quote.js'
import type {Domain, SniEndpoint} from '../../lib/operations/domains.js'
import {color} from '../../lib/render/color.js'

export default class DomainsAdd extends SpacedockCommand {
  static override args = {hostname: Args.string({description: 'unique identifier of the domain or full hostname', ignoreStdin: true, required: true})}
  static override description = 'add a domain to an app'
  static override examples = ['<%= config.bin %> domains:add www.example.com --app my-app']
  static override flags = {
    app: appFlag(),
    cert: Flags.string({char: 'c', description: 'the name of the SSL cert you want to use for this domain'}),
    json: shortJsonFlag,
    remote: remoteFlag(),
    wait: Flags.boolean({description: 'wait until the domain is active'}),
  }

  async run(): Promise<Domain> {
    const {args, flags} = await this.parse(DomainsAdd)
    const {hostname} = args
    const app = await requireApp(flags)
    const sni_endpoint = flags.cert ?? (await this.#chosenCertificate(app, hostname))
    const domain = await this.progress(`Adding ${color.name(hostname)} to ${color.app(app)}`, () =>
      this.platform.call('domain.create', {app, body: {hostname, sni_endpoint}}),
    )
    this.log(`Configure your app's DNS provider to point to the DNS Target ${color.name(domain.cname ?? '')}.\n    For help, see ${color.info('https://devcenter.heroku.com/articles/custom-domains')}`)
    if (domain.status === 'none') return domain
    if (flags.wait) return waitForDomain(this, this.platform, domain, {app, target: this.target})
    this.log(`\nThe domain ${color.name(hostname)} has been enqueued for addition`)
    this.log(`Run ${color.code(`${this.config.bin} domains:wait ${shellQuote(hostname)}`)} to wait for completion`)
    return domain
  }

  /** Of several certificates the one that somebody chooses; a single one is not taken without being asked for. */
  async #chosenCertificate(app: string, hostname: string): Promise<string | null> {
    const certificates = (await this.platform.call('sni-endpoint.list', {app})).filter(({ssl_cert}) => !ssl_cert.acm)
    if (certificates.length < 2) return null
    if (!this.interactive) {
      this.warn(`${app} has ${certificates.length} certificates, and the domain is added without one. Choose it with ${this.config.bin} domains:update ${shellQuote(hostname)} --app ${app} --cert NAME.`)
      return null
    }
    const {chooseOne} = await import('../../lib/command/prompt.js')
    const none = {name: 'No SNI Endpoint', value: null}
    return chooseOne<string | null>('Choose an SNI endpoint to associate with this domain', [none, ...certificates.map((each) => ({name: labelOf(each), value: each.name}))])
  }
}

function labelOf({name, ssl_cert: {cert_domains}}: SniEndpoint): string {
  const more = cert_domains.length > 5 ? ` (...and ${cert_domains.length - 4} more)` : ''
  return cert_domains.length === 0 ? name : `${name} -> ${cert_domains.slice(0, 4).join(', ')}${more}`
}
