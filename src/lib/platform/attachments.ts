import type {AddonAttachment} from '../operations/resources.js'
import {runsInside} from '../rules/addons.js'
import {ssoUrl} from '../rules/facts/addons.js'
import {refuse} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {type CatalogueEntry, entryOf} from './addon-catalogue.js'
import {visibleVars} from './addon-config.js'
import {optionsOf, placeOf, planTerms, regionIn, serviceTerms} from './addon-terms.js'
import {attach, detach, planAttachment, requireConfirmation} from './attaching.js'
import {requireAppPermission} from './authorization.js'
import type {Context} from './context.js'
import {accept, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {hasDrain, requireLogAccess} from './log-drains.js'
import {mapPage, pageOfQuery} from './range.js'
import type {AddonSubject} from './subjects/addon.js'
import type {AppSubject} from './subjects/app.js'
import {type AttachmentRow, attachmentsIn, attachmentsSeenBy} from './subjects/attachment.js'
import {wireTime} from './time.js'

export const attachmentHandlers: Handlers<
  | 'add-on-attachment.create'
  | 'add-on-attachment.delete'
  | 'add-on-attachment.info'
  | 'add-on-attachment.info-by-app'
  | 'add-on-attachment.list'
  | 'add-on-attachment.list-by-add-on'
  | 'add-on-attachment.list-by-app'
> = {
  async 'add-on-attachment.list'(context) {
    const page = await pageOfQuery(context.range, attachmentsSeenBy(context), 'attachments')
    return mapPage(page, (attachment) => attachmentView(context, attachment))
  },

  async 'add-on-attachment.list-by-add-on'(context, {addon}) {
    const attachments = attachmentsIn(context).where('attachments.addon_id', '=', addon.id)
    return viewsOf(context, attachments)
  },

  async 'add-on-attachment.list-by-app'(context, {app}) {
    return viewsOf(context, attachmentsIn(context).where('attachments.app_id', '=', app.id))
  },

  async 'add-on-attachment.info'(context, {attachment}) {
    return attachmentView(context, attachment)
  },

  async 'add-on-attachment.info-by-app'(context, {attachment}) {
    return attachmentView(context, attachment)
  },

  /** Gives the app the add-on's credentials, so it takes as much on the app that they come from. */
  async 'add-on-attachment.create'(context, {app, addon}, {name, namespace, confirm}) {
    if (!app || !addon) throw invalid(`Require params: ${app ? 'addon' : 'app'}.`)
    requireAppPermission(addon.app, 'deploy')
    const entry = await entryOf(context, addon)
    if (app.id !== addon.app_id) {
      requireShareable(app, addon, entry)
      if (await hasDrain(context, addon)) accept(await requireLogAccess(context, app, entry.service))
    }
    const planned = await planAttachment(context, {app, service: entry.service, name})
    if (planned.replaces?.addon_id === addon.id) accept(refuse(`${addon.name} is already attached to ${app.name} as ${planned.name}.`))
    requireConfirmation(app, confirm, planned.warning)
    return attachmentView(context, await attach(context, app, addon, planned, namespace ?? null))
  },

  async 'add-on-attachment.delete'(context, {attachment}) {
    await requireOther(context, attachment)
    await detach(context, attachment)
    return attachmentView(context, attachment)
  },
}

const viewsOf = async (context: Context, attachments: ReturnType<typeof attachmentsIn>): Promise<AddonAttachment[]> =>
  (await attachments.orderBy('attachments.created_at').orderBy('attachments.name').execute()).map((attachment) => attachmentView(context, attachment))

/** @throws {ApiError} 422 for an add-on that only its own app can have, or that another app could not reach */
function requireShareable(app: AppSubject, addon: AddonSubject, {service, plan}: CatalogueEntry) {
  if (service.supports_sharing === 0)
    throw invalid(`The ${service.name} add-on cannot be shared: ${addon.name} can only be attached to ${addon.app.name}.`)
  const inside = runsInside(serviceTerms(service), planTerms(plan), placeOf(addon.app), regionIn(optionsOf(addon)))
  if (inside && app.space_id !== addon.app.space_id)
    throw invalid(`${addon.name} runs inside the space ${addon.app.space_name} and can only be attached to apps in it.`)
}

/** What is billed to an app stays attached to it. The beginning of the sentence is Heroku's. @throws {ApiError} 422 */
async function requireOther(context: Context, attachment: AttachmentRow) {
  if (attachment.app_id !== attachment.billed_id) return
  const other = await attachmentsIn(context)
    .where('attachments.addon_id', '=', attachment.addon_id)
    .where('attachments.app_id', '=', attachment.app_id)
    .where('attachments.id', '!=', attachment.id)
    .executeTakeFirst()
  if (!other)
    accept(refuse(`Cannot destroy last attachment to billing app for resource ${attachment.addon_name}. Destroy the add-on itself, or attach it under another name first.`))
}

/** Where the dashboard of an add-on opens for an app. */
export const dashboardUrl = (appId: string, {id}: Pick<Row<'addons'>, 'id'>): string => `${ssoUrl}/apps/${appId}/addons/${id}`

export function attachmentView(context: Context, attachment: AttachmentRow): AddonAttachment {
  const {expansions} = context.wanted
  return {
    addon: {
      id: attachment.addon_id,
      name: attachment.addon_name,
      app: {id: attachment.billed_id, name: attachment.billed_name ?? ''},
      ...(expansions.has('plan') && {plan: {id: attachment.plan_id, name: attachment.plan_name}}),
    },
    app: {id: attachment.app_id, name: attachment.app_name},
    ...(expansions.has('config_vars') && {config_vars: visibleVars(context, [attachment])}),
    created_at: wireTime(attachment.created_at),
    id: attachment.id,
    log_input_url: null,
    name: attachment.name,
    namespace: attachment.namespace,
    updated_at: wireTime(attachment.updated_at),
    web_url: dashboardUrl(attachment.app_id, {id: attachment.addon_id}),
  }
}
