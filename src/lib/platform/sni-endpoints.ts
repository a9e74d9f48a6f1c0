import type {SniEndpoint} from '../operations/domains.js'
import type {CertificateFacts} from '../rules/certificates.js'
import {covers, generateEndpointName} from '../rules/domains.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import type {AppSubject} from './subjects/app.js'
import {endpointsOf} from './subjects/sni-endpoint.js'
import {wireTime} from './time.js'

type Endpoint = Row<'sni_endpoints'>

export const sniEndpointHandlers: Handlers<
  'sni-endpoint.create' | 'sni-endpoint.delete' | 'sni-endpoint.info' | 'sni-endpoint.list' | 'sni-endpoint.update'
> = {
  async 'sni-endpoint.list'(context, {app}) {
    const page = await pageOfQuery(context.range, endpointsOf(context, app), 'sni_endpoints')
    const users = await usersOf(context, app)
    return mapPage(page, (endpoint) => endpointView(app, endpoint, users))
  },

  async 'sni-endpoint.info'(context, {app, sniEndpoint}) {
    return endpointView(app, sniEndpoint, await usersOf(context, app))
  },

  async 'sni-endpoint.create'(context, {app}, {certificate_chain, private_key}) {
    const facts = await readPair(context, certificate_chain, private_key)
    const endpoint = await storeEndpoint(context, app, {chain: certificate_chain, facts, acm: false, since: nowText(context)})
    return endpointView(app, endpoint, [])
  },

  /** With another certificate, which has to do for the domains that use it. */
  async 'sni-endpoint.update'(context, {app, sniEndpoint}, {certificate_chain, private_key}) {
    refuseManaged(sniEndpoint)
    const facts = await readPair(context, certificate_chain, private_key)
    const users = await usersOf(context, app)
    const left = users.find(({endpoint_id, hostname}) => endpoint_id === sniEndpoint.id && !covers(facts.domains, hostname))
    if (left) throw invalid(`${left.hostname} uses ${sniEndpoint.name}, and the certificate does not name it. It names ${facts.domains.join(', ')}.`)
    const change = {certificate_chain, certificate_json: JSON.stringify(facts), certificate_id: context.newId(), updated_at: nowText(context)}
    await context.db.updateTable('sni_endpoints').set(change).where('id', '=', sniEndpoint.id).execute()
    return endpointView(app, {...sniEndpoint, ...change}, users)
  },

  async 'sni-endpoint.delete'(context, {app, sniEndpoint}) {
    refuseManaged(sniEndpoint)
    const view = endpointView(app, sniEndpoint, await usersOf(context, app))
    await context.db.deleteFrom('sni_endpoints').where('id', '=', sniEndpoint.id).execute()
    return view
  },
}

interface NewEndpoint {
  /** PEM. */
  chain: string
  facts: CertificateFacts
  acm: boolean
  /** From when on it is there. */
  since: string
}

/** A new certificate of an app, under a name that none of its others has. Taken as it is. */
export async function storeEndpoint(context: Context, app: Pick<Row<'apps'>, 'id'>, {acm, chain, facts, since}: NewEndpoint): Promise<Endpoint> {
  const names = await context.db.selectFrom('sni_endpoints').select('name').where('app_id', '=', app.id).execute()
  const endpoint: Endpoint = {
    id: context.newId(),
    app_id: app.id,
    name: unusedName(context, new Set(names.map(({name}) => name))),
    certificate_chain: chain,
    certificate_json: JSON.stringify(facts),
    certificate_id: context.newId(),
    acm: acm ? 1 : 0,
    since,
    created_at: since,
    updated_at: since,
  }
  await context.db.insertInto('sni_endpoints').values(endpoint).execute()
  return endpoint
}

function unusedName({random}: Context, used: ReadonlySet<string>): string {
  for (;;) {
    const name = generateEndpointName(random)
    if (!used.has(name)) return name
  }
}

export const factsIn = ({certificate_json}: Pick<Endpoint, 'certificate_json'>): CertificateFacts => JSON.parse(certificate_json) as CertificateFacts

async function readPair(context: Context, chain: string, key: string): Promise<CertificateFacts> {
  const {readCertificate} = await import('../rules/certificates.js')
  return accept(readCertificate(chain, key, context.now))
}

function refuseManaged({acm, name}: Endpoint): void {
  if (acm === 1) throw invalid(`${name} is managed by Heroku (ACM): it goes when ACM is disabled for the app, or its domain removed.`)
}

/** Which domain of the app uses which certificate: its own, or else that of ACM. */
const usersOf = ({db}: Context, app: Pick<AppSubject, 'id'>) =>
  db
    .selectFrom('domains')
    .select((select) => ['id', 'hostname', select.fn.coalesce('sni_endpoint_id', 'acm_endpoint_id').as('endpoint_id')])
    .where('app_id', '=', app.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

type User = Awaited<ReturnType<typeof usersOf>>[number]

function endpointView({id, name}: AppSubject, endpoint: Endpoint, users: readonly User[]): SniEndpoint {
  const {caSigned, domains, expiresAt, issuer, selfSigned, startsAt, subject} = factsIn(endpoint)
  return {
    app: {id, name},
    certificate_chain: endpoint.certificate_chain,
    created_at: wireTime(endpoint.created_at),
    display_name: null,
    domains: users.filter(({endpoint_id}) => endpoint_id === endpoint.id).map((user) => user.id),
    id: endpoint.id,
    name: endpoint.name,
    ssl_cert: {
      acm: endpoint.acm === 1,
      'ca_signed?': caSigned,
      cert_domains: [...domains],
      expires_at: wireTime(expiresAt),
      id: endpoint.certificate_id,
      issuer,
      'self_signed?': selfSigned,
      starts_at: wireTime(startsAt),
      subject,
    },
    updated_at: wireTime(endpoint.updated_at),
  }
}
