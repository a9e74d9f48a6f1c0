import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {forbidden, notFound} from '../errors.js'
import {idOrName} from '../identity.js'

/** A slug under which a manifest is pushed, and the service that has it already. */
export interface SlugToPush {
  slug: string
  service: Row<'addon_services'> | undefined
}

/** An add-on service of the caller's own, by its slug. @throws {ApiError} 404 where there is none, 403 where it is somebody else's */
export async function findPartnerService(context: Context, slug: string): Promise<Row<'addon_services'>> {
  const {service} = await findSlug(context, slug)
  if (!service) throw notFound('add-on service')
  return service
}

/** A slug that is free or the caller's own. @throws {ApiError} 403 for one that is somebody else's */
export async function findSlug({actor, db}: Context, slug: string): Promise<SlugToPush> {
  const service = await db.selectFrom('addon_services').selectAll().where('name', '=', slug).executeTakeFirst()
  if (service && service.owner_id !== actor.account.id) throw forbidden(`The add-on ${slug} belongs to somebody else.`)
  return {slug, service}
}

/** A manifest that was pushed of a service. @throws {ApiError} 404 */
export async function findManifest({db}: Context, identity: string, service: Row<'addon_services'>): Promise<Row<'manifests'>> {
  const own = db.selectFrom('manifests').selectAll().where('service_id', '=', service.id)
  const {column, value} = idOrName(identity)
  const manifest = column === 'id' ? await own.where('id', '=', value).executeTakeFirst() : undefined
  if (!manifest) throw notFound('manifest')
  return manifest
}

/** The add-on that the caller's token is for, by its id. @throws {ApiError} 404 for every other */
export async function findPartnerAddon({actor, db}: Context, identity: string): Promise<Row<'addons'>> {
  const addon = actor.addonId === identity ? await db.selectFrom('addons').selectAll().where('id', '=', identity).executeTakeFirst() : undefined
  if (!addon) throw notFound('add-on', 'addon')
  return addon
}
