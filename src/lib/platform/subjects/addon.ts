import {sql} from 'kysely'
import {rolesThatMay} from '../../rules/roles.js'
import type {Row} from '../../store/schema.js'
import {type Context, nowText} from '../context.js'
import {ApiError, notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {inTime} from '../lifecycle.js'
import {type AppSubject, appsIn, appsSeenBy, findApp, withPermissions} from './app.js'

/** An add-on with the app that it is billed to. */
export type AddonSubject = Row<'addons'> & {app: AppSubject}

/** The add-ons that are billed to apps which the caller may view; for a partner its own. */
export const addonsSeenBy = (context: Context) =>
  context.db
    .selectFrom('addons')
    .selectAll('addons')
    .where(inTime(nowText(context)))
    .where(({eb, exists}) => (context.actor.addonId === undefined ? exists(viewableApp(context, 'addons.app_id')) : eb('addons.id', '=', context.actor.addonId)))

/** The app that a column of another query names, if the caller may view it: `appPermissions`, as a query. */
export const viewableApp = (context: Context, id: `${'addons' | 'attachments' | 'pipeline_couplings' | 'promotion_targets'}.app_id`) =>
  appsSeenBy(context)
    .clearSelect()
    .select(sql`1`.as('one'))
    .where('apps.id', '=', sql.ref<string>(id))
    .$if(context.actor.addonId === undefined, (apps) =>
      apps.where(({or, eb}) =>
        or([
          eb('apps.owner_id', '=', context.actor.account.id),
          eb('collaborators.id', 'is not', null),
          eb('memberships.role', 'in', rolesThatMay('view')),
        ]),
      ),
    )

/** The ids of the add-ons that are attached to an app. */
export const attachedTo = ({db}: Context, {id}: Pick<AppSubject, 'id'>) =>
  db.selectFrom('attachments').select('attachments.addon_id').where('attachments.app_id', '=', id)

/**
 * An add-on by id or name, or as `app::ATTACHMENT`; within an app only one that is billed or attached to it, also by the
 * name of one of its attachments there. Within an app another's add-on of that name never stands in the way.
 *
 * @throws {ApiError} 404 where there is none, or none that the caller may see
 */
export async function findAddon(context: Context, identity: string, app?: AppSubject): Promise<AddonSubject> {
  const scoped = app ? undefined : scopedIdentity(identity)
  if (scoped) return findAddon(context, scoped.name, await visibleApp(context, scoped.app, addonNotFound))
  const {column, value} = idOrName(identity)
  const named = context.db.selectFrom('addons').selectAll().where(column, '=', value).where(inTime(nowText(context)))
  const found = app
    ? ((await named.where(({or, eb}) => or([eb('app_id', '=', app.id), eb('id', 'in', attachedTo(context, app))])).executeTakeFirst()) ??
      (await addonAttachedAs(context, identity, app)))
    : await named.executeTakeFirst()
  if (!found) throw addonNotFound()
  if (context.actor.addonId !== undefined) return ofPartner(context, found)
  return {...found, app: app?.id === found.app_id ? app : await visibleApp(context, found.app_id, addonNotFound)}
}

/** A partner's own add-on, which is there before it is attached. @throws {ApiError} 404 for every other */
async function ofPartner(context: Context, found: Row<'addons'>): Promise<AddonSubject> {
  if (found.id !== context.actor.addonId) throw addonNotFound()
  return {...found, app: withPermissions(context, await appsIn(context).where('apps.id', '=', found.app_id).executeTakeFirstOrThrow())}
}

/** Heroku answers `addon` for this and `add_on` from its resolver (facts/platform-api.md 4). */
const addonNotFound = () => notFound('add-on', 'addon')

/** `app::NAME`, as clients write what is attached to another app than their own. */
export function scopedIdentity(identity: string): {app: string; name: string} | undefined {
  const [, app, name] = /^(.+?)::(.+)$/.exec(identity) ?? []
  return app !== undefined && name !== undefined ? {app, name} : undefined
}

/**
 * The app that something else belongs to.
 *
 * @throws what `otherwise` makes, when the caller may not see the app: then that other thing is not to be seen either
 */
export async function visibleApp(context: Context, identity: string, otherwise: () => ApiError): Promise<AppSubject> {
  try {
    return await findApp(context, identity)
  } catch (error) {
    throw error instanceof ApiError && error.status === 404 ? otherwise() : error
  }
}

const addonAttachedAs = (context: Context, name: string, app: AppSubject) =>
  context.db
    .selectFrom('attachments')
    .innerJoin('addons', 'addons.id', 'attachments.addon_id')
    .selectAll('addons')
    .where('attachments.app_id', '=', app.id)
    .where('attachments.name', '=', name.toUpperCase())
    .where(inTime(nowText(context)))
    .executeTakeFirst()
