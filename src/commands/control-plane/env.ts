import {resolve} from 'node:path'
import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {isLoopback} from '../../lib/client/http.js'
import {createPlatform} from '../../lib/client/platform.js'
import type {RunningControlPlane} from '../../lib/client/running.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {officialEnvironment} from '../../lib/command/official-environment.js'
import {type Shell, exportLines, shellOf, shells} from '../../lib/command/shells.js'

export default class ControlPlaneEnv extends ControlPlaneCommand {
  static override description = `print what points the official heroku CLI at the control plane of this machine
Evaluate it in a shell: from then on heroku talks to the control plane, as the account of --as; with --world to that world of it, and so does spacedock.`
  static override examples = ['eval "$(<%= config.bin %> control-plane:env)"', '<%= config.bin %> control-plane:env --shell fish | source']
  static override flags = {
    ca: Flags.string({description: 'certificate of whoever has signed that of the control plane, for heroku to trust', helpValue: 'FILE'}),
    as: Flags.string({description: 'account whose token to print', helpValue: 'EMAIL'}),
    shell: Flags.string({description: 'shell to print for; by default the one of $SHELL', options: [...shells]}),
  }

  async run(): Promise<Record<string, string>> {
    const {flags} = await this.parse(ControlPlaneEnv)
    const running = await this.requireRunning()
    if (!isLoopback(new URL(running.url).hostname))
      throw new UsageFailure(`The official CLI sends its token to localhost and 127.0.0.1 only, and this control plane listens on ${running.url}. Start one on 127.0.0.1.`)
    const trusted = running.certificate && (await this.#trusted(running.url, running.certificate, flags.ca))
    // A name that is none is told here rather than by each command that follows.
    if (flags.world !== undefined) await this.platform.call('account.info', {})
    const token = flags.as === undefined ? running.token : await tokenFor(flags.as, running, this.config.userAgent)
    const variables = {...officialEnvironment(running.url, token, flags.world), ...(trusted !== undefined && {NODE_EXTRA_CA_CERTS: trusted})}
    // The options of the flag are the shells.
    this.log(exportLines(variables, (flags.shell as Shell | undefined) ?? shellOf(process.env)))
    return variables
  }

  /** The file that makes heroku trust a certificate; undefined where it has to do so by itself. */
  async #trusted(url: string, {file, pem}: {file: string; pem: string}, ca: string | undefined): Promise<string | undefined> {
    const {X509Certificate} = await import('node:crypto')
    const certificate = new X509Certificate(pem)
    const {hostname} = new URL(url)
    if (!certificate.checkHost(hostname) && !certificate.checkIP(hostname.replace(/^\[|\]$/g, '')))
      this.warn(`The certificate of the control plane is not for ${hostname}: heroku will refuse it. Use one that is, or start the control plane without TLS on 127.0.0.1.`)
    if (ca !== undefined) return resolve(ca)
    return certificate.checkIssued(certificate) ? file : undefined
  }
}

async function tokenFor(account: string, {url, token, certificate}: RunningControlPlane, userAgent: string): Promise<string> {
  const {openHttp} = await import('../../lib/client/http.js')
  const {send, close} = await openHttp({url, token, certificate: certificate?.pem, userAgent})
  try {
    const made = await createPlatform(send).call('control-plane-token.create', {body: {account, description: 'control-plane:env'}})
    return made.token
  } finally {
    close()
  }
}
