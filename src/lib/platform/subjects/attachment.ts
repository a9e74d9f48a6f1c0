import {prepared} from '../../store/prepared.js'
import type {Row} from '../../store/schema.js'
import type {Database} from '../../store/store.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {inTime} from '../lifecycle.js'
import {scopedIdentity, viewableApp, visibleApp} from './addon.js'
import type {AppSubject} from './app.js'

type ServiceRow = Row<'addon_services'>

/** An attachment with the add-on that is attached, that one's plan, and the apps on both sides. */
export interface AttachmentRow
  extends Row<'attachments'>,
    Pick<ServiceRow, 'attachment_base' | 'attachment_series' | 'config_from_attachment' | 'config_vars_json'>,
    Pick<Row<'addons'>, 'provisioned_at'> {
  app_name: string
  addon_name: string
  /** The app that the add-on is billed to. */
  billed_id: string
  billed_name: string | null
  plan_id: string
  plan_name: string
  service_id: string
  service_name: string
}

/** An attachment with the app it is attached to. */
export type AttachmentSubject = AttachmentRow & {app: AppSubject}

/** All attachments. */
export const attachmentsIn = ({db, now}: Context) => attachmentsAt(db, now.toISOString())

const attachmentsAt = (db: Database, at: string) =>
  db
    .selectFrom('attachments')
    .innerJoin('apps', 'apps.id', 'attachments.app_id')
    .innerJoin('addons', 'addons.id', 'attachments.addon_id')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .innerJoin('addon_services', 'addon_services.id', 'addon_plans.service_id')
    .where(inTime(at))
    .selectAll('attachments')
    .select(['apps.name as app_name', 'addons.name as addon_name', 'addons.app_id as billed_id', 'addons.provisioned_at'])
    .select(['addon_plans.id as plan_id', 'addon_plans.name as plan_name'])
    .select(['addon_services.id as service_id', 'addon_services.name as service_name'])
    .select(['attachment_base', 'attachment_series', 'config_from_attachment', 'config_vars_json'])
    .select((select) =>
      select.selectFrom('apps as billed').select('billed.name').whereRef('billed.id', '=', 'addons.app_id').as('billed_name'),
    )

/** All attachments to an app. */
export const attachmentsTo = ({db, now}: Context, appId: string): Promise<AttachmentRow[]> => attachmentsToApp(db, {at: now.toISOString(), appId})

const attachmentsToApp = prepared((db, {at, appId}: {at: string; appId: string}) => attachmentsAt(db, at).where('attachments.app_id', '=', appId))

/** The attachments to apps which the caller may view. */
export const attachmentsSeenBy = (context: Context) =>
  attachmentsIn(context).where(({exists}) => exists(viewableApp(context, 'attachments.app_id')))

/**
 * An attachment by id, or as `app::NAME`; within an app also by its name there.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see
 */
export async function findAttachment(context: Context, identity: string, app?: AppSubject): Promise<AttachmentSubject> {
  const scoped = app ? undefined : scopedIdentity(identity)
  if (scoped) return findAttachment(context, scoped.name, await visibleApp(context, scoped.app, attachmentNotFound))
  const {column, value} = idOrName(identity)
  // Outside an app a name says nothing: every second app has a DATABASE.
  if (column === 'name' && !app) throw attachmentNotFound()
  const named = attachmentsIn(context).where(`attachments.${column}`, '=', column === 'id' ? value : value.toUpperCase())
  const found = await (app ? named.where('attachments.app_id', '=', app.id) : named).executeTakeFirst()
  if (!found) throw attachmentNotFound()
  return {...found, app: app ?? (await visibleApp(context, found.app_id, attachmentNotFound))}
}

export const attachmentNotFound = () => notFound('add-on attachment', 'add_on attachment')
