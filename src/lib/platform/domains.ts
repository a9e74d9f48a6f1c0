import type {Domain} from '../operations/domains.js'
import {covers, customHostname, generateDnsTarget} from '../rules/domains.js'
import {withinLimit} from '../rules/limits.js'
import type {Row} from '../store/schema.js'
import {acmStatus, disableAcm, dropManaged, enableAcm, refreshAcm, startAcm} from './acm.js'
import {appView, changeApp} from './apps.js'
import {after, type Context, nowText} from './context.js'
import {accept, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfArray} from './range.js'
import {factsIn} from './sni-endpoints.js'
import type {AppSubject} from './subjects/app.js'
import {customDomains, defaultDomain, type DomainSubject, findDomain} from './subjects/domain.js'
import {findEndpoint} from './subjects/sni-endpoint.js'
import {wireTime} from './time.js'

export const domainHandlers: Handlers<
  | 'app.disable-acm'
  | 'app.enable-acm'
  | 'app.refresh-acm'
  | 'domain.create'
  | 'domain.delete'
  | 'domain.info'
  | 'domain.list'
  | 'domain.update'
> = {
  async 'domain.list'(context, {app}) {
    const custom = await customDomains(context).where('domains.app_id', '=', app.id).execute()
    return mapPage(pageOfArray(context.range, [defaultDomain(app), ...custom]), (domain) => domainView(context, app, domain))
  },

  async 'domain.info'(context, {app, domain}) {
    return domainView(context, app, domain)
  },

  async 'domain.create'(context, {app}, body) {
    const hostname = accept(customHostname(body.hostname))
    const other = await context.db.selectFrom('domains').select('app_id').where('hostname', '=', hostname).executeTakeFirst()
    if (other) throw invalid(other.app_id === app.id ? 'Hostname is already added to this app.' : `${hostname} is currently in use by another app.`)
    const {count} = await context.db.selectFrom('domains').select((select) => select.fn.countAll<number>().as('count')).where('app_id', '=', app.id).executeTakeFirstOrThrow()
    const settings = await context.settings()
    accept(withinLimit('domains', Number(count), settings['domains-per-app']))
    const domain: Row<'domains'> = {
      id: context.newId(),
      app_id: app.id,
      hostname,
      cname: generateDnsTarget(context.random),
      sni_endpoint_id: await endpointFor(context, app, hostname, body.sni_endpoint),
      acm_endpoint_id: null,
      acm_reason: null,
      acm_fails_at: null,
      ready_at: after(context, settings.domain),
      created_at: nowText(context),
      updated_at: nowText(context),
    }
    await context.db.insertInto('domains').values(domain).execute()
    if (app.acm === 1) await startAcm(context, app, domain)
    return domainView(context, app, await findDomain(context, domain.id, app))
  },

  async 'domain.update'(context, {app, domain}, {sni_endpoint}) {
    refuseDefault(app, domain)
    const change = {sni_endpoint_id: await endpointFor(context, app, domain.hostname, sni_endpoint), updated_at: nowText(context)}
    await context.db.updateTable('domains').set(change).where('id', '=', domain.id).execute()
    return domainView(context, app, await findDomain(context, domain.id, app))
  },

  async 'domain.delete'(context, {app, domain}) {
    refuseDefault(app, domain)
    await context.db.deleteFrom('domains').where('id', '=', domain.id).execute()
    await dropManaged(context, domain)
    return domainView(context, app, domain)
  },

  async 'app.enable-acm'(context, {app}) {
    await enableAcm(context, app)
    return appView(context, await changeApp(context, app, {acm: 1}))
  },

  async 'app.disable-acm'(context, {app}) {
    await disableAcm(context, app)
    return appView(context, await changeApp(context, app, {acm: 0}))
  },

  async 'app.refresh-acm'(context, {app}) {
    if (app.acm === 0) throw invalid('Automatic Certificate Management is not enabled for this app. Enable it before refreshing it.')
    await refreshAcm(context, app)
    return appView(context, app)
  },
}

/** The id of the certificate that a domain is to use, by id or name. @throws {ApiError} 404, or 422 where it does not name the domain */
async function endpointFor(context: Context, app: AppSubject, hostname: string, wanted: string | null): Promise<string | null> {
  if (wanted === null) return null
  const endpoint = await findEndpoint(context, wanted, app)
  if (endpoint.acm === 1) throw invalid(`${endpoint.name} is managed by Heroku (ACM): it is for its own domain only.`)
  const {domains} = factsIn(endpoint)
  if (!covers(domains, hostname)) throw invalid(`The certificate ${endpoint.name} does not name ${hostname}. It names ${domains.join(', ')}.`)
  return endpoint.id
}

function refuseDefault({name}: AppSubject, {cname, hostname}: DomainSubject): void {
  if (cname === null) throw invalid(`${hostname} is the domain that ${name} has from Heroku. It cannot be changed or removed.`)
}

function domainView(context: Context, app: AppSubject, domain: DomainSubject): Domain {
  const at = nowText(context)
  return {
    ...acmStatus(domain, context.now),
    app: {id: app.id, name: app.name},
    cname: domain.cname,
    created_at: wireTime(domain.created_at),
    hostname: domain.hostname,
    id: domain.id,
    kind: domain.cname === null ? 'heroku' : 'custom',
    sni_endpoint: endpointOf(domain, at),
    status: domain.cname === null ? 'none' : domain.ready_at <= at ? 'succeeded' : 'pending',
    updated_at: wireTime(domain.updated_at),
  }
}

/** What a domain answers with: the certificate that was chosen for it, or else that of ACM once it is there. */
function endpointOf(domain: DomainSubject, at: string): Domain['sni_endpoint'] {
  if (domain.sni_endpoint_id !== null) return {id: domain.sni_endpoint_id, name: domain.endpoint_name ?? ''}
  if (domain.acm_endpoint_id === null || (domain.acm_since ?? at) > at) return null
  return {id: domain.acm_endpoint_id, name: domain.acm_endpoint_name ?? ''}
}
