import type {Domain} from '../operations/domains.js'
import type {InboundRule} from '../operations/resources.js'
import {acmObstacle} from '../rules/domains.js'
import {acmIssuer, acmValidity} from '../rules/facts.js'
import type {Row} from '../store/schema.js'
import {after, type Context, nowText} from './context.js'
import {factsIn, storeEndpoint} from './sni-endpoints.js'
import {customDomains, type DomainSubject} from './subjects/domain.js'

type Site = Pick<Row<'apps'>, 'id' | 'internal_routing' | 'space_id'>

const dayMs = 24 * 60 * 60 * 1000

/** How far ACM is with a domain, and why no further; both null where it is off. */
export function acmStatus(domain: DomainSubject, now: Date): Pick<Domain, 'acm_status' | 'acm_status_reason'> {
  const at = now.toISOString()
  if (domain.acm_since !== null) return {acm_status: domain.acm_since <= at ? 'cert issued' : 'pending', acm_status_reason: null}
  if (domain.acm_fails_at === null) return {acm_status: null, acm_status_reason: null}
  return {acm_status: domain.acm_fails_at <= at ? 'failed' : 'failing', acm_status_reason: domain.acm_reason}
}

/** Has ACM get a certificate for a domain, or begin to fail. What is so now decides, until `reviewAcm` or `refreshAcm`. */
export async function startAcm(context: Context, app: Site, domain: Pick<Row<'domains'>, 'acm_endpoint_id' | 'hostname' | 'id'>): Promise<void> {
  const {acm, 'acm-patience': patience} = await context.settings()
  await dropManaged(context, domain)
  const obstacle = acmObstacle({hostname: domain.hostname, internalRouting: app.internal_routing === 1, open: await isOpen(context, app)})
  const change =
    obstacle === undefined
      ? {acm_endpoint_id: await storeManaged(context, app, domain.hostname, acm), acm_reason: null, acm_fails_at: null}
      : {acm_endpoint_id: null, acm_reason: obstacle, acm_fails_at: after(context, patience)}
  await context.db.updateTable('domains').set({...change, updated_at: nowText(context)}).where('id', '=', domain.id).execute()
}

/** Removes the certificate that ACM has for a domain, if any. */
export async function dropManaged({db}: Context, {acm_endpoint_id}: Pick<Row<'domains'>, 'acm_endpoint_id'>): Promise<void> {
  if (acm_endpoint_id !== null) await db.deleteFrom('sni_endpoints').where('id', '=', acm_endpoint_id).execute()
}

/** Begins with every domain of an app that has no certificate of ACM yet. */
export async function enableAcm(context: Context, app: Site): Promise<void> {
  for (const domain of await domainsOf(context, app)) if (acmStatus(domain, context.now).acm_status === null) await startAcm(context, app, domain)
}

/** Takes the domains of an app out of ACM, with the certificates that it got for them. */
export async function disableAcm({db}: Context, app: Site): Promise<void> {
  await db.deleteFrom('sni_endpoints').where('app_id', '=', app.id).where('acm', '=', 1).execute()
  await db.updateTable('domains').set({acm_reason: null, acm_fails_at: null}).where('app_id', '=', app.id).execute()
}

/** Tries again where there is no certificate, and renews those that are in their last month. */
export async function refreshAcm(context: Context, app: Site): Promise<void> {
  const soon = new Date(context.now.getTime() + acmValidity.renewalDays * dayMs).toISOString()
  const managed = await context.db.selectFrom('sni_endpoints').select(['id', 'certificate_json']).where('app_id', '=', app.id).where('acm', '=', 1).execute()
  const good = new Set(managed.filter((endpoint) => factsIn(endpoint).expiresAt > soon).map(({id}) => id))
  for (const domain of await domainsOf(context, app)) if (!good.has(domain.acm_endpoint_id ?? '')) await startAcm(context, app, domain)
}

/** After other ranges are trusted in a space: validation that was kept out gets through now, or what was under way does not. */
export async function reviewAcm(context: Context, space: Pick<Row<'spaces'>, 'id'>): Promise<void> {
  const apps = await context.db.selectFrom('apps').select(['id', 'internal_routing', 'space_id']).where('space_id', '=', space.id).where('acm', '=', 1).execute()
  for (const app of apps)
    for (const domain of await domainsOf(context, app)) {
      const {acm_status} = acmStatus(domain, context.now)
      if (acm_status === 'pending' || acm_status === 'failing') await startAcm(context, app, domain)
    }
}

const domainsOf = (context: Context, app: Site): Promise<DomainSubject[]> =>
  customDomains(context).where('domains.app_id', '=', app.id).orderBy('domains.created_at').orderBy('domains.id').execute()

/** Whether a certificate authority reaches what is in the app's space. */
async function isOpen({db}: Context, {space_id}: Site): Promise<boolean> {
  if (space_id === null) return true
  const {admitsEverybody} = await import('../rules/trusted-ranges.js')
  const current = db.selectFrom('inbound_rulesets').select('rules_json').where('space_id', '=', space_id).orderBy('number', 'desc').limit(1)
  return admitsEverybody(JSON.parse((await current.executeTakeFirstOrThrow()).rules_json) as InboundRule[])
}

/** A certificate that is there some seconds from now. @returns its endpoint's id */
async function storeManaged(context: Context, app: Site, hostname: string, seconds: number): Promise<string> {
  const [{issueCertificate}, {describeCertificate}] = await Promise.all([import('../x509/issue.js'), import('../rules/certificates.js')])
  const since = after(context, seconds)
  const to = new Date(Date.parse(since) + acmValidity.days * dayMs)
  const chain = await issueCertificate(acmIssuer, {hostname, subject: [{CN: [hostname]}], from: new Date(since), to})
  const {id} = await storeEndpoint(context, app, {chain, facts: {...describeCertificate(chain), caSigned: true}, acm: true, since})
  return id
}
