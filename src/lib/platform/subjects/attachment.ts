import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {type AppSubject, findApp} from './app.js'

/** An attachment with the app it is attached to. */
export type AttachmentSubject = Row<'attachments'> & {app: AppSubject}

/**
 * An attachment by id, or within an app by its name.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see
 */
export async function findAttachment(context: Context, identity: string, app?: AppSubject): Promise<AttachmentSubject> {
  const {column, value} = idOrName(identity)
  let query = context.db.selectFrom('attachments').selectAll()
  query = column === 'id' ? query.where('id', '=', value) : query.where('name', '=', value.toUpperCase())
  if (app) query = query.where('app_id', '=', app.id)
  const found = column === 'id' || app ? await query.executeTakeFirst() : undefined
  if (!found) throw attachmentNotFound()
  return {
    ...found,
    app:
      app ??
      (await findApp(context, found.app_id).catch(() => {
        throw attachmentNotFound()
      })),
  }
}

export const attachmentNotFound = () => notFound('add-on attachment', 'add_on attachment')
