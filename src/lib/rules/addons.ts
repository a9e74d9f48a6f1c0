import {generationsUrl, type AppPermission, type Generation} from './facts.js'
import {attachmentColours, availabilityUrl} from './facts/addons.js'
import type {Random} from './names.js'
import {isRefusal, oneOf, refuse, shown, type Refusal} from './refusal.js'
import {didYouMean} from './suggest.js'

/** What decides where add-ons of a service may be. Regions by name. */
export interface ServiceTerms {
  readonly name: string
  readonly generations: readonly Generation[]
  /** The regions of the apps that may have it. */
  readonly available: readonly string[]
  /** Of those, the ones where it can run inside a space's network. */
  readonly installable: readonly string[]
  readonly datastore: boolean
}

/** What decides where add-ons of a plan may be, and who may have them. */
export interface PlanTerms {
  /** With the service's name: `heroku-postgresql:private-0`. */
  readonly name: string
  readonly inside: boolean
  readonly outside: boolean
  readonly cents: number
  readonly metered: boolean
  /** Taken when only the service is named, for an app outside spaces; `spaceDefault` for one inside. */
  readonly isDefault: boolean
  readonly spaceDefault: boolean
}

/** Where an app is. */
export interface AppPlace {
  readonly region: string
  readonly generation: Generation
  /** Null for an app of the Common Runtime. */
  readonly space: {readonly shield: boolean} | null
}

/** Where an add-on will be: `inside` its app's space, and whether somebody must confirm that it is not. */
export interface Placement {
  readonly inside: boolean
  readonly confirm: boolean
}

/** Neither a service nor a plan; the beginning is Heroku's, and the official CLI acts on it (facts 4). */
export function noSuchPlan(wanted: string, known: {services: readonly string[]; plans: readonly string[]}): Refusal {
  const name = shown(wanted)
  const sentence = `Couldn't find either the add-on service or the add-on plan of ${name.startsWith('"') ? name : `"${name}"`}.`
  const [service = ''] = wanted.split(':')
  const ofService = known.plans.filter((plan) => plan.startsWith(`${service}:`))
  const candidates = wanted.includes(':') ? (ofService.length > 0 ? ofService : known.plans) : known.services
  return refuse(sentence + didYouMean(wanted, candidates))
}

/**
 * The plan of an add-on for which only the service was named: outside spaces its default, in a space its default there,
 * in a Shield space the shield plan of the same size where there is one (DC:heroku-postgres-and-private-spaces: each kind
 * of space has plans of its own).
 */
export function defaultPlan<Plan extends PlanTerms>(service: string, plans: readonly Plan[], space: AppPlace['space']): Plan | Refusal {
  const chosen = plans.find((plan) => (space ? plan.spaceDefault : plan.isDefault))
  if (!chosen) return refuse(`The ${service} add-on has no default plan. Name one of ${oneOf(plans.map(({name}) => name))}.`)
  const shield = space?.shield ? plans.find(({name}) => name === chosen.name.replace(/\bprivate\b/, 'shield')) : undefined
  return shield ?? chosen
}

/**
 * Where an add-on of this plan will be for an app, or why it cannot be. `region` is the option of that name, by which a
 * data service is placed outside the app's space (seed 3); to other services it means whatever they say, and nothing here.
 */
export function placeAddon(service: ServiceTerms, plan: PlanTerms, place: AppPlace, region?: string): Placement | Refusal {
  const {space} = place
  if (!service.available.includes(place.region)) return notAvailable(service, place.region)
  if (!service.generations.includes(place.generation))
    return refuse(`The ${service.name} add-on is not available for the ${place.generation} generation.`, generationsUrl)
  if (takesRegion(service) && region !== undefined && !service.available.includes(region)) return notAvailable(service, shown(region))

  const inside = runsInside(service, plan, place, region)
  if (!inside && !plan.outside) return needsSpace(service, plan, place)
  // Only what exists nowhere but in spaces comes in two kinds, one for each kind of space.
  if (space && inside && !plan.outside && isShield(plan) !== space.shield)
    return space.shield
      ? refuse(`The plan ${plan.name} is not available in Shield Private Spaces. Choose a shield plan of ${service.name}.`)
      : refuse(`The plan ${plan.name} is only available in Shield Private Spaces. Choose a private plan of ${service.name}.`)
  return {inside, confirm: space !== null && service.datastore && !inside}
}

