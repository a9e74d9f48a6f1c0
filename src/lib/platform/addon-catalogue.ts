import type {AddonRegionCapability, AddonService, Plan, Price, Reference} from '../operations/resources.js'
import {type AppPlace, defaultPlan, noSuchPlan} from '../rules/addons.js'
import {generations, regions} from '../rules/facts.js'
import type {Row} from '../store/schema.js'
import {uuidV5} from '../store/seed/catalogue/stable-id.js'
import {planTerms, serviceTerms, truth} from './addon-terms.js'
import type {Context} from './context.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {idOrName} from './identity.js'
import {mapPage, pageOfArray, pageOfQuery} from './range.js'
import {wireTime} from './time.js'

type ServiceRow = Row<'addon_services'>
type PlanRow = Row<'addon_plans'>

/** A plan with its service: what an add-on is of. */
export interface CatalogueEntry {
  service: ServiceRow
  plan: PlanRow
}

export const addonCatalogueHandlers: Handlers<
  | 'add-on-region-capability.list'
  | 'add-on-region-capability.list-by-add-on-service'
  | 'add-on-region-capability.list-by-region'
  | 'add-on-service.info'
  | 'add-on-service.list'
  | 'plan.info'
  | 'plan.info-by-add-on'
  | 'plan.list-by-add-on'
> = {
  async 'add-on-service.list'(context) {
    return mapPage(await pageOfQuery(context.range, services(context), 'addon_services'), serviceView)
  },

  async 'add-on-service.info'(_, {service}) {
    return serviceView(service)
  },

  async 'plan.list-by-add-on'(context, {service}) {
    const all = context.db.selectFrom('addon_plans').selectAll().where('service_id', '=', service.id)
    const plans = service.owner_id === context.actor.account.id ? all : all.where('visible', '=', 1)
    return mapPage(await pageOfQuery(context.range, plans, 'addon_plans'), (plan) => planView({service, plan}))
  },

  async 'plan.info-by-add-on'(_, {service, plan}) {
    return planView({service, plan})
  },

  async 'plan.info'(context, {plan}) {
    return planView({plan, service: await serviceOf(context, plan)})
  },

  async 'add-on-region-capability.list'(context) {
    return pageOfArray(context.range, capabilities(await services(context).execute()))
  },

  async 'add-on-region-capability.list-by-add-on-service'(context, {service}) {
    return pageOfArray(context.range, capabilities([service]))
  },

  async 'add-on-region-capability.list-by-region'(context, {region}) {
    const everywhere = capabilities(await services(context).execute())
    return pageOfArray(context.range, everywhere.filter((capability) => capability.region.name === region.name))
  },
}

const services = ({db}: Context) => db.selectFrom('addon_services').selectAll()

const serviceOf = (context: Context, {service_id}: PlanRow): Promise<ServiceRow> =>
  services(context).where('id', '=', service_id).executeTakeFirstOrThrow()

/** The plan and service of an add-on. */
export async function entryOf(context: Context, {plan_id}: Pick<Row<'addons'>, 'plan_id'>): Promise<CatalogueEntry> {
  const plan = await context.db.selectFrom('addon_plans').selectAll().where('id', '=', plan_id).executeTakeFirstOrThrow()
  return {plan, service: await serviceOf(context, plan)}
}

/**
 * The plan that somebody asked for, by id or name; or, where only a service was named, its default for that place.
 *
 * @throws {ApiError} 422 where there is neither
 */
export async function catalogueEntry(context: Context, wanted: string, space: AppPlace['space']): Promise<CatalogueEntry> {
  const {column, value} = idOrName(wanted)
  const plans = context.db.selectFrom('addon_plans').selectAll()
  const plan = await plans.where(column, '=', value).executeTakeFirst()
  if (plan) return {plan, service: await serviceOf(context, plan)}
  const service = await services(context).where(column, '=', value).executeTakeFirst()
  if (!service) return accept<never>(noSuchPlan(wanted, await namesOf(context)))
  const candidates = await plans.where('service_id', '=', service.id).orderBy('cents').orderBy('name').execute()
  const chosen = accept(defaultPlan(service.name, candidates.map((each) => ({...planTerms(each), plan: each})), space))
  return {service, plan: chosen.plan}
}

async function namesOf({db}: Context): Promise<{services: string[]; plans: string[]}> {
  const named = (rows: {name: string}[]) => rows.map(({name}) => name)
  return {
    services: named(await db.selectFrom('addon_services').select('name').execute()),
    plans: named(await db.selectFrom('addon_plans').select('name').where('visible', '=', 1).execute()),
  }
}

export const priceOf = ({cents, contract, metered, unit}: PlanRow): Price => ({
  cents,
  contract: truth(contract),
  metered: truth(metered),
  unit,
})

export const serviceView = (service: ServiceRow): AddonService => ({
  cli_plugin_name: service.cli_plugin_name,
  created_at: wireTime(service.created_at),
  human_name: service.human_name,
  id: service.id,
  name: service.name,
  state: service.state,
  supported_generations: generationReferences(JSON.parse(service.generations_json) as string[]),
  supports_multiple_installations: truth(service.supports_multiple_installations),
  supports_sharing: truth(service.supports_sharing),
  updated_at: wireTime(service.updated_at),
})

const generationReferences = (names: readonly string[]): Reference[] =>
  generations.filter(({name}) => names.includes(name)).map(({id, name}) => ({id, name}))

export const planView = ({service, plan}: CatalogueEntry): Plan => ({
  addon_service: {id: service.id, name: service.name},
  compliance: JSON.parse(plan.compliance_json) as string[] | null,
  created_at: wireTime(plan.created_at),
  default: truth(plan.is_default),
  description: plan.description,
  human_name: plan.human_name,
  id: plan.id,
  installable_inside_private_network: truth(plan.installable_inside),
  installable_outside_private_network: truth(plan.installable_outside),
  name: plan.name,
  price: priceOf(plan),
  space_default: truth(plan.space_default),
  state: plan.state,
  updated_at: wireTime(plan.updated_at),
  visible: truth(plan.visible),
})

/** One for each region in which a service may be added; `supports_private_networking` where it also runs inside spaces. */
const capabilities = (from: readonly ServiceRow[]): AddonRegionCapability[] =>
  from.flatMap((service) => {
    const {available, installable} = serviceTerms(service)
    const addon_service = serviceView(service)
    return regions
      .filter(({name}) => available.includes(name))
      .map((region) => ({
        addon_service,
        // Nothing is stored that could have an id; this one is always the same for the same service and region.
        id: uuidV5(service.id, region.name),
        region,
        supports_private_networking: installable.includes(region.name),
      }))
  })
