import {randomUUID} from 'node:crypto'
import type {PartnerCall, PartnerService, PlanState, PushedManifest} from '../operations/manifests.js'
import {addonPlanName} from '../rules/names.js'
import type {Manifest} from '../rules/manifests.js'
import type {Row} from '../store/schema.js'
import {truth} from './addon-terms.js'
import {type Context, nowText} from './context.js'
import {accept, ApiError, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {wireTime} from './time.js'

type Service = Row<'addon_services'>
type Plan = Row<'addon_plans'>

export const manifestHandlers: Handlers<
  | 'add-on-manifest.create'
  | 'add-on-manifest.current'
  | 'add-on-manifest.info'
  | 'add-on-manifest.list'
  | 'control-plane-partner-call.list'
  | 'control-plane-partner.info'
  | 'control-plane-partner.update'
> = {
  async 'add-on-manifest.current'(context, {partnerService}) {
    const [current] = await manifestsOf(context, partnerService).limit(1).execute()
    if (!current) throw new Error(`${partnerService.name} has no manifest.`)
    return {contents: contentsOf(current)}
  },

  async 'add-on-manifest.list'(context, {partnerService}) {
    return (await manifestsOf(context, partnerService).execute()).map(manifestView)
  },

  async 'add-on-manifest.info'(_, {manifest}) {
    return manifestView(manifest)
  },

  /** What is pushed is in force at once: the add-on appears, or is changed, in the catalogue. */
  async 'add-on-manifest.create'(context, {slugToPush: {service: present, slug}}, {contents}) {
    const manifest = await requireManifest(context, slug, contents)
    const [current] = present ? await manifestsOf(context, present).limit(1).execute() : []
    const base = contents['$base']
    if (base !== undefined && String(base) !== String(current?.number ?? base))
      throw refused(409, 'conflict', ['The manifest was changed since it was pulled. Pull it again, and repeat your changes.'])
    const service = await storeService(context, manifest, present)
    const row: Row<'manifests'> = {
      id: context.newId(),
      service_id: service.id,
      number: (current?.number ?? 0) + 1,
      contents_json: JSON.stringify(contents),
      account_id: context.actor.account.id,
      shared: context.shared ? 1 : 0,
      created_at: nowText(context),
    }
    await context.db.insertInto('manifests').values(row).execute()
    return {contents: contentsOf(row)}
  },

  async 'control-plane-partner-call.list'(context, {partnerService}) {
    const calls = context.db.selectFrom('partner_calls').selectAll().where('service_id', '=', partnerService.id).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(mostCalls)
    return (await calls.execute()).map(callView)
  },

  async 'control-plane-partner.info'(context, {partnerService}) {
    return partnerView(context, partnerService)
  },

  /** All of it or none: one plan that cannot be keeps the others from changing. */
  async 'control-plane-partner.update'(context, {partnerService}, {generations, plans = []}) {
    if (generations?.length === 0) throw invalid('An add-on is for one generation at least: cedar, fir or both.')
    if (generations) await context.db.updateTable('addon_services').set({generations_json: JSON.stringify(generations), updated_at: nowText(context)}).where('id', '=', partnerService.id).execute()
    for (const plan of plans) await storePlan(context, partnerService, plan)
    return partnerView(context, {...partnerService, ...(generations && {generations_json: JSON.stringify(generations)})})
  },
}

/** How many calls are shown: the newest. */
const mostCalls = 200

const callView = (call: Row<'partner_calls'>): PartnerCall => ({
  addon: call.addon_id,
  answer: call.status === null ? null : {body: call.answer ?? '', ms: call.ms ?? 0, status: call.status},
  attempts: call.attempts,
  created_at: wireTime(call.created_at),
  id: call.id,
  kind: call.kind,
  request: call.request_json === null ? null : (JSON.parse(call.request_json) as PartnerCall['request']),
  state: call.state,
  trouble: call.trouble,
})

/** The manifests of a service, the newest first. */
const manifestsOf = ({db}: Context, {id}: Service) => db.selectFrom('manifests').selectAll().where('service_id', '=', id).orderBy('number', 'desc')

const contentsOf = ({contents_json, number}: Row<'manifests'>): Record<string, unknown> => ({...(JSON.parse(contents_json) as Record<string, unknown>), $base: number})

const manifestView = (manifest: Row<'manifests'>): PushedManifest => ({contents: contentsOf(manifest), created_at: wireTime(manifest.created_at), id: manifest.id})

/** As addons.heroku.com refuses: one sentence for each thing (heroku-cli-addons-admin). */
const refused = (status: number, id: string, sentences: readonly string[]): ApiError => new ApiError(status, {id, message: sentences.join(' '), error: {base: sentences}})

async function requireManifest({settings, shared}: Context, slug: string, contents: Record<string, unknown>): Promise<Manifest> {
  const {checkContents} = await import('../rules/manifests.js')
  const {findings, manifest} = checkContents(contents)
  const errors = findings.filter(({severity}) => severity === 'error')
  if (!manifest) throw refused(422, 'invalid_params', errors.map(({message, path}) => (path === '$.api.regions' ? message : `${path.slice(2)}: ${message}`)))
  if (manifest.id !== slug) throw refused(422, 'invalid_params', [`The manifest is of ${manifest.id}, and not of ${slug}.`])
  const {base_url} = manifest.api.production
  if (shared && new URL(base_url).protocol === 'http:' && (await settings())['private-partners'] !== 1)
    throw refused(422, 'invalid_params', ['api.production.base_url: A control plane that is served calls https only, unless its operator allows partners on this machine (private-partners=1).'])
  return manifest
}

/** The service as a manifest has it; a new one has the plan `test`, which costs nothing. */
async function storeService(context: Context, manifest: Manifest, present: Service | undefined): Promise<Service> {
  const {defaultPrefix, regionsOf} = await import('../rules/manifests.js')
  const {api, cli_plugin_name, id, name} = manifest
  const prefix = api.config_vars_prefix ?? defaultPrefix(id)
  const change = {
    human_name: name,
    cli_plugin_name: cli_plugin_name ?? null,
    supports_multiple_installations: api.requires?.includes('many_per_app') ? (1 as const) : (0 as const),
    attachment_base: prefix,
    attachment_series: prefix,
    config_vars_json: JSON.stringify(api.config_vars ?? []),
    available_json: JSON.stringify(regionsOf(manifest)),
    updated_at: nowText(context),
  }
  if (present) {
    await context.db.updateTable('addon_services').set(change).where('id', '=', present.id).execute()
    return {...present, ...change}
  }
  const service: Service = {
    id: context.newId(),
    name: id,
    state: 'beta',
    supports_sharing: 1,
    datastore: 0,
    config_from_attachment: 0,
    generations_json: JSON.stringify(['cedar']),
    installable_json: '[]',
    owner_id: context.actor.account.id,
    client_secret: randomUUID(),
    created_at: nowText(context),
    ...change,
  }
  await context.db.insertInto('addon_services').values(service).execute()
  await storePlan(context, service, {name: 'test', human_name: 'Test', default: true})
  return service
}

type PlanChange = {name: string} & {[Key in 'cents' | 'default' | 'description' | 'human_name' | 'private_spaces' | 'state']?: PartnerService['plans'][number][Key] | undefined}

async function storePlan(context: Context, service: Service, {name, ...wanted}: PlanChange): Promise<void> {
  const slug = accept(addonPlanName(name))
  if (wanted.cents !== undefined && (!Number.isInteger(wanted.cents) || wanted.cents < 0 || wanted.cents > 100_000_000))
    throw invalid(`The price of ${slug} is ${wanted.cents} cents a month. Give a whole number from 0 to 100000000.`)
  const own = context.db.selectFrom('addon_plans').selectAll().where('service_id', '=', service.id)
  const present = await own.where('name', '=', `${service.name}:${slug}`).executeTakeFirst()
  if (wanted.default === false && present?.is_default === 1) throw invalid(`${slug} is the default plan of ${service.name}. Make another one the default instead.`)
  const change = {
    ...(wanted.human_name !== undefined && {human_name: wanted.human_name}),
    ...(wanted.description !== undefined && {description: wanted.description}),
    ...(wanted.cents !== undefined && {cents: wanted.cents}),
    ...(wanted.private_spaces !== undefined && {private_spaces: wanted.private_spaces === null ? null : wanted.private_spaces ? (1 as const) : (0 as const)}),
    ...(wanted.state !== undefined && {state: wanted.state, visible: wanted.state === 'public' ? (1 as const) : (0 as const)}),
    updated_at: nowText(context),
  }
  if (present) await context.db.updateTable('addon_plans').set(change).where('id', '=', present.id).execute()
  else await context.db.insertInto('addon_plans').values({...newPlan(context, service, slug), ...change}).execute()
  if (wanted.default) await makeDefault(context, service, slug)
}

const newPlan = (context: Context, service: Service, slug: string): Plan => ({
  id: context.newId(),
  service_id: service.id,
  name: `${service.name}:${slug}`,
  human_name: slug,
  description: `${service.human_name} ${slug}`,
  cents: 0,
  unit: 'month',
  contract: 0,
  metered: 0,
  is_default: 0,
  space_default: 0,
  installable_inside: 0,
  installable_outside: 1,
  state: 'public',
  visible: 1,
  private_spaces: null,
  compliance_json: 'null',
  created_at: nowText(context),
  updated_at: nowText(context),
})

async function makeDefault({db}: Context, service: Service, slug: string): Promise<void> {
  await db.updateTable('addon_plans').set({is_default: 0, space_default: 0}).where('service_id', '=', service.id).execute()
  await db.updateTable('addon_plans').set({is_default: 1, space_default: 1}).where('name', '=', `${service.name}:${slug}`).execute()
}

async function partnerView({db}: Context, service: Service): Promise<PartnerService> {
  const plans = await db.selectFrom('addon_plans').selectAll().where('service_id', '=', service.id).orderBy('cents').orderBy('name').execute()
  return {
    client_secret: service.client_secret ?? '',
    generations: JSON.parse(service.generations_json) as string[],
    plans: plans.map((plan) => ({
      cents: plan.cents,
      default: truth(plan.is_default),
      description: plan.description,
      human_name: plan.human_name,
      name: plan.name.slice(service.name.length + 1),
      private_spaces: plan.private_spaces === null ? null : truth(plan.private_spaces),
      state: plan.state as PlanState,
    })),
    slug: service.name,
  }
}