/** Nothing, or why an add-on cannot change between two plans of its service: it cannot move into or out of its space. */
export function changePlan(service: ServiceTerms, from: PlanTerms, to: PlanTerms, place: AppPlace, region?: string): Refusal | undefined {
  if (from.name === to.name) return refuse(`The add-on already has the plan ${to.name}.`)
  const placement = placeAddon(service, to, place, region)
  if (isRefusal(placement)) return placement
  const was = runsInside(service, from, place, region)
  if (was === placement.inside) return undefined
  const [there, here] = was ? ['outside', 'inside'] : ['inside', 'outside']
  return refuse(`An add-on ${here} the Private Space cannot change to ${to.name}, which runs ${there} it. Create a new add-on and move the data.`)
}

/** Whether an add-on of this plan is inside its app's space; `region` is the option it was made with. */
export function runsInside(service: ServiceTerms, plan: PlanTerms, {space, region: at}: AppPlace, region?: string): boolean {
  const elsewhere = takesRegion(service) && region !== undefined && region !== at
  return space !== null && plan.inside && !elsewhere && service.installable.includes(at)
}

const takesRegion = ({datastore, installable}: ServiceTerms): boolean => datastore && installable.length > 0

/** By the tier in its name, the only sign there is: `shield-0`, `shield-standard-2`, `advanced-shield`. */
const isShield = ({name}: PlanTerms): boolean => /[:-]shield\b/.test(name)

function notAvailable({name, available}: ServiceTerms, region: string): Refusal {
  const where = available.length === 0 ? '' : ` It is available in ${listed(available)}.`
  return refuse(`The ${name} add-on is not available in the ${region} region.${where}`, availabilityUrl)
}

function needsSpace({name, installable}: ServiceTerms, plan: PlanTerms, {region, space}: AppPlace): Refusal {
  if (!space) return refuse(`The plan ${plan.name} is only available for apps in a ${isShield(plan) ? 'Shield ' : ''}Private Space.`)
  if (installable.includes(region)) return refuse(`The plan ${plan.name} runs inside the Private Space, so it cannot be given another region.`)
  return refuse(`The ${name} add-on cannot run inside Private Spaces in the ${region} region. It can in ${listed(installable)}.`, availabilityUrl)
}

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

/** What adding, changing or destroying add-ons of these plans takes on their app: `operate` as soon as one costs anything (facts 3.6). */
export const permissionFor = (...plans: readonly Pick<PlanTerms, 'cents' | 'metered'>[]): AppPermission =>
  plans.some(({cents, metered}) => cents > 0 || metered) ? 'operate' : 'deploy'

/** What is said of a partner that took longer than it should, in milliseconds; nothing of others. documented: DC:add-on-partner-api-reference. */
export const slowAnswer = (service: string, ms: number): string | undefined =>
  ms > 3000 ? `${service} took ${(ms / 1000).toFixed(1)} s to answer. Partners should answer within 3 s, and must within 25.` : undefined

/** How a service's attachments and their config vars are named. */
export interface NamingTerms {
  /** An app's first attachment: `DATABASE`. */
  readonly attachmentBase: string
  /** What the names of further ones begin with: `HEROKU_POSTGRESQL`. */
  readonly attachmentSeries: string
  /** Whole names, or with `configFromAttachment` what follows the attachment's name and `_`. */
  readonly configVars: readonly string[]
  readonly configFromAttachment: boolean
}

/**
 * The config vars that an attachment of this name sets, each with the key of its value among those the provider gave.
 * In whole names the prefix gives way to the attachment's name: FAST_DB_URL is PRIMARY_DB_URL as PRIMARY_DB
 * (facts/addon-partners.md 3.2).
 */
export function attachmentVars(service: NamingTerms, attachment: string): readonly {readonly name: string; readonly key: string}[] {
  const {attachmentBase, configVars, configFromAttachment} = service
  const renamed = (key: string) => (key.startsWith(`${attachmentBase}_`) ? attachment + key.slice(attachmentBase.length) : key)
  return configVars.map((key) => ({key, name: configFromAttachment ? `${attachment}_${key}` : renamed(key)}))
}

/** The name of an attachment that was given none: the service's own for an app's first, a colour of its series for the others. */
export function generateAttachmentName({attachmentBase, attachmentSeries}: NamingTerms, taken: ReadonlySet<string>, random: Random): string {
  if (!taken.has(attachmentBase)) return attachmentBase
  const free = attachmentColours.map((colour) => `${attachmentSeries}_${colour}`).filter((name) => !taken.has(name))
  const chosen = free[Math.floor(random() * free.length)]
  if (chosen !== undefined) return chosen
  let number = 2
  while (taken.has(`${attachmentSeries}_${number}`)) number++
  return `${attachmentSeries}_${number}`
}
