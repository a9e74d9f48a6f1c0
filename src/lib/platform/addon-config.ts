import type {ConfigVars} from '../operations/resources.js'
import {attachmentVars as varsNamed} from '../rules/addons.js'
import {namingTerms} from './addon-terms.js'
import {type Context, nowText} from './context.js'
import {type AttachmentRow, attachmentsTo} from './subjects/attachment.js'

/*
 * The config vars that attachments set.
 *
 * They are recorded, with the release that attaches, at the moment of attaching, even when the add-on is still being
 * provisioned; until it is, whoever reads config vars is not shown them. So what is stored never depends on somebody
 * coming by at the right moment to complete it: a read changes nothing, the vars appear at the very second that
 * `provisioned_at` says, and a detach or a second release meanwhile meets nothing half made.
 */

/** The names of the config vars that an attachment sets on its app. */
export const varsOf = (attachment: AttachmentRow): string[] =>
  varsNamed(namingTerms(attachment), attachment.name).map(({name}) => name)

/** Every config var of an app that an attachment sets, with that attachment's name; also those that are not shown yet. */
export async function attachmentVars(context: Context, appId: string): Promise<Map<string, string>> {
  const attachments = await attachmentsTo(context, appId)
  return new Map(attachments.flatMap((attachment) => varsOf(attachment).map((name) => [name, attachment.name] as const)))
}

/** Config vars of an app as they may be shown: without those of add-ons that are still being provisioned. */
export async function withoutPending(context: Context, appId: string, config: ConfigVars): Promise<ConfigVars> {
  const attachments = await attachmentsTo(context, appId)
  const pending = new Set(attachments.filter(({provisioned_at}) => provisioned_at > nowText(context)).flatMap(varsOf))
  if (pending.size === 0) return config
  return Object.fromEntries(Object.entries(config).filter(([name]) => !pending.has(name)))
}

/** The names of the config vars that attachments have made visible. */
export const visibleVars = (context: Context, attachments: readonly AttachmentRow[]): string[] =>
  attachments.filter(({provisioned_at}) => provisioned_at <= nowText(context)).flatMap(varsOf)
