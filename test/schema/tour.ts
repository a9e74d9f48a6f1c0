import type {OperationId} from '../../src/lib/operations/index.js'
import {operations} from '../../src/lib/operations/index.js'
import {createPair} from '../helpers/certificates.js'
import {manifestOf} from '../helpers/manifests.js'
import {startPartner} from '../helpers/partner-server.js'
import {createWorld, member, type World} from '../helpers/world.js'

/** A request of the tour: the operation, what its path names where that is not the usual, and the body. */
type Stop = [id: OperationId, named?: Record<string, string>, body?: unknown]

/** What paths name unless a stop says otherwise. `$` stands for an id that an answer before gave. */
const usual: Record<string, string> = {
  account: '~',
  addon: 'my-postgres',
  app: 'my-app',
  appTransfer: '$app-transfer.create',
  attachment: '$add-on-attachment.create',
  authorization: '$oauth-authorization.create',
  collaborator: member,
  domain: 'www.example.com',
  dyno: 'web.1',
  dynoSize: 'private-s',
  enterpriseAccount: 'acme-holding',
  formation: 'web',
  generation: 'cedar',
  manifest: '$add-on-manifest.list',
  ociImage: '$oci-image.create',
  partnerService: 'fast-db',
  slugToPush: 'fast-db',
  logDrain: '$log-drain.create',
  peering: 'pcx-0000000a',
  pipeline: '$pipeline.create',
  pipelineCoupling: '$pipeline-coupling.create',
  pipelinePromotion: '$pipeline-promotion.create',
  plan: 'heroku-postgresql:private-0',
  processType: 'web',
  region: 'virginia',
  release: '1',
  ruleset: '$inbound-ruleset.create',
  service: 'heroku-postgresql',
  slug: '$slug.create',
  sniEndpoint: '$sni-endpoint.create',
  space: 'my-space',
  spaceMember: member,
  stack: 'heroku-24',
  team: 'acme',
  teamFeature: 'org-access-controls',
  teamMember: 'new@acme.example',
  telemetryDrain: '$telemetry-drain.create',
  vpnConnection: 'office',
}

const {certificate: certificate_chain, key: private_key} = await createPair()

