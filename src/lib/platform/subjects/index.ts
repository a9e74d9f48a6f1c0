import type {Parameter} from '../../operations/index.js'
import type {Region, TeamFeature} from '../../operations/resources.js'
import {type DynoSize, dynoSizes, type Generation, generations, type Stack, stacks} from '../../rules/facts.js'
import {findRegion} from '../../rules/regions.js'
import {didYouMean} from '../../rules/suggest.js'
import type {Row} from '../../store/schema.js'
import type {KeptWorld} from '../../store/worlds.js'
import {requireOperator} from '../authorization.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrEmail, idOrName} from '../identity.js'
import {noSuchProcessType} from '../process-types.js'
import {featuresOf} from '../team-features.js'
import {findOwnAccount} from './account.js'
import {type AddonSubject, findAddon} from './addon.js'
import {type AppSubject, findApp} from './app.js'
import {type AttachmentSubject, findAttachment} from './attachment.js'
import {type CollaboratorSubject, findCollaborator} from './collaborator.js'
import {type DomainSubject, findDomain} from './domain.js'
import {type DynoSubject, findDyno} from './dyno.js'
import {type DrainRow, findAddonDrain, findLogDrain} from './log-drain.js'
import {findManifest, findPartnerAddon, findPartnerService, findSlug, type SlugToPush} from './partner-service.js'
import {findPeering, type PeeringSubject} from './peering.js'
import {findEndpoint} from './sni-endpoint.js'
import {type CouplingSubject, findCoupling, findPipeline, findPromotion, type PipelineSubject} from './pipeline.js'
import {findSpace, type SpaceSubject} from './space.js'
import {findTeam, type TeamSubject} from './team.js'
import {findTelemetryDrain} from './telemetry-drain.js'
import {findToken} from './token.js'
import {findVpnConnection} from './vpn-connection.js'

type Person = Row<'memberships'> & {email: string; name: string | null}

/** What each kind of thing in a path is, once it is found. */
export interface SubjectTypes {
  account: Row<'accounts'>
  addon: AddonSubject
  /** A log drain of the add-on before it in the path. */
  addonDrain: DrainRow
  app: AppSubject
  appTransfer: Row<'app_transfers'>
  attachment: AttachmentSubject
  authorization: Row<'tokens'>
  collaborator: CollaboratorSubject
  enterpriseAccount: Row<'enterprise_accounts'>
  fault: Row<'faults'>
  domain: DomainSubject
  dyno: DynoSubject
  dynoSize: DynoSize
  formation: Row<'formations'>
  generation: Generation
  ociImage: Row<'artifacts'>
  logDrain: DrainRow
  manifest: Row<'manifests'>
  /** One that the caller's token is for. */
  partnerAddon: Row<'addons'>
  /** One whose manifest the caller has pushed. */
  partnerService: Row<'addon_services'>
  peering: PeeringSubject
  pipeline: PipelineSubject
  pipelineCoupling: CouplingSubject
  pipelinePromotion: Row<'pipeline_promotions'>
  plan: Row<'addon_plans'>
  /** Its name: dynos of it may be there without a formation. */
  processType: string
  region: Region
  release: Row<'releases'>
  ruleset: Row<'inbound_rulesets'>
  service: Row<'addon_services'>
  slug: Row<'artifacts'>
  slugToPush: SlugToPush
  sniEndpoint: Row<'sni_endpoints'>
  snapshot: Row<'snapshots'>
  space: SpaceSubject
  /** A member of the space's team. */
  spaceMember: Person
  stack: Stack
  team: TeamSubject
  teamFeature: TeamFeature
  teamMember: Person
  telemetryDrain: Row<'telemetry_drains'>
  /** Of whomever. */
  token: Row<'tokens'>
  vpnConnection: Row<'vpn_connections'>
  world: KeptWorld
}

export type Found = Partial<SubjectTypes>

type Finder<Name extends Parameter> = (context: Context, identity: string, found: Found) => Promise<SubjectTypes[Name]>

