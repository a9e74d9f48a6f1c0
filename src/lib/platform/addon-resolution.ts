import {addonViews} from './addons.js'
import {attachmentView} from './attachments.js'
import type {Context} from './context.js'
import {notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {idOrName} from './identity.js'
import {addonsSeenBy, attachedTo, scopedIdentity} from './subjects/addon.js'
import {type AppSubject, findApp} from './subjects/app.js'
import {attachmentNotFound, type AttachmentRow, attachmentsIn, attachmentsSeenBy} from './subjects/attachment.js'

/**
 * What people type for an add-on or an attachment: its id or name; in an app also the name of an attachment there, the
 * service or `service:plan`. What is exactly so called comes before what is so called in capitals, and before services:
 * `REDIS` is one attachment, `redis` any. All that match are answered; it is for the client to complain about several.
 */
export const addonResolutionHandlers: Handlers<'add-on-attachment.resolution' | 'add-on.resolution'> = {
  async 'add-on.resolution'(context, _, {addon, addon_service, app}) {
    const {identity, within} = await scopeOf(context, addon, app)
    const addons = addonsOf(context, addon_service)
    const found = within ? await addonsWithin(context, addons, within, identity) : await addons.where(...named('addons', identity)).execute()
    if (found.length === 0) throw notFound('add on')
    return addonViews(context, found)
  },

  async 'add-on-attachment.resolution'(context, _, {addon_attachment, addon_service, app}) {
    const {identity, within} = await scopeOf(context, addon_attachment, app)
    const found = within ? await attachmentsWithin(context, within, identity) : await attachmentsNamed(context, identity)
    const ofService = found.filter(({service_id, service_name}) => addon_service == null || [service_id, service_name].includes(addon_service))
    if (ofService.length === 0) throw attachmentNotFound()
    return ofService.map((attachment) => attachmentView(context, attachment))
  },
}

/** `app::NAME` says where to look, whatever else the client says. */
async function scopeOf(context: Context, typed: string, app: string | null | undefined): Promise<{identity: string; within?: AppSubject}> {
  const scoped = scopedIdentity(typed)
  const where = scoped?.app ?? app
  return {identity: scoped?.name ?? typed, ...(where != null && {within: await findApp(context, where)})}
}

const named = <Table extends 'addons' | 'attachments'>(table: Table, identity: string) => {
  const {column, value} = idOrName(identity)
  return [`${table}.${column}` as const, '=', value] as const
}

const addonsOf = (context: Context, service: string | null | undefined) => {
  const addons = addonsSeenBy(context)
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .innerJoin('addon_services', 'addon_services.id', 'addon_plans.service_id')
    .orderBy('addons.name')
  if (service == null) return addons
  const {column, value} = idOrName(service)
  return addons.where(`addon_services.${column}`, '=', value)
}

async function addonsWithin(context: Context, all: ReturnType<typeof addonsOf>, app: AppSubject, identity: string) {
  const addons = all.where(({or, eb}) => or([eb('addons.app_id', '=', app.id), eb('addons.id', 'in', attachedTo(context, app))]))
  const attachedAs = (name: string) => attachedTo(context, app).where('attachments.name', '=', name)
  const exactly = await addons.where(({or, eb}) => or([eb(...named('addons', identity)), eb('addons.id', 'in', attachedAs(identity))])).execute()
  if (exactly.length > 0) return exactly
  return addons
    .where(({or, eb}) =>
      or([
        eb('addons.id', 'in', attachedAs(identity.toUpperCase())),
        eb('addon_services.name', '=', identity),
        eb('addon_plans.name', '=', identity),
      ]),
    )
    .execute()
}

async function attachmentsWithin(context: Context, app: AppSubject, identity: string): Promise<AttachmentRow[]> {
  const attachments = attachmentsIn(context).where('attachments.app_id', '=', app.id).orderBy('attachments.name')
  const exactly = await attachments
    .where(({or, eb}) => or([eb(...named('attachments', identity)), eb(...named('addons', identity))]))
    .execute()
  if (exactly.length > 0) return exactly
  return attachments
    .where(({or, eb}) =>
      or([
        eb('attachments.name', '=', identity.toUpperCase()),
        eb('addon_services.name', '=', identity),
        eb('addon_plans.name', '=', identity),
      ]),
    )
    .execute()
}

/** Outside an app the name of an attachment says nothing; the name of an add-on stands for all its attachments. */
function attachmentsNamed(context: Context, identity: string): Promise<AttachmentRow[]> {
  const attachments = attachmentsSeenBy(context).orderBy('apps.name').orderBy('attachments.name')
  const {column, value} = idOrName(identity)
  return attachments
    .where(({or, eb}) => (column === 'id' ? or([eb('attachments.id', '=', value), eb('addons.id', '=', value)]) : eb('addons.name', '=', value)))
    .execute()
}
