import type {AppPlace, NamingTerms, PlanTerms, ServiceTerms} from '../rules/addons.js'
import type {Generation} from '../rules/facts.js'
import type {Flag, Row} from '../store/schema.js'
import type {AppSubject} from './subjects/app.js'

/* Rows as the rules about add-ons see them. */

type ServiceRow = Row<'addon_services'>
type PlanRow = Row<'addon_plans'>

export const truth = (flag: Flag): boolean => flag === 1

/** A service as the rules about places see it. */
export const serviceTerms = (service: ServiceRow): ServiceTerms => ({
  name: service.name,
  generations: JSON.parse(service.generations_json) as Generation[],
  available: JSON.parse(service.available_json) as string[],
  installable: JSON.parse(service.installable_json) as string[],
  datastore: truth(service.datastore),
})

/** The columns of a service that say how its attachments and their config vars are named. */
type NamedService = Pick<ServiceRow, 'attachment_base' | 'attachment_series' | 'config_from_attachment' | 'config_vars_json'>

/** A service as the rules about names see it. */
export const namingTerms = (service: NamedService): NamingTerms => ({
  attachmentBase: service.attachment_base,
  attachmentSeries: service.attachment_series,
  configVars: JSON.parse(service.config_vars_json) as string[],
  configFromAttachment: truth(service.config_from_attachment),
})

/** A plan as the rules see it. */
export const planTerms = (plan: PlanRow): PlanTerms => ({
  name: plan.name,
  inside: truth(plan.installable_inside),
  outside: truth(plan.installable_outside),
  cents: plan.cents,
  metered: truth(plan.metered),
  isDefault: truth(plan.is_default),
  spaceDefault: truth(plan.space_default),
})

/** Where an app is. */
export const placeOf = (app: AppSubject): AppPlace => ({
  region: app.region,
  generation: app.generation,
  space: app.space_id === null ? null : {shield: app.space_shield === 1},
})

/** What an add-on was made with, after `--` on the command line. */
export type AddonOptions = Record<string, boolean | number | string>

/** The option that places a data service outside its app's space. */
export const regionIn = (options: AddonOptions): string | undefined =>
  typeof options['region'] === 'string' ? options['region'] : undefined

export const optionsOf = ({options_json}: Pick<Row<'addons'>, 'options_json'>): AddonOptions => JSON.parse(options_json) as AddonOptions
