import {stableId} from './stable-id.js'
import type {CataloguePlan, CatalogueService, Compliance} from './types.js'

/** Where an add-on of a plan may live: inside the app's space, outside it, or either. */
type Placement = 'inside' | 'outside' | 'either'

interface PlanTerms {
  readonly compliance?: readonly Compliance[]
  readonly metered?: boolean
}

export interface PlanSpec extends PlanTerms {
  readonly slug: string
  /** US dollars per month. */
  readonly dollars: number
  /** Left out: wherever the service itself may live. */
  readonly placement?: Placement
}

/** A service as written down in the data files; what is left out has the value most services have. */
export interface ServiceSpec
  extends Pick<CatalogueService, 'slug' | 'humanName' | 'regions'>,
    Partial<Pick<CatalogueService,
      | 'cliPlugin' | 'supportsMultipleInstallations' | 'supportsSharing' | 'generations'
      | 'datastore' | 'attachmentBase'>> {
  /** Config vars without the attachment's name and underscore: `['URL']`. */
  readonly vars: readonly string[]
  readonly plans: readonly PlanSpec[]
  readonly defaultPlan: string
  /** Left out: the default plan. */
  readonly spaceDefaultPlan?: string
}

/** Plans by full slug, in dollars per month: `named({starter: 0, bronze: 10})`. */
export const named = (dollars: Readonly<Record<string, number>>, terms: PlanTerms & {placement?: Placement} = {}): PlanSpec[] =>
  Object.entries(dollars).map(([slug, price]) => ({slug, dollars: price, ...terms}))

/** A numbered tier outside spaces: `tier('standard', {0: 50, 2: 200})` is standard-0 and standard-2. */
export const tier = (name: string, dollars: Readonly<Record<string, number>>): PlanSpec[] =>
  named(numbered(name, dollars), {placement: 'outside'})

/** A numbered tier that exists only inside spaces: private-*, shield-*. */
export const spaceTier = (name: string, dollars: Readonly<Record<string, number>>, terms: PlanTerms = {}): PlanSpec[] =>
  named(numbered(name, dollars), {...terms, placement: 'inside'})

const numbered = (name: string, dollars: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(dollars).map(([size, price]) => [`${name}-${size}`, price]))

/** Writes a service out in full: ids, names, flags. */
export function expand(spec: ServiceSpec): CatalogueService {
  const attachmentBase = spec.attachmentBase ?? upperSnake(spec.slug)
  const datastore = spec.datastore ?? false
  return {
    id: stableId('add-on-service', spec.slug),
    slug: spec.slug,
    humanName: spec.humanName,
    state: 'ga',
    cliPlugin: spec.cliPlugin ?? null,
    supportsMultipleInstallations: spec.supportsMultipleInstallations ?? datastore,
    supportsSharing: spec.supportsSharing ?? datastore,
    generations: spec.generations ?? ['cedar'],
    datastore,
    attachmentBase,
    attachmentSeries: upperSnake(spec.slug),
    configVars: datastore ? spec.vars : spec.vars.map(name => `${attachmentBase}_${name}`),
    configFromAttachment: datastore,
    regions: spec.regions,
    plans: spec.plans.map(plan => expandPlan(spec, plan)),
  }
}

function expandPlan(service: ServiceSpec, plan: PlanSpec): CataloguePlan {
  const humanName = titleCase(plan.slug)
  const placement = plan.placement ?? (service.regions.installable.length > 0 ? 'either' : 'outside')
  return {
    id: stableId('plan', `${service.slug}:${plan.slug}`),
    slug: plan.slug,
    humanName,
    description: `${service.humanName} ${humanName}`,
    cents: plan.dollars * 100,
    unit: 'month',
    contract: false,
    metered: plan.metered ?? false,
    default: plan.slug === service.defaultPlan,
    spaceDefault: plan.slug === (service.spaceDefaultPlan ?? service.defaultPlan),
    installableInside: placement !== 'outside',
    installableOutside: placement !== 'inside',
    state: 'public',
    visible: true,
    compliance: plan.compliance ?? null,
  }
}

const upperSnake = (slug: string) => slug.toUpperCase().replaceAll('-', '_')

const titleCase = (slug: string) => slug.split('-').map(word => word.replace(/^x?l$|^./, start => start.toUpperCase())).join(' ')