/** Things found so far that a path always names before this one. */
function required<Name extends keyof SubjectTypes>(found: Found, name: Name): SubjectTypes[Name] {
  const subject = found[name]
  if (subject === undefined) throw new Error(`The path names no ${name} before this parameter.`)
  return subject as SubjectTypes[Name]
}

/** The value, or a 404 naming the thing. */
function orNotFound<T>(value: T | undefined, thing: string, resource?: string): T {
  if (value === undefined) throw notFound(thing, resource)
  return value
}

const peopleOf = ({db}: Context, teamId: string) =>
  db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .selectAll('memberships')
    .select(['accounts.email', 'accounts.name'])
    .where('memberships.team_id', '=', teamId)

async function findMember(context: Context, identity: string, teamId: string): Promise<Person> {
  const {column, value} = idOrEmail(identity === '~' ? context.actor.account.id : identity)
  return orNotFound(await peopleOf(context, teamId).where(`accounts.${column}`, '=', value).executeTakeFirst(), 'team member')
}

const artifactNames = {slug: 'slug', 'oci-image': 'OCI image'} as const

async function findArtifact({db}: Context, identity: string, found: Found, type: keyof typeof artifactNames) {
  const own = db.selectFrom('artifacts').selectAll().where('app_id', '=', required(found, 'app').id).where('type', '=', type)
  return orNotFound(await own.where('id', '=', identity).executeTakeFirst(), artifactNames[type], type.replace('-', '_'))
}