/** Every operation once or more, in a world that has one of everything by then. */
const stops: readonly Stop[] = [
  ['space.create', {}, {name: 'my-space', team: 'acme'}],
  ['space.create', {}, {name: 'shield-space', team: 'acme', shield: true, region: 'frankfurt', log_drain_url: 'https://example.com/logs'}],
  ['space-log-drain.info', {space: 'shield-space'}],
  ['space-log-drain.update', {space: 'shield-space'}, {url: 'https://logs.example.com/drain'}],
  ['space.create', {}, {name: 'fir-space', team: 'acme', generation: 'fir'}],
  ['space.list'],
  ['space.info'],
  ['space.info', {space: 'shield-space'}],
  ['space.info', {space: 'fir-space'}],
  ['space.create', {}, {name: 'old-name', team: 'acme'}],
  ['space.update', {space: 'old-name'}, {name: 'new-name'}],
  ['space-transfer.transfer', {space: 'new-name'}, {new_owner: 'acme-labs'}],
  ['team-space.list'],
  ['space-nat.info'],
  ['space-nat.info', {space: 'fir-space'}],
  ['space-app-access.list'],
  ['space-app-access.update', {}, {permissions: [{name: 'create_apps'}]}],
  ['space-app-access.info'],
  ['inbound-ruleset.current'],
  ['inbound-ruleset.create', {}, {rules: [{action: 'allow', source: '192.0.2.0/24'}]}],
  ['inbound-ruleset.list'],
  ['inbound-ruleset.info'],
  ['control-plane-peering.request', {}, {space: 'my-space', aws_vpc_id: 'vpc-0a1b2c3d', aws_account_id: '210987654321', cidr_blocks: ['10.20.0.0/16'], pcx_id: 'pcx-0000000a'}],
  ['control-plane-peering.request', {}, {space: 'my-space', aws_vpc_id: 'vpc-0a1b2c3d', aws_account_id: '210987654321', cidr_blocks: ['10.30.0.0/16'], pcx_id: 'pcx-0000000b'}],
  ['peering-info.info'],
  ['peering.list'],
  ['peering.info'],
  ['peering.accept'],
  ['peering.accept-by-id', {}, {pcx_id: 'pcx-0000000b'}],
  ['peering.destroy'],
  ['vpn-connection.create', {}, {name: 'office', public_ip: '203.0.113.7', routable_cidrs: ['172.20.0.0/16']}],
  ['vpn-connection.create', {}, {name: 'broken', public_ip: '203.0.113.7', routable_cidrs: ['10.0.0.0/24']}],
  ['vpn-connection.list'],
  ['vpn-connection.info'],
  ['control-plane-vpn-tunnel.update', {}, {space: 'my-space', vpn_connection: 'office', status: 'DOWN', tunnel: 1}],
  ['vpn-connection.update', {}, {routable_cidrs: ['172.21.0.0/16']}],
  ['vpn-connection.destroy', {vpnConnection: 'broken'}],

  ['account.info'],
  ['account.info-by-user'],
  ['rate-limit.info'],
  ['oauth-authorization.create', {}, {description: 'tour', expires_in: 3600}],
  ['oauth-authorization.list'],
  ['oauth-authorization.info'],
  ['oauth-authorization.delete'],
  ['region.list'],
  ['region.info'],
  ['stack.list'],
  ['stack.info'],
  ['generation.list'],
  ['generation.info'],
  ['generation.list-by-team'],

  ['team.create', {}, {name: 'own-team'}],
  ['team.create-in-enterprise-account', {}, {name: 'acme-tools'}],
  ['team.list'],
  ['team.list-by-enterprise-account'],
  ['team.info'],
  ['team.info', {team: 'own-team'}],
  ['team-feature.list'],
  ['team-feature.info'],
  ['team-member.create', {}, {email: 'new@acme.example', role: 'viewer'}],
  ['team-member.create-or-update', {}, {email: 'new@acme.example', role: 'member'}],
  ['team-member.update', {}, {email: 'new@acme.example', role: 'viewer'}],
  ['team-member.list'],
  ['team-member.delete'],

  ['app.create', {}, {name: 'own-app'}],
  ['team-app.create', {}, {name: 'my-app', space: 'my-space'}],
  ['team-app.create', {}, {name: 'internal-app', space: 'my-space', internal_routing: true}],
  ['team-app.create', {}, {name: 'fir-app', space: 'fir-space'}],
  ['app.list'],
  ['app.list-owned-and-collaborated'],
  ['app.info'],
  ['app.info', {app: 'own-app'}],
  ['app.info', {app: 'fir-app'}],
  ['telemetry-drain.create', {}, {owner: {id: 'fir-app', type: 'app'}, signals: ['traces', 'logs'], exporter: {type: 'otlphttp', endpoint: 'https://otel.example.com', headers: {key: 'x'}}}],
  ['telemetry-drain.list-by-app', {app: 'fir-app'}],
  ['telemetry-drain.list-by-space', {space: 'fir-space'}],
  ['telemetry-drain.info'],
  ['telemetry-drain.update', {}, {signals: ['metrics']}],
  ['telemetry-drain.delete'],
  ['log-drain.create', {app: 'own-app'}, {url: 'https://logs.example.com/drain'}],
  ['log-drain.list', {app: 'own-app'}],
  ['log-drain.info', {app: 'own-app'}],
  ['log-drain.delete', {app: 'own-app'}],
  ['domain.create', {}, {hostname: 'www.example.com', sni_endpoint: null}],
  ['domain.list'],
  ['sni-endpoint.create', {}, {certificate_chain, private_key}],
  ['sni-endpoint.list'],
  ['domain.update', {}, {sni_endpoint: '$sni-endpoint.create'}],
  ['domain.info'],
  ['sni-endpoint.info'],
  ['sni-endpoint.update', {}, {certificate_chain, private_key}],
  ['app.enable-acm', {}, {}],
  ['app.refresh-acm', {}, {acm_refresh: true}],
  ['domain.info'],
  ['app.enable-acm', {app: 'own-app'}, {}],
  ['domain.create', {app: 'own-app'}, {hostname: 'own.example.com', sni_endpoint: null}],
  ['sni-endpoint.list', {app: 'own-app'}],
  ['domain.info', {app: 'own-app', domain: 'own.example.com'}],
  ['app.disable-acm'],
  ['sni-endpoint.delete'],
  ['domain.delete'],
  ['app.update', {}, {maintenance: true}],
  ['team-app.list-by-team'],
  ['team-app.info'],
  ['team-app.update', {}, {locked: true}],
  ['team-app-permission.list'],
  ['team-app-collaborator.create', {}, {user: member, permissions: ['view', 'deploy']}],
  ['team-app-collaborator.list'],
  ['team-app-collaborator.info'],
  ['team-app-collaborator.update', {}, {permissions: ['view', 'operate']}],
  ['collaborator.list'],
  ['collaborator.info'],
  ['collaborator.create', {app: 'own-app'}, {user: member}],
  ['collaborator.list', {app: 'own-app'}],
  ['permission-entity.list'],
  ['collaborator.delete', {app: 'own-app'}],
  ['team-app-collaborator.delete'],

  ['config-var.update', {}, {GREETING: 'hello'}],
  ['config-var.info-for-app'],
  ['config-var.info-for-app-release'],
  ['release.list'],
  ['release.info'],

  ['add-on-service.list'],
  ['add-on-service.info'],
  ['plan.list-by-add-on'],
  ['plan.info-by-add-on'],
  ['plan.info'],
  ['add-on-region-capability.list'],
  ['add-on-region-capability.list-by-add-on-service'],
  ['add-on-region-capability.list-by-region'],
  ['add-on.create', {}, {plan: 'heroku-postgresql', name: 'my-postgres'}],
  ['add-on.list'],
  ['add-on.list-by-user'],
  ['add-on.list-by-team'],
  ['add-on.list-by-app'],
  ['add-on.info'],
  ['add-on.info-by-app'],
  ['add-on.update', {}, {plan: 'heroku-postgresql:private-2'}],
  ['add-on.resolution', {}, {addon: 'my-postgres'}],
  ['add-on-attachment.create', {}, {addon: 'my-postgres', app: 'internal-app'}],
  ['add-on-attachment.list'],
  ['add-on-attachment.list-by-add-on'],
  ['add-on-attachment.list-by-app'],
  ['add-on-attachment.info'],
  ['add-on-attachment.info-by-app', {attachment: 'DATABASE'}],
  ['add-on-attachment.resolution', {}, {addon_attachment: 'DATABASE', app: 'my-app'}],
  ['release.info', {release: '3'}],
  ['add-on-attachment.delete'],
  ['add-on.delete'],

  ['slug.create', {}, {process_types: {web: 'npm start', worker: 'npm run work'}, commit: '60883d9e8947a57e04dc9124f25df004866a2051'}],
  ['slug.info'],
  ['release.create', {}, {slug: '$slug.create'}],
  ['release.info', {release: '4'}],
  ['formation.list'],
  ['formation.info'],
  ['formation.batch-update', {}, {updates: [{type: 'web', quantity: '+1', size: 'private-m'}]}],
  ['formation.update', {}, {quantity: 3}],
  ['dyno.create', {}, {command: 'bash', attach: false}],
  ['dyno.list'],
  ['dyno.info'],
  ['dyno.restart'],
  ['dyno.restart-formation'],
  ['dyno.restart-all'],
  ['dyno.stop'],
  ['dyno.stop-formation'],
  ['dyno-size.list'],
  ['dyno-size.info'],
  ['dyno-size.list-app-dyno-sizes'],
  ['space-dyno.list'],
  ['space-topology.topology'],
  ['space-host.list'],
  ['oci-image.create', {app: 'fir-app'}, {process_types: {web: {name: 'web', display_cmd: 'x', command: 'x', working_dir: '/', default: true}}}],
  ['oci-image.info', {app: 'fir-app'}],
  ['release.create', {app: 'fir-app'}, {oci_image: '$oci-image.create'}],
  ['space-topology.topology', {space: 'fir-space'}],
  ['dyno.list', {app: 'fir-app'}],

  ['team.info'],
  ['pipeline.create', {}, {name: 'my-pipeline', owner: {id: '$team.info', type: 'team'}, generation: {name: 'cedar'}}],
  ['pipeline.list'],
  ['pipeline.info'],
  ['pipeline.update', {}, {name: 'renamed'}],
  ['pipeline-coupling.create', {}, {app: 'my-app', pipeline: '$pipeline.create', stage: 'staging'}],
  ['pipeline-coupling.update', {}, {stage: 'development'}],
  ['pipeline-coupling.create', {}, {app: 'internal-app', pipeline: '$pipeline.create', stage: 'production'}],
  ['pipeline-coupling.list'],
  ['pipeline-coupling.list-by-current-user'],
  ['pipeline-coupling.list-by-team'],
  ['pipeline-coupling.list-by-pipeline'],
  ['pipeline-coupling.info'],
  ['pipeline-coupling.info-by-app'],
  ['pipeline-promotion.create', {}, {pipeline: {id: '$pipeline.create'}, source: {app: {id: 'my-app'}}, targets: [{app: {id: 'internal-app'}}]}],
  ['pipeline-promotion.info'],
  ['pipeline-promotion-target.list'],
  ['app.info'],
  ['filter-apps.apps', {}, {in: {id: ['$app.info']}}],
  ['pipeline-coupling.delete'],
  ['pipeline-transfer.create', {}, {pipeline: {id: '$pipeline.create'}, new_owner: {id: '$team.info', type: 'team'}}],
  ['pipeline.delete'],

  ['add-on-manifest.create', {slugToPush: 'fast-db'}, {contents: manifestOf('fast-db', {production: {base_url: '$partner', sso_url: 'https://fast.example.com/sso'}})}],
  ['add-on-manifest.current'],
  ['add-on-manifest.list'],
  ['control-plane-partner.update', {}, {plans: [{name: 'basic', cents: 500}]}],
  ['control-plane-partner.info'],
  ['add-on.create', {}, {plan: 'fast-db:basic', name: 'quick'}],
  ['add-on-sso.add-on-sso', {addon: 'quick'}],
  ['add-on-sso.add-on-sso-by-app', {addon: 'quick'}],
  ['add-on.update', {addon: 'quick'}, {plan: 'fast-db:test'}],
  ['add-on.delete', {addon: 'quick'}],
  ['control-plane-partner-call.list'],

  ['app-transfer.create', {}, {app: 'own-app', recipient: member}],
  ['app-transfer.list'],
  ['app-transfer.info'],
  ['app-transfer.update', {}, {state: 'declined'}],
  ['app-transfer.create', {}, {app: 'own-app', recipient: member}],
  ['app-transfer.delete'],
  ['app.delete', {app: 'own-app'}],
  ['space.delete', {space: 'new-name'}],
]

