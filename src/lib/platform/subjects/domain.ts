import type {Row} from '../../store/schema.js'
import {uuidV5} from '../../store/seed/catalogue/stable-id.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import type {AppSubject} from './app.js'

/** A domain with the names of its certificates; `cname` is null for the one that the app has from Heroku. */
export interface DomainSubject extends Omit<Row<'domains'>, 'cname'> {
  cname: string | null
  endpoint_name: string | null
  acm_endpoint_name: string | null
  /** From when on ACM's certificate is there. */
  acm_since: string | null
}

/** The custom domains with the names of their certificates. */
export const customDomains = ({db}: Context) =>
  db
    .selectFrom('domains')
    .leftJoin('sni_endpoints as own', 'own.id', 'domains.sni_endpoint_id')
    .leftJoin('sni_endpoints as managed', 'managed.id', 'domains.acm_endpoint_id')
    .selectAll('domains')
    .select(['own.name as endpoint_name', 'managed.name as acm_endpoint_name', 'managed.since as acm_since'])

/** The domain that an app has from Heroku: its web address. It stands in no table, as it is the app's and cannot be changed. */
export const defaultDomain = (app: Pick<Row<'apps'>, 'created_at' | 'id' | 'updated_at' | 'web_url'>): DomainSubject => ({
  id: uuidV5(app.id, 'domain'),
  app_id: app.id,
  hostname: new URL(app.web_url).hostname,
  cname: null,
  sni_endpoint_id: null,
  endpoint_name: null,
  acm_endpoint_id: null,
  acm_endpoint_name: null,
  acm_since: null,
  acm_reason: null,
  acm_fails_at: null,
  ready_at: app.created_at,
  created_at: app.created_at,
  updated_at: app.updated_at,
})

/** A domain of an app by its id or host name, in any case. @throws {ApiError} 404 */
export async function findDomain(context: Context, identity: string, app: AppSubject): Promise<DomainSubject> {
  const {column, value} = idOrName(identity)
  const wanted = column === 'id' ? {column, value} : {column: 'hostname' as const, value: value.toLowerCase()}
  const own = defaultDomain(app)
  if (own[wanted.column] === wanted.value) return own
  const domain = await customDomains(context).where('domains.app_id', '=', app.id).where(`domains.${wanted.column}`, '=', wanted.value).executeTakeFirst()
  if (!domain) throw notFound('domain')
  return domain
}