/** How each kind of thing is found; each throws a 404 where there is none that the caller may see. */
export const finders: {[Name in Parameter]: Finder<Name>} = {
  account: findOwnAccount,
  addon: (context, identity, {app}) => findAddon(context, identity, app),
  addonDrain: (context, identity, found) => findAddonDrain(context, identity, required(found, 'partnerAddon')),
  app: findApp,
  async appTransfer({db, actor}, identity) {
    const transfers = db
      .selectFrom('app_transfers')
      .innerJoin('apps', 'apps.id', 'app_transfers.app_id')
      .selectAll('app_transfers')
      .where((where) =>
        where.or([where('app_transfers.owner_id', '=', actor.account.id), where('recipient_id', '=', actor.account.id)]),
      )
    const {column, value} = idOrName(identity)
    const wanted = column === 'id' ? transfers.where('app_transfers.id', '=', value) : transfers.where('apps.name', '=', value)
    return orNotFound(await wanted.orderBy('app_transfers.created_at', 'desc').executeTakeFirst(), 'app transfer')
  },
  attachment: (context, identity, {app}) => findAttachment(context, identity, app),
  async authorization({db, actor}, identity) {
    const own = db.selectFrom('tokens').selectAll().where('account_id', '=', actor.account.id).where('addon_id', 'is', null)
    return orNotFound(await own.where('id', '=', identity).executeTakeFirst(), 'authorization')
  },
  collaborator: (context, identity, found) => findCollaborator(context, identity, required(found, 'app')),
  async enterpriseAccount({db, actor}, identity) {
    const {column, value} = idOrName(identity)
    const account = await db
      .selectFrom('enterprise_accounts')
      .innerJoin('teams', 'teams.enterprise_account_id', 'enterprise_accounts.id')
      .innerJoin('memberships', 'memberships.team_id', 'teams.id')
      .selectAll('enterprise_accounts')
      .where('memberships.account_id', '=', actor.account.id)
      .where(`enterprise_accounts.${column}`, '=', value)
      .executeTakeFirst()
    return orNotFound(account, 'enterprise account')
  },
  domain: (context, identity, found) => findDomain(context, identity, required(found, 'app')),
  dyno: (context, identity, found) => findDyno(context, identity, required(found, 'app')),
  async dynoSize(_, identity) {
    const name = identity.toLowerCase()
    return orNotFound(dynoSizes.find((size) => size.id === name || size.name.toLowerCase() === name), 'dyno size')
  },
  fault: async ({db}, identity) => orNotFound(await db.selectFrom('faults').selectAll().where('id', '=', identity).executeTakeFirst(), 'fault'),
  async formation({db}, identity, found) {
    const formation = await db.selectFrom('formations').selectAll().where('app_id', '=', required(found, 'app').id).execute()
    const wanted = formation.find(({id, type}) => id === identity || type === identity)
    if (!wanted) throw noSuchProcessType(identity, formation)
    return wanted
  },
  async generation(_, identity) {
    const generation = generations.find(({id, name}) => id === identity || name === identity)
    return orNotFound(generation, 'generation').name
  },
  ociImage: (context, identity, found) => findArtifact(context, identity, found, 'oci-image'),
  logDrain: (context, identity, found) => findLogDrain(context, identity, required(found, 'app')),
  manifest: (context, identity, found) => findManifest(context, identity, required(found, 'partnerService')),
  partnerAddon: findPartnerAddon,
  partnerService: findPartnerService,
  slugToPush: findSlug,
  peering: (context, identity, found) => findPeering(context, required(found, 'space'), identity),
  pipeline: findPipeline,
  pipelineCoupling: findCoupling,
  pipelinePromotion: findPromotion,
  async plan({db}, identity, {service}) {
    const {column, value} = idOrName(identity)
    const name = service && !value.includes(':') ? `${service.name}:${value}` : value
    const plans = db.selectFrom('addon_plans').selectAll().where(column, '=', column === 'name' ? name : value)
    return orNotFound(await (service ? plans.where('service_id', '=', service.id) : plans).executeTakeFirst(), 'plan')
  },
  processType: async (_, identity) => identity,
  region: async (_, identity) => orNotFound(findRegion(identity), 'region'),
  async release({db}, identity, found) {
    const releases = db.selectFrom('releases').selectAll().where('app_id', '=', required(found, 'app').id)
    const version = /^v?(\d{1,9})$/.exec(identity)?.[1]
    const wanted = version ? releases.where('version', '=', Number(version)) : releases.where('id', '=', identity)
    return orNotFound(await wanted.executeTakeFirst(), 'release')
  },
  async ruleset({db}, identity, found) {
    const rulesets = db.selectFrom('inbound_rulesets').selectAll().where('space_id', '=', required(found, 'space').id)
    return orNotFound(await rulesets.where('id', '=', identity).executeTakeFirst(), 'inbound ruleset')
  },
  async service({db}, identity) {
    const {column, value} = idOrName(identity)
    const service = await db.selectFrom('addon_services').selectAll().where(column, '=', value).executeTakeFirst()
    if (service) return service
    const known = await db.selectFrom('addon_services').select('name').execute()
    throw notFound('add-on service', 'addon_service', didYouMean(value, known.map(({name}) => name)))
  },
  slug: (context, identity, found) => findArtifact(context, identity, found, 'slug'),
  sniEndpoint: (context, identity, found) => findEndpoint(context, identity, required(found, 'app')),
  async snapshot({db}, name) {
    const snapshot = await db.selectFrom('snapshots').selectAll().where('name', '=', name).executeTakeFirst()
    if (snapshot) return snapshot
    const known = await db.selectFrom('snapshots').select('name').orderBy('name').execute()
    throw notFound('snapshot', 'snapshot', didYouMean(name, known.map((one) => one.name)))
  },
  space: findSpace,
  spaceMember: (context, identity, found) => findMember(context, identity, required(found, 'space').team_id),
  stack: async (_, identity) => orNotFound(stacks.find(({id, name}) => id === identity || name === identity), 'stack'),
  team: findTeam,
  async teamFeature(_, identity, found) {
    const features = featuresOf(required(found, 'team'))
    return orNotFound(features.find(({id, name}) => id === identity || name === identity), 'team feature')
  },
  teamMember: (context, identity, found) => findMember(context, identity, required(found, 'team').id),
  telemetryDrain: findTelemetryDrain,
  token: findToken,
  vpnConnection: (context, identity, found) => findVpnConnection(context, required(found, 'space'), identity),
  async world({actor, db, worlds}, name) {
    requireOperator(actor)
    const known = (await worlds?.list(db)) ?? []
    const world = known.find((one) => one.name === name)
    if (!world) throw notFound('world', 'world', didYouMean(name, known.map((one) => one.name)))
    return world
  },
}
