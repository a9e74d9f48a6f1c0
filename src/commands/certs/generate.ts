import {existsSync, writeFileSync} from 'node:fs'
import {Args, Flags} from '@oclif/core'
import {AlreadyThere, UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {type Owner, parseSubject, subjectOf} from '../../lib/command/certificate-subject.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'

interface Generated {
  key: string
  certificate?: string
  request?: string
}

const dayMs = 24 * 60 * 60 * 1000
/** For how many days a self-signed certificate is valid. */
const validity = 365
/** RSA keys in bits: smaller ones are broken, larger ones take minutes. */
const keysizes = {smallest: 2048, largest: 8192} as const

export default class CertsGenerate extends SpacedockCommand {
  static override args = {domain: Args.string({description: 'domain name to generate', ignoreStdin: true, required: true})}
  static override description = `generate a key and a CSR or self-signed certificate
Asks for what the certificate is to say of its owner, unless --now or one of the flags about it is given. Files that are there are kept.`
  static override examples = ['<%= config.bin %> certs:generate www.example.com --now --app my-app', '<%= config.bin %> certs:generate www.example.com --selfsigned --now --app my-app']
  static override flags = {
    app: appFlag(),
    area: Flags.string({description: 'sub-country area (state, province, etc.) of owner'}),
    city: Flags.string({description: 'city of owner'}),
    country: Flags.string({description: 'country of owner, as a two-letter ISO country code'}),
    keysize: Flags.string({description: 'RSA key size in bits (default: 2048)'}),
    now: Flags.boolean({description: 'do not prompt for any owner information'}),
    owner: Flags.string({description: 'name of organization certificate belongs to'}),
    remote: remoteFlag(),
    selfsigned: Flags.boolean({description: 'generate a self-signed certificate instead of a CSR'}),
    subject: Flags.string({description: 'specify entire certificate subject'}),
  }

  async run(): Promise<Generated> {
    const {args, flags} = await this.parse(CertsGenerate)
    const {domain} = args
    const {selfsigned} = flags
    const bits = keysizeOf(flags.keysize)
    if (!/^(\*\.)?[\w-]+(\.[\w-]+)+$/.test(domain)) throw new UsageFailure(`${domain} is not a host name. Use one such as www.example.com.`)
    const app = await requireApp(flags)
    const files = {key: `${domain}.key`, other: `${domain}.${selfsigned ? 'crt' : 'csr'}`}
    for (const file of Object.values(files)) if (existsSync(file)) throw new AlreadyThere(`${file} is there already. Move it away first; nothing has been written.`)
    const certificates = await this.platform.call('sni-endpoint.list', {app})
    const subject = parseSubject(flags.subject ?? subjectOf(domain, flags.now || hasOwner(flags) ? flags : await this.#askForOwner()))

    const {requestCertificate, selfSign} = await import('../../lib/x509/issue.js')
    const now = new Date()
    const wanted = {hostname: domain, subject, from: now, to: new Date(now.getTime() + validity * dayMs)}
    const {key, text} = selfsigned
      ? await selfSign(bits, wanted).then(({key: own, certificate}) => ({key: own, text: certificate}))
      : await requestCertificate(bits, wanted).then(({key: own, request}) => ({key: own, text: request}))
    writeFileSync(files.key, key, {mode: 0o600, flag: 'wx'})
    writeFileSync(files.other, text, {flag: 'wx'})

    const command = certificates.some(({ssl_cert}) => ssl_cert.cert_domains.includes(domain)) ? 'update' : 'add'
    this.#tell(selfsigned, command, files)
    return {key: files.key, ...(selfsigned ? {certificate: files.other} : {request: files.other})}
  }

  async #askForOwner(): Promise<Owner> {
    if (!this.interactive) throw new UsageFailure('Say whose the certificate is with --owner, --country, --area and --city, or use --now to leave it out.')
    const {askMaybe} = await import('../../lib/command/prompt.js')
    return {
      owner: await askMaybe('Owner of this certificate'),
      country: await askMaybe('Country of owner (two-letter ISO code)'),
      area: await askMaybe('State/province/etc. of owner'),
      city: await askMaybe('City of owner'),
    }
  }

  #tell(selfsigned: boolean, command: string, {key, other}: {key: string; other: string}): void {
    const next = `$ ${this.config.bin} certs:${command}`
    const lines = selfsigned
      ? ['Your key and self-signed certificate have been generated.', 'Next, run:', `${next} ${other} ${key}`]
      : [
          'Your key and certificate signing request have been generated.',
          `Submit the CSR in '${other}' to your preferred certificate authority.`,
          "When you've received your certificate, run:",
          `${next} CERTFILE ${key}`,
        ]
    this.logToStderr(lines.join('\n'))
  }
}

const hasOwner = ({area, city, country, owner, subject}: Owner & {subject?: string | undefined}): boolean => [area, city, country, owner, subject].some(Boolean)

function keysizeOf(text = String(keysizes.smallest)): number {
  const bits = Number(text)
  if (/^\d+$/.test(text) && bits >= keysizes.smallest && bits <= keysizes.largest && bits % 8 === 0) return bits
  throw new UsageFailure(`--keysize takes a number of bits from ${keysizes.smallest} to ${keysizes.largest} that 8 divides, not ${text}.`)
}
