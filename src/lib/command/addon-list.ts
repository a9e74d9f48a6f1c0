import type {Platform} from '../client/platform.js'
import type {Addon, AddonAttachment, Plan, Reference} from '../operations/resources.js'
import {color} from '../render/color.js'
import {formatPrice} from '../render/price.js'
import {renderTable, type TableOptions} from '../render/table.js'
import {stateText, withBilledPrice} from './addon-summary.js'

/** An add-on in a list. One that is known only by what it is attached to is little more than a name. */
export interface ListedAddon extends Partial<Omit<Addon, 'addon_service' | 'plan'>> {
  addon_service: Partial<Reference>
  app: Reference
  attachments: AddonAttachment[]
  name: string
  plan: Partial<Plan>
}

const inFull = {variant: 'sdk', expand: 'addon_service,plan'} as const

/** All add-ons that may be seen, without attachments. */
export async function allAddons(platform: Platform): Promise<ListedAddon[]> {
  const addons = await platform.call('add-on.list', inFull)
  return addons.map((addon) => ({...withBilledPrice(addon), attachments: []}))
}

/** The add-ons of an app and those of others that are attached to it, each with all its attachments. */
export async function addonsOfApp(platform: Platform, app: string): Promise<ListedAddon[]> {
  const addons = await platform.call('add-on.list-by-app', {...inFull, app})
  const attachments = await platform.call('add-on-attachment.list', {})
  const seen = addons.map((addon) => ({...withBilledPrice(addon), attachments: attachments.filter((each) => each.addon.id === addon.id)}))
  const unseen = attachments.filter(({addon}) => !addons.some(({id}) => id === addon.id))
  return [...seen, ...knownByAttachment(unseen)].filter((addon) => [addon, ...addon.attachments].some(isOf(app)))
}

/** The add-ons that attachments lead to. */
function knownByAttachment(attachments: readonly AddonAttachment[]): ListedAddon[] {
  const byId = new Map<string, ListedAddon>()
  for (const attachment of attachments) {
    const {app, id, name} = attachment.addon
    const known = byId.get(id) ?? {addon_service: {}, app, attachments: [], name, plan: {}}
    byId.set(id, {...known, attachments: [...known.attachments, attachment]})
  }
  return [...byId.values()]
}

/** Whether something belongs to the app that somebody has named, by name or id. */
const isOf = (app: string) => ({app: {id, name}}: {app: Reference}) => name === app || id === app

/** What `addons --all` shows. */
export function renderAllAddons(addons: readonly ListedAddon[], noWrap: boolean): string {
  if (addons.length === 0) return 'No add-ons.'
  const columns = {
    'Owning App': {get: ({app}: ListedAddon) => color.app(app.name)},
    'Add-on': {get: ({name}: ListedAddon) => color.addon(name)},
    Plan: {get: ({plan}: ListedAddon) => plan.name},
    Price: {get: ({plan}: ListedAddon) => formatPrice(plan.price, {hourly: true})},
    'Max Price': {get: ({plan}: ListedAddon) => formatPrice(plan.price)},
    State: {get: ({state}: ListedAddon) => stateText(state)},
  }
  return renderTable(addons.toSorted(by(({app}) => app.name, ({plan}) => plan.name)), columns, wrapping(noWrap))
}

/** What `addons --app` shows. */
export function renderAddonsOfApp(app: string, addons: readonly ListedAddon[], noWrap: boolean): string {
  if (addons.length === 0) return `No add-ons for app ${app}.`
  const isForeign = (addon: ListedAddon) => !isOf(app)(addon)
  const price = (addon: ListedAddon, hourly: boolean) =>
    isForeign(addon) ? color.gray(`(billed to ${color.app(addon.app.name)} app)`) : formatPrice(addon.plan.price, {hourly})
  const columns = {
    'Add-on': {get: (addon: ListedAddon) => namedWithAttachments(addon, app, noWrap)},
    Plan: {get: ({plan}: ListedAddon) => plan.name?.replace(/^[^:]+:/, '') ?? color.inactive('?')},
    Price: {get: (addon: ListedAddon) => price(addon, true)},
    'Max Price': {get: (addon: ListedAddon) => price(addon, false)},
    State: {get: ({state}: ListedAddon) => stateText(state)},
  }
  const table = renderTable(addons.toSorted(by(isForeign, ({plan}) => plan.name, ({name}) => name)), columns, wrapping(noWrap))
  return `\n${table}\nThe table above shows add-ons and the attachments to the current app (${color.app(app)}) or other apps.\n  `
}

/** The service and name of an add-on, and below them what it is attached as, those of this app first. */
function namedWithAttachments({addon_service, attachments, name}: ListedAddon, app: string, noWrap: boolean): string {
  const isForeign = (attachment: AddonAttachment) => !isOf(app)(attachment)
  const sorted = attachments.toSorted(by(isForeign, (each) => each.app.name, (each) => each.name))
  const branches = sorted.map((attachment, index) => {
    const where = isForeign(attachment) ? ` ${color.gray(`on ${color.app(attachment.app.name)} app`)}` : ''
    return ` ${color.gray(index === sorted.length - 1 ? '└─' : '├─')} ${color.gray('as')} ${color.attachment(attachment.name)}${where}`
  })
  const lines = [`${addon_service.name ?? color.gray('?')} (${color.addon(name)})`, ...branches]
  return noWrap ? lines.join('  ') : `${lines.join('\n')}\n`
}

const wrapping = (noWrap: boolean): TableOptions => (noWrap ? {maxWidth: 'none', overflow: 'truncate'} : {overflow: 'wrap'})

/** Compares by the first of some keys that differs; what has none comes last. */
const by =
  <T>(...keys: readonly ((item: T) => boolean | string | undefined)[]) =>
  (a: T, b: T): number => {
    for (const key of keys) {
      const [one, other] = [key(a), key(b)]
      if (one === other) continue
      if (one === undefined || other === undefined) return one === undefined ? 1 : -1
      return one < other ? -1 : 1
    }
    return 0
  }