/** An answer of the tour. Every one is a success. */
export interface Answered {
  id: OperationId
  asked: string
  body: unknown
}

/** Asks for every stop with this `Accept` variant, in a world of its own whose delays have passed each time. */
export async function tour(variant: string): Promise<Answered[]> {
  const world = await createWorld()
  const {url} = await startPartner()
  const ids = new Map([['partner', url]])
  const answered: Answered[] = []
  for (const [id, named = {}, body] of stops) {
    const asked = pathOf(id, named, ids)
    const answer = await ask(world, id, asked, variant, withIds(body, ids))
    ids.set(id, answer.id)
    answered.push({id, asked: `${operations[id].method} ${asked}`, body: answer})
    world.pass(60)
  }
  return [...answered, ...(await partnerTour(variant))]
}

/** What a partner asks for with the token of its add-on, which only a world that looks at tokens can tell. */
async function partnerTour(variant: string): Promise<Answered[]> {
  const partner = await startPartner()
  partner.answers(() => ({status: 202, body: {id: 'p-1', log_drain_url: 'https://logs.fast.example.com'}}))
  const world = await createWorld({guarded: true, url: 'http://127.0.0.1:5455'})
  const headers = async (scopes: string[]) => ({headers: {authorization: `Bearer ${await world.tokenOf('admin@acme.example', undefined, scopes)}`}})
  const [operator, customer] = [await headers(['operator']), await headers(['global'])]
  await world.patch('/control-plane/settings', {'private-partners': 1}, operator)
  await world.post('/api/v3/addons/fast-db/manifests', {contents: manifestOf('fast-db', {requires: ['syslog_drain'], production: {base_url: partner.url, sso_url: partner.url}})}, customer)
  await world.post('/apps', {name: 'my-app'}, customer)
  const {id} = (await world.post('/apps/my-app/addons', {plan: 'fast-db:test'}, customer)).body
  const client_secret = (await world.get('/control-plane/partners/fast-db', customer)).body.client_secret
  const {body: tokens} = await world.post('/oauth/token', {grant_type: 'authorization_code', code: partner.received[0]?.body.oauth_grant.code, client_secret})
  const own = {authorization: `Bearer ${tokens.access_token}`, accept: `application/vnd.heroku+json; version=${variant}`}
  const asked = async (of: OperationId, path: string, body?: unknown, headers: Record<string, string> = own): Promise<Answered> => {
    const {method, status} = operations[of]
    const answer = await world.request(method, path, {headers: {...own, ...headers}, body})
    if (answer.status !== status) throw new Error(`${of}: ${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`)
    return {id: of, asked: `${method} ${path}`, body: answer.body}
  }
  return [
    {id: 'partner-token.exchange', asked: 'POST /oauth/token', body: tokens},
    await asked('add-on-config.update', `/addons/${id}/config`, {config: [{name: 'FAST_DB_URL', value: 'https://fast.example.com'}]}),
    await asked('add-on-config.list', `/addons/${id}/config`),
    await asked('log-drain.update', `/addons/${id}/log-drains/${encodeURIComponent('https://logs.fast.example.com')}`, {url: 'https://other.example.com'}),
    await asked('log-drain.list-by-add-on', `/addons/${id}/log-drains`),
    await asked('log-drain.list', '/apps/my-app/log-drains', undefined, customer.headers),
    await asked('add-on-action.provision', `/addons/${id}/actions/provision`, {}),
    await asked('add-on-action.deprovision', `/addons/${id}/actions/deprovision`, {}),
  ]
}

/** A body with the ids of answers before, where it names them. */
function withIds(body: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof body === 'string') return body.startsWith('$') ? (ids.get(body.slice(1)) ?? body) : body
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withIds(value, ids)]))
}

async function ask(world: World, id: OperationId, path: string, variant: string, body: unknown) {
  const {method, status} = operations[id]
  // Who is asked to take an app over is the one who answers.
  const as = id === 'app-transfer.update' ? member : undefined
  const headers = {accept: `application/vnd.heroku+json; version=${variant}`}
  const answer = await world.request(method, path, {headers, ...(body !== undefined && {body}), ...(as && {as})})
  if (answer.status !== status) throw new Error(`${id}: ${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

function pathOf(id: OperationId, named: Record<string, string>, ids: ReadonlyMap<string, string>): string {
  return operations[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = named[name] ?? usual[name]
    if (value === undefined) throw new Error(`${id} names a ${name}, and the tour does not say which`)
    return encodeURIComponent(value.startsWith('$') ? (ids.get(value.slice(1)) ?? value) : value).replaceAll('%3A', ':')
  })
}
