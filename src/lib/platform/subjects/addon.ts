import {sql} from 'kysely'
import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {type AppSubject, findApp} from './app.js'

/** An add-on with the app that it is billed to. */
export type AddonSubject = Row<'addons'> & {app: AppSubject}

/**
 * An add-on by id or name; within an app also by the name of one of its attachments there.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see
 */
export async function findAddon(context: Context, identity: string, app?: AppSubject): Promise<AddonSubject> {
  const {column, value} = idOrName(identity)
  const found =
    (await context.db.selectFrom('addons').selectAll().where(column, '=', value).executeTakeFirst()) ??
    (app && (await addonAttachedAs(context, identity, app)))
  if (!found) throw addonNotFound()
  const owner = app?.id === found.app_id ? app : await billedApp(context, found)
  if (app && app.id !== owner.id && !(await isAttached(context, found.id, app))) throw addonNotFound()
  return {...found, app: owner}
}

/** Heroku answers `addon` for this and `add_on` from its resolver (facts/platform-api.md 4). */
const addonNotFound = () => notFound('add-on', 'addon')

async function billedApp(context: Context, addon: Row<'addons'>): Promise<AppSubject> {
  return findApp(context, addon.app_id).catch(() => {
    throw addonNotFound()
  })
}

const addonAttachedAs = (context: Context, name: string, app: AppSubject) =>
  context.db
    .selectFrom('attachments')
    .innerJoin('addons', 'addons.id', 'attachments.addon_id')
    .selectAll('addons')
    .where('attachments.app_id', '=', app.id)
    .where('attachments.name', '=', name.toUpperCase())
    .executeTakeFirst()

const isAttached = async (context: Context, addonId: string, app: AppSubject): Promise<boolean> =>
  (await context.db
    .selectFrom('attachments')
    .select(sql`1`.as('one'))
    .where('addon_id', '=', addonId)
    .where('app_id', '=', app.id)
    .executeTakeFirst()) !== undefined
