import type {Row} from '../../store/schema.js'
import {type Context, nowText} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'

/** The certificates that an app has at the moment. */
export const endpointsOf = (context: Context, app: Pick<Row<'apps'>, 'id'>) =>
  context.db.selectFrom('sni_endpoints').selectAll().where('app_id', '=', app.id).where('since', '<=', nowText(context))

/** One by its id or name. @throws {ApiError} 404 */
export async function findEndpoint(context: Context, identity: string, app: Pick<Row<'apps'>, 'id'>): Promise<Row<'sni_endpoints'>> {
  const {column, value} = idOrName(identity)
  const endpoint = await endpointsOf(context, app).where(column, '=', value).executeTakeFirst()
  if (!endpoint) throw notFound('SNI endpoint', 'sni_endpoint')
  return endpoint
}
