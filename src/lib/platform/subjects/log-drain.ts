import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {multipleMatches, notFound} from '../errors.js'
import {inTime} from '../lifecycle.js'

/** A log drain with the names of the app whose logs it takes, and of the add-on that it belongs to. */
export interface DrainRow extends Row<'log_drains'> {
  app_name: string | null
  addon_name: string | null
  /** The app that the add-on is billed to. */
  billed_id: string | null
  billed_name: string | null
}

/** All log drains. */
export const drainsIn = ({db, now}: Context) =>
  db
    .selectFrom('log_drains')
    .leftJoin('apps', 'apps.id', 'log_drains.app_id')
    .leftJoin('addons', 'addons.id', 'log_drains.addon_id')
    .leftJoin('apps as billed', 'billed.id', 'addons.app_id')
    .where(inTime(now.toISOString()))
    .selectAll('log_drains')
    .select(['apps.name as app_name', 'addons.name as addon_name', 'billed.id as billed_id', 'billed.name as billed_name'])
    .orderBy('log_drains.created_at')
    .orderBy('log_drains.id')

const found = (drains: ReturnType<typeof drainsIn>, identity: string) =>
  drains.where((where) => where.or((['id', 'token', 'url'] as const).map((column) => where(`log_drains.${column}`, '=', identity)))).execute()

/** A log drain of an app by id, token or URL; of several with the same URL, that which no add-on has. @throws {ApiError} 404 */
export async function findLogDrain(context: Context, identity: string, app: Pick<Row<'apps'>, 'id'>): Promise<DrainRow> {
  const drains = await found(drainsIn(context).where('log_drains.app_id', '=', app.id), identity)
  const drain = drains.find(({addon_id}) => addon_id === null) ?? drains[0]
  if (!drain) throw notFound('log drain')
  return drain
}

/** A log drain of an add-on, by id, token or URL. @throws {ApiError} 404 where there is none, 422 where apps share the URL */
export async function findAddonDrain(context: Context, identity: string, addon: Pick<Row<'addons'>, 'id'>): Promise<DrainRow> {
  const [drain, another] = await found(drainsIn(context).where('log_drains.addon_id', '=', addon.id), identity)
  if (!drain) throw notFound('log drain')
  if (another) throw multipleMatches('Several log drains of the add-on have this URL. Name one by its id or token.')
  return drain
}
