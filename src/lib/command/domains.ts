import type {Target} from '../client/contexts.js'
import {WaitFailed} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import {intervalFor, type Look, waitUntil} from '../client/waiting.js'
import type {Domain} from '../operations/domains.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'
import type {SpacedockCommand} from './base.js'
import {resumable} from './interrupt.js'

type Run = Pick<SpacedockCommand, 'config' | 'contextFlags' | 'progress'>

export interface DomainWait {
  app: string
  target: Target
}

/** DNS and certificates are waited for at most so long, in minutes. */
const patience = 60

/** The custom ones among an app's domains. */
export const customOf = (domains: readonly Domain[]): Domain[] => domains.filter(({kind}) => kind === 'custom')

/** Whether a host name is a domain itself and none below one, so that no CNAME can stand there: `example.co.uk`. */
export async function isApex(hostname: string): Promise<boolean> {
  if (hostname.includes('*')) return false
  const {parse} = await import('tldts')
  return parse(hostname).subdomain === ''
}

/** Waits until a domain is no longer pending. @throws {WaitFailed} where it ends otherwise than well */
export async function waitForDomain(run: Run, platform: Platform, domain: Domain, wait: DomainWait): Promise<Domain> {
  const {app} = wait
  const ended = await waiting(run, wait, `Waiting for ${color.name(domain.hostname)}`, `domains:wait ${domain.hostname} --app ${app}`, async () => {
    const now = await platform.call('domain.info', {app, domain: domain.id})
    return now.status === 'pending' ? {done: false} : {done: true, value: now}
  })
  if (ended.status !== 'succeeded' && ended.status !== 'none') throw new WaitFailed('conflict', `The domain creation finished with status ${ended.status}`)
  return ended
}

/** Waits until ACM has a certificate for every custom domain of an app. @throws {WaitFailed} where it has given up on one */
export async function waitForCertificates(run: Run, platform: Platform, wait: DomainWait): Promise<void> {
  const {app} = wait
  const look = async (): Promise<Look<void>> => {
    const statuses = customOf(await platform.call('domain.list', {app})).map(({acm_status}) => acm_status)
    if (!statuses.every((status) => status === 'cert issued' || status === 'failed')) return {done: false}
    if (statuses.includes('failed')) throw new WaitFailed('conflict', 'ACM not enabled for some domains')
    return {done: true, value: undefined}
  }
  if ((await look()).done) return
  await waiting(run, wait, 'Waiting until the certificate is issued to all domains', `certs:auto --wait --app ${app}`, look)
}

function waiting<T>(run: Run, {target}: DomainWait, what: string, line: string, look: () => Promise<Look<T>>): Promise<T> {
  const again = `${run.config.bin} ${line}${run.contextFlags}`
  const onTimeout = () => `It has taken more than ${patience} minutes. Wait on with ${again}.`
  return resumable(again, () => run.progress(what, () => waitUntil(look, {interval: intervalFor(target), timeout: patience * 60 * 1000, onTimeout})))
}

/** How DNS has to be set for domains, below a sentence that says why. */
export async function renderDnsSettings(domains: readonly Domain[], message: string): Promise<string> {
  const rows = await Promise.all(domains.map(async ({cname, hostname}) => ({hostname, cname, type: (await isApex(hostname)) ? 'ALIAS/ANAME' : 'CNAME'})))
  const table = renderTable(rows, {hostname: {header: 'Domain'}, type: {header: 'Record Type'}, cname: {header: 'DNS Target'}})
  return `${renderHeader(`${message}  Update your application's DNS settings as follows`)}\n${table}`
}
