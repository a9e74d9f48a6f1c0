import {UsageFailure} from '../client/failures.js'
import type {RequestBody} from '../operations/index.js'
import type {PartnerService} from '../operations/manifests.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'

export type ServiceChange = RequestBody<'control-plane-partner.update'>
type PlanChange = NonNullable<ServiceChange['plans']>[number]

/** What can be said of a plan in a file, by its key there; each checks its value. */
const planKeys: Readonly<Record<string, (value: unknown, place: string) => Partial<PlanChange>>> = {
  default: (value, place) => ({default: flag(value, place)}),
  description: (value, place) => ({description: text(value, place)}),
  name: (value, place) => ({human_name: text(value, place)}),
  price: (value, place) => ({cents: centsOf(String(value), place)}),
  'private-spaces': (value, place) => ({private_spaces: value === null ? null : flag(value, place)}),
  state: (value, place) => ({state: stateOf(value, place)}),
}

export const planStates = ['hidden', 'invite-only', 'public'] as const

/** US dollars a month as cents: `25`, `12.50`. @throws {UsageFailure} */
export function centsOf(dollars: string, place = '--price'): number {
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(dollars)) throw new UsageFailure(`${place} takes US dollars a month, as in 25 or 12.50, not ${dollars}.`)
  return Math.round(Number(dollars) * 100)
}

/**
 * What a file says of plans, in YAML or JSON: `generations`, and under `plans` each plan by its slug.
 *
 * @throws {UsageFailure} with the first thing that cannot be
 */
export async function readPlans(source: string, file: string): Promise<ServiceChange> {
  const {parse} = await import('yaml')
  let value: unknown
  try {
    value = parse(source)
  } catch (error) {
    throw new UsageFailure(`${file} is not YAML: ${(error as Error).message.split('\n')[0]}`)
  }
  const {generations, plans, ...rest} = object(value, `${file} is`)
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new UsageFailure(`${file} has the key ${unknown}. It can have generations and plans.`)
  return {
    ...(generations !== undefined && {generations: generationsOf(generations, file)}),
    plans: Object.entries(plans === undefined ? {} : object(plans, `plans of ${file} is`)).map(([slug, plan]) => planOf(slug, plan, file)),
  }
}

function planOf(slug: string, plan: unknown, file: string): PlanChange {
  const change: PlanChange = {name: slug}
  for (const [key, value] of Object.entries(object(plan ?? {}, `The plan ${slug} of ${file} is`))) {
    const read = planKeys[key]
    if (!read) throw new UsageFailure(`The plan ${slug} of ${file} has the key ${key}. It can have ${Object.keys(planKeys).join(', ')}.`)
    Object.assign(change, read(value, `${key} of ${slug} in ${file}`))
  }
  return change
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageFailure(`${what} no list of keys and values, as in "plans: {basic: {price: 25}}".`)
  return value as Record<string, unknown>
}

function flag(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') throw new UsageFailure(`${place} takes true or false.`)
  return value
}

function text(value: unknown, place: string): string {
  if (typeof value !== 'string' || value === '') throw new UsageFailure(`${place} takes text.`)
  return value
}

function stateOf(value: unknown, place: string): (typeof planStates)[number] {
  const state = planStates.find((each) => each === value)
  if (state === undefined) throw new UsageFailure(`${place} takes one of ${planStates.join(', ')}.`)
  return state
}

/** @throws {UsageFailure} for what is no list of generations */
export function generationsOf(value: unknown, place: string): ('cedar' | 'fir')[] {
  const names = Array.isArray(value) ? value : [value]
  if (!names.every((name) => name === 'cedar' || name === 'fir')) throw new UsageFailure(`generations of ${place} takes cedar, fir or both.`)
  return names
}

/** What the partner portal shows of an add-on. */
export function renderPlans({generations, plans, slug}: PartnerService): string {
  const table = renderTable(plans, {
    name: {header: 'Plan'},
    human_name: {header: 'Name'},
    cents: {header: 'Price', get: ({cents}) => (cents === 0 ? 'free' : `$${cents % 100 === 0 ? cents / 100 : (cents / 100).toFixed(2)}/month`)},
    state: {header: 'State'},
    private_spaces: {header: 'Private Spaces', get: ({private_spaces: said}) => (said === null ? '' : said ? 'yes' : 'no')},
    default: {header: 'Default', get: (plan) => (plan.default ? 'yes' : '')},
  })
  return `${renderHeader(`${slug} Plans`)}\nGenerations: ${generations.map((name) => color.info(name)).join(', ')}\n\n${table}`
}
