import type {Addon, AddonAttachment} from '../operations/resources.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderObject} from '../render/object.js'
import {formatPrice} from '../render/price.js'

/** An add-on with its attachments, to whatever apps. */
export type AttachedAddon = Addon & {attachments: AddonAttachment[]}

/** An add-on whose plan has the price that is paid for it, which may be older than the plan's. */
export function withBilledPrice(addon: Addon): Addon {
  const {billed_price, plan} = addon
  const {cents, contract} = billed_price
  return {...addon, plan: {...plan, price: {...(plan.price ?? billed_price), cents, contract}}}
}

const states: Readonly<Record<string, string>> = {
  deprovisioned: 'errored',
  deprovisioning: 'destroying',
  provisioned: 'created',
  provisioning: 'creating',
}

/** A state as people call it; nothing for one that is not known. */
export const stateText = (state: string | undefined): string => states[state ?? ''] ?? ''

/** That an add-on is there, and the config vars it has set. */
export function createdText({name, config_vars = []}: Pick<Addon, 'name'> & {config_vars?: readonly string[]}): string {
  const vars = config_vars.map((key) => color.name(key)).join(', ')
  return vars ? `Created ${color.addon(name)} as ${vars}` : `Created ${color.addon(name)}`
}

/** What `addons:info` shows. */
export function renderAddon({app, attachments, created_at, name, plan, state}: AttachedAddon): string {
  const block = renderObject({
    Plan: plan.name,
    Price: formatPrice(plan.price, {hourly: true}),
    'Max Price': formatPrice(plan.price),
    Attachments: attachments.map((attachment) => `${color.app(attachment.app.name)}::${color.attachment(attachment.name)}`).sort(),
    'Owning app': color.app(app.name),
    'Installed at': new Date(created_at).toString(),
    State: stateText(state),
  })
  return `${renderHeader(color.addon(name))}\n${block}`
}
