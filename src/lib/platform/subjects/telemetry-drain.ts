import type {Row} from '../../store/schema.js'
import {authorize} from '../authorization.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {type AppSubject, findApp} from './app.js'
import {findSpace, type SpaceSubject} from './space.js'

/** What telemetry comes from. */
export type TelemetryOwner = {type: 'app'; app: AppSubject} | {type: 'space'; space: SpaceSubject}

/** An app or a space whose telemetry the caller may lead elsewhere. @throws {ApiError} 404, 403 */
export async function findTelemetryOwner(context: Context, type: 'app' | 'space', id: string): Promise<TelemetryOwner> {
  if (type === 'app') {
    const app = await findApp(context, id)
    await authorize('app operate', context, {app})
    return {type, app}
  }
  const space = await findSpace(context, id)
  await authorize('space manage', context, {space})
  return {type, space}
}

/** @throws {ApiError} 404 where there is none, or none of an app or a space that the caller sees; 403 for who may only look */
export async function findTelemetryDrain(context: Context, id: string): Promise<Row<'telemetry_drains'>> {
  const drain = await context.db.selectFrom('telemetry_drains').selectAll().where('id', '=', id).executeTakeFirst()
  if (!drain) throw notFound('telemetry drain')
  try {
    await findTelemetryOwner(context, drain.app_id === null ? 'space' : 'app', drain.app_id ?? drain.space_id ?? '')
  } catch (error) {
    throw (error as {status?: number}).status === 404 ? notFound('telemetry drain') : error
  }
  return drain
}
