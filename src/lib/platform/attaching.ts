import type {ConfigVars} from '../operations/resources.js'
import {attachmentVars as varsNamed, generateAttachmentName} from '../rules/addons.js'
import {attachmentName} from '../rules/names.js'
import {refuse} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {varsOf} from './addon-config.js'
import {namingTerms} from './addon-terms.js'
import {type Context, nowText} from './context.js'
import {accept, confirmationRequired} from './errors.js'
import {shareDrain} from './log-drains.js'
import {configOf, recordRelease} from './releases.js'
import {type AttachmentRow, attachmentsIn, attachmentsTo} from './subjects/attachment.js'

type App = Pick<Row<'apps'>, 'id' | 'name'>

/** An attachment that may be made, if whoever asked for it confirms what it takes. */
export interface PlannedAttachment {
  name: string
  /** The attachment that has the name now. */
  replaces: AttachmentRow | undefined
  /** What there is to confirm: what the attachment would take the place of. */
  warning: string | undefined
}

interface Wanted {
  app: App
  service: Row<'addon_services'>
  /** Left out, one is found. */
  name: string | null | undefined
}

/**
 * Finds out what an attachment to an app will be called and what it would take the place of.
 *
 * @throws {ApiError} 422 for a name that is none, or whose config vars another attachment sets
 */
export async function planAttachment(context: Context, {app, service, name: wanted}: Wanted): Promise<PlannedAttachment> {
  const present = await attachmentsTo(context, app.id)
  const terms = namingTerms(service)
  const taken = new Set(present.map((attachment) => attachment.name))
  const name = wanted == null ? generateAttachmentName(terms, taken, context.random) : accept(attachmentName(wanted))
  const replaces = present.find((attachment) => attachment.name === name)
  const vars = varsNamed(terms, name).map((each) => each.name)

  for (const other of present) {
    const shared = other === replaces ? undefined : varsOf(other).find((each) => vars.includes(each))
    if (shared !== undefined) accept(refuse(`The config var ${shared} of ${app.name} is set by the attachment ${other.name} already.`))
  }
  const config = await configOf(context, app.id)
  const theirs = replaces ? varsOf(replaces) : []
  const byHand = vars.filter((each) => Object.hasOwn(config, each) && !theirs.includes(each))
  const warnings = [
    replaces && `The attachment ${name} of ${app.name} to ${replaces.addon_name} will be replaced.`,
    byHand.length > 0 && `The value of ${byHand.join(', ')} on ${app.name} will be overwritten.`,
  ].filter((warning) => typeof warning === 'string')
  return {name, replaces, warning: warnings.length > 0 ? warnings.join(' ') : undefined}
}

/**
 * What may only happen when whoever asked for it says the app's name, as they do after reading the warning.
 *
 * @throws {ApiError} 423 with the first warning there is
 */
export function requireConfirmation({name}: App, confirm: string | null | undefined, ...warnings: readonly (string | undefined)[]): void {
  const warning = warnings.find((each) => each !== undefined)
  if (warning !== undefined && confirm !== name) throw confirmationRequired(warning, name)
}

/** Attaches an add-on to an app as planned: a release that sets its config vars. */
export async function attach(
  context: Context,
  app: Pick<App, 'id'>,
  addon: Row<'addons'>,
  {name, replaces}: PlannedAttachment,
  namespace: string | null = null,
): Promise<AttachmentRow> {
  if (replaces) await detach(context, replaces)
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  const row = {id: context.newId(), addon_id: addon.id, app_id: app.id, name, namespace, ...times}
  await context.db.insertInto('attachments').values(row).execute()
  await shareDrain(context, app, addon)
  const attachment = await attachmentsIn(context).where('attachments.id', '=', row.id).executeTakeFirstOrThrow()

  const values = JSON.parse(addon.config_json) as ConfigVars
  await recordRelease(context, app, {
    description: `Attach ${name} (@ref:${addon.name})`,
    config: (before) => ({...before, ...valuesOf(attachment, values)}),
  })
  return attachment
}

/**
 * Sets what a provider has given since on every app that the add-on is attached to: a release each.
 *
 * @param taken the keys of what it has taken back
 */
export async function setConfig(context: Context, addon: Row<'addons'>, taken: readonly string[] = []): Promise<void> {
  const values = JSON.parse(addon.config_json) as ConfigVars
  for (const attachment of await attachmentsIn(context).where('attachments.addon_id', '=', addon.id).execute())
    await recordRelease(context, {id: attachment.app_id}, {
      description: `Update ${attachment.name} by ${attachment.service_name}`,
      config: (before) => ({...without(before, namesOf(attachment, taken)), ...valuesOf(attachment, values)}),
    })
}

const without = (config: ConfigVars, names: readonly string[]): ConfigVars => Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name)))

/** The names that some of a provider's config vars have with an attachment. */
const namesOf = (attachment: AttachmentRow, keys: readonly string[]): string[] =>
  varsNamed(namingTerms(attachment), attachment.name).flatMap(({key, name}) => (keys.includes(key) ? [name] : []))

/** The config vars of an attachment, of those that the provider has given. */
function valuesOf(attachment: AttachmentRow, values: ConfigVars): ConfigVars {
  const vars = varsNamed(namingTerms(attachment), attachment.name)
  return Object.fromEntries(vars.flatMap(({key, name}) => (values[key] === undefined ? [] : [[name, values[key]]])))
}

/** Takes an attachment from its app: a release without its config vars. With the last one the add-on's log drain goes. */
export async function detach(context: Context, attachment: AttachmentRow): Promise<void> {
  await context.db.deleteFrom('attachments').where('id', '=', attachment.id).execute()
  const others = context.db.selectFrom('attachments').select('attachments.addon_id').where('attachments.app_id', '=', attachment.app_id)
  await context.db.deleteFrom('log_drains').where('app_id', '=', attachment.app_id).where('addon_id', '=', attachment.addon_id).where('addon_id', 'not in', others).execute()
  const gone = varsOf(attachment)
  await recordRelease(context, {id: attachment.app_id}, {
    description: `Detach ${attachment.name} (@ref:${attachment.addon_name})`,
    config: (before) => without(before, gone),
  })
}

/** Removes an add-on, with its attachments and their config vars. */
export async function removeAddon(context: Context, {id}: Pick<Row<'addons'>, 'id'>): Promise<void> {
  const attachments = await attachmentsIn(context).where('attachments.addon_id', '=', id).execute()
  await context.db.deleteFrom('addons').where('id', '=', id).execute()
  for (const attachment of attachments) await detach(context, attachment)
}

/** Detaches the add-ons of an app from all others: before it is destroyed, and they with it. */
export async function detachFromOtherApps(context: Context, app: Pick<App, 'id'>): Promise<void> {
  const shared = attachmentsIn(context).where('addons.app_id', '=', app.id).where('attachments.app_id', '!=', app.id)
  for (const attachment of await shared.execute()) await detach(context, attachment)
}
