import {Flags} from '@oclif/core'
import {WaitFailed} from '../../../lib/client/failures.js'
import {requireApp} from '../../../lib/command/app-name.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {renderCertificate} from '../../../lib/command/certificates.js'
import {customOf, waitForCertificates} from '../../../lib/command/domains.js'
import {appFlag, remoteFlag} from '../../../lib/command/flags.js'
import type {Domain} from '../../../lib/operations/domains.js'
import {color} from '../../../lib/render/color.js'
import {renderHeader} from '../../../lib/render/header.js'
import {renderTable} from '../../../lib/render/table.js'

interface Status {
  acm: boolean
  domains: Domain[]
}

const documentation = 'See our documentation at https://devcenter.heroku.com/articles/automated-certificate-management#failure-reasons'

export default class CertsAuto extends SpacedockCommand {
  static override description = 'show ACM status for an app'
  static override examples = ['<%= config.bin %> certs:auto --app my-app', '<%= config.bin %> certs:auto --app my-app --wait']
  static override flags = {app: appFlag(), remote: remoteFlag(), wait: Flags.boolean({description: 'watch ACM status and display the status when complete'})}

  async run(): Promise<Status> {
    const {flags} = await this.parse(CertsAuto)
    const app = await requireApp(flags)
    const [{acm}, endpoints] = await Promise.all([this.platform.call('app.info', {app}), this.platform.call('sni-endpoint.list', {app})])
    this.log(renderHeader(`Automatic Certificate Management is ${acm ? color.success('enabled') : color.inactive('disabled')} on ${color.app(app)}`))
    if (!acm) return {acm, domains: []}
    const [only, ...others] = endpoints
    if (only?.ssl_cert.acm && others.length === 0) this.log(`${renderCertificate(only)}\n`)
    if (flags.wait) await waitForCertificates(this, this.platform, {app, target: this.target}).catch(ignoreFailed)
    const domains = customOf(await this.platform.call('domain.list', {app}))
    const advice = adviceFor(domains, this.config.bin)
    if (domains.length > 0) this.log(await renderStatus(domains))
    if (advice !== undefined) this.log(`${domains.length > 0 ? '\n' : ''}${renderHeader(advice)}`)
    return {acm, domains}
  }
}

/** The status that follows says which domain has failed; that the wait took too long, it does not say. */
function ignoreFailed(error: unknown): void {
  if (!(error instanceof WaitFailed)) throw error
}

async function renderStatus(domains: readonly Domain[]): Promise<string> {
  const {formatDistanceToNow} = await import('date-fns/formatDistanceToNow')
  return renderTable(domains, {
    Domain: {get: ({hostname}) => hostname},
    Status: {get: ({acm_status}) => shownStatus(acm_status)},
    ...(domains.some(({acm_status_reason}) => acm_status_reason) && {Reason: {get: ({acm_status_reason}: Domain) => acm_status_reason ?? ''}}),
    lastUpdated: {header: 'Last Updated', get: ({updated_at}) => formatDistanceToNow(new Date(updated_at))},
  })
}

const statuses: Readonly<Record<string, () => string>> = {
  ok: () => color.success('OK'),
  failed: () => color.failure('Failed'),
  verified: () => color.info('In Progress'),
  'dns-verified': () => color.info('DNS Verified'),
}

function shownStatus(status: string | null): string {
  if (status === null) return color.info('Waiting')
  return statuses[status]?.() ?? status.split('-').map((word) => word.replace(/^[a-z]/, (letter) => letter.toUpperCase())).join(' ')
}

function adviceFor(domains: readonly Domain[], bin: string): string | undefined {
  const has = (status: string) => domains.some(({acm_status}) => acm_status === status)
  if (domains.length === 0) return `Add a custom domain to your app by running: ${color.code(`${bin} domains:add <yourdomain.com>`)}`
  if (has('failed')) return `Some domains failed validation after multiple attempts, retry by running: ${color.code(`${bin} certs:auto:refresh`)}\n    ${documentation}`
  if (has('failing')) return `Some domains are failing validation, please verify that your DNS matches: ${color.code(`${bin} domains`)}\n    ${documentation}`
  return undefined
}
