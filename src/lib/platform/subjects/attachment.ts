import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {scopedIdentity, visibleApp} from './addon.js'
import type {AppSubject} from './app.js'

/** An attachment with the app it is attached to. */
export type AttachmentSubject = Row<'attachments'> & {app: AppSubject}

/**
 * An attachment by id, or as `app::NAME`; within an app also by its name there.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see
 */
export async function findAttachment(context: Context, identity: string, app?: AppSubject): Promise<AttachmentSubject> {
  const scoped = app ? undefined : scopedIdentity(identity)
  if (scoped) return findAttachment(context, scoped.name, await visibleApp(context, scoped.app, attachmentNotFound))
  const {column, value} = idOrName(identity)
  const attachments = context.db.selectFrom('attachments').selectAll()
  const named = column === 'id' ? attachments.where('id', '=', value) : attachments.where('name', '=', value.toUpperCase())
  // Outside an app a name says nothing: every second app has a DATABASE.
  const found = app ? await named.where('app_id', '=', app.id).executeTakeFirst() : column === 'id' ? await named.executeTakeFirst() : undefined
  if (!found) throw attachmentNotFound()
  return {...found, app: app ?? (await visibleApp(context, found.app_id, attachmentNotFound))}
}

export const attachmentNotFound = () => notFound('add-on attachment', 'add_on attachment')
