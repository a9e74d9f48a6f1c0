import {sql} from 'kysely'
import type {Row} from '../../store/schema.js'
import {type Context, nowText} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'

/** A dyno with the version of its release. */
export type DynoSubject = Row<'dynos'> & {version: number}

/** The dynos that are there now. */
export const dynosAt = (context: Context) =>
  context.db
    .selectFrom('dynos')
    .innerJoin('releases', 'releases.id', 'dynos.release_id')
    .selectAll('dynos')
    .select(sql<number>`releases.version`.as('version'))
    .where('dynos.since', '<=', nowText(context))
    .where((where) => where.or([where('dynos.until', 'is', null), where('dynos.until', '>', nowText(context))]))

/** @throws {ApiError} 404 where the app has none of that name or id now */
export async function findDyno(context: Context, identity: string, app: {id: string}): Promise<DynoSubject> {
  const {column, value} = idOrName(identity)
  const dyno = await dynosAt(context).where('dynos.app_id', '=', app.id).where(`dynos.${column}`, '=', value).executeTakeFirst()
  if (!dyno) throw notFound('dyno')
  return dyno
}
