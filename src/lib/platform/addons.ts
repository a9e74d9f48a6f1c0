import type {Addon, AddonState} from '../operations/resources.js'
import {changePlan, permissionFor, placeAddon} from '../rules/addons.js'
import {notNetworked} from '../rules/facts/addons.js'
import {addonName, generateAddonName, taken} from '../rules/names.js'
import {refuse} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {catalogueEntry, type CatalogueEntry, entryOf, planView, priceOf, serviceView} from './addon-catalogue.js'
import {visibleVars} from './addon-config.js'
import {provision} from './addon-provisioning.js'
import {type AddonOptions, optionsOf, placeOf, planTerms, regionIn, serviceTerms} from './addon-terms.js'
import {dashboardUrl} from './attachments.js'
import {attach, planAttachment, removeAddon, requireConfirmation} from './attaching.js'
import {requireAppPermission} from './authorization.js'
import {after, type Context, nowText} from './context.js'
import {accept, ApiError, conflict, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {identityIn, idOrName} from './identity.js'
import {addonState} from './lifecycle.js'
import {requireLogAccess} from './log-drains.js'
import {Outside} from './outside.js'
import {startCall} from './partner-calls.js'
import {changePlanByPartner, deprovisionByPartner, hasPartner, notYet, provisionByPartner, readsLogs} from './partner-provisioning.js'
import {mapPage, pageOfQuery} from './range.js'
import {type AddonSubject, addonsSeenBy, attachedTo} from './subjects/addon.js'
import type {AppSubject} from './subjects/app.js'
import {type AttachmentRow, attachmentsIn} from './subjects/attachment.js'
import {wireTime} from './time.js'

export const addonHandlers: Handlers<
  | 'add-on.create'
  | 'add-on.delete'
  | 'add-on.info'
  | 'add-on.info-by-app'
  | 'add-on.list'
  | 'add-on.list-by-app'
  | 'add-on.list-by-team'
  | 'add-on.list-by-user'
  | 'add-on.update'
> = {
  async 'add-on.list'(context) {
    return pageOfAddons(context, addonsSeenBy(context))
  },

  async 'add-on.list-by-user'(context) {
    return pageOfAddons(context, addonsSeenBy(context))
  },

  async 'add-on.list-by-team'(context, {team}) {
    const apps = context.db.selectFrom('apps').select('apps.id').where('apps.team_id', '=', team.id)
    return pageOfAddons(context, addonsSeenBy(context).where('addons.app_id', 'in', apps))
  },

  /** What is billed to the app, and what is billed to others and attached to it (cli test/unit/commands/addons). */
  async 'add-on.list-by-app'(context, {app}) {
    const here = addonsSeenBy(context).where(({or, eb}) =>
      or([eb('addons.app_id', '=', app.id), eb('addons.id', 'in', attachedTo(context, app))]),
    )
    return pageOfAddons(context, here)
  },

  async 'add-on.info'(context, {addon}) {
    return viewOf(context, addon)
  },

  async 'add-on.info-by-app'(context, {addon}) {
    return viewOf(context, addon)
  },

  async 'add-on.create'(context, {app}, {plan: wanted, name: givenName, attachment, config, confirm}) {
    const {service, plan} = await catalogueEntry(context, identityIn(wanted) ?? '', placeOf(app).space)
    requireAppPermission(app, permissionFor(planTerms(plan)))
    requireSelectable(context, {plan, service})
    const placement = accept(placeAddon(serviceTerms(service), planTerms(plan), placeOf(app), regionIn(config ?? {})))
    await requireInstallable(context, app, service)
    if (await readsLogs(context, service)) accept(await requireLogAccess(context, app, service))
    const name = givenName == null ? await unusedName(context, service) : await freeName(context, givenName)
    const planned = await planAttachment(context, {app, service, name: attachment?.name})
    requireConfirmation(app, confirm, placement.confirm ? notNetworked : undefined, planned.warning)

    if (hasPartner(service)) return provisionOutside(context, {app, name, options: config ?? {}, attachment: attachment?.name, entry: {plan, service}})
    const {provisioning} = await context.settings()
    const provided = provision(context, {service, name, inside: placement.inside})
    const addon: Row<'addons'> = {
      id: context.newId(),
      name,
      app_id: app.id,
      plan_id: plan.id,
      options_json: JSON.stringify(config ?? {}),
      config_json: JSON.stringify(provided.config),
      provider_id: provided.providerId,
      provision_message: provided.message,
      created_at: nowText(context),
      updated_at: nowText(context),
      fails_at: null,
      provisioned_at: after(context, provisioning),
    }
    await context.db.insertInto('addons').values(addon).execute()
    await attach(context, app, addon, planned)
    return viewOf(context, addon)
  },

  async 'add-on.update'(context, {addon}, {name, plan}) {
    requireAppPermission(addon.app, 'deploy')
    const entry = plan === undefined ? undefined : await changedPlan(context, addon, identityIn(plan) ?? '')
    const renamed = name !== undefined && name !== addon.name ? {name: await freeName(context, name)} : {}
    if (entry && hasPartner(entry.service)) {
      requireProvisioned(context, addon)
      if (name !== undefined) throw invalid('Change the plan and the name one after the other: the partner is asked about the plan.')
      await requireNotChanging(context, addon)
      const call = await startCall(context, {service: entry.service, addonId: addon.id, kind: 'plan-change', plan: entry.plan.id})
      return shown(await changePlanByPartner(context, {addon, call, entry: await entryOf(context, addon)}, entry.plan))
    }
    const change = {...(entry && {plan_id: entry.plan.id}), ...renamed}
    const changed = {...addon, ...change}
    if (Object.keys(change).length > 0) {
      changed.updated_at = nowText(context)
      await context.db.updateTable('addons').set({...change, updated_at: changed.updated_at}).where('id', '=', addon.id).execute()
    }
    return viewOf(context, changed)
  },

  /** What the seeded world provides is deprovisioned at once; a partner is asked first. */
  async 'add-on.delete'(context, {addon}, body) {
    const {plan, service} = await entryOf(context, addon)
    requireAppPermission(addon.app, permissionFor(planTerms(plan)))
    const attachments = await attachmentsIn(context).where('attachments.addon_id', '=', addon.id).execute()
    const elsewhere = attachments.filter(({app_id}) => app_id !== addon.app_id).map(({app_name}) => app_name)
    // Without a full stop: the official client ends the sentence.
    if (elsewhere.length > 0 && !body?.force)
      accept(refuse(`${addon.name} is also attached to ${[...new Set(elsewhere)].join(', ')}: detach it there first, or use force`))
    // As it was: by the time the partner has answered, its app may be gone with it.
    const gone = (await viewer(context, [addon]))(addon, 'deprovisioned')
    const remove = async (later: Context) => {
      await removeAddon(later, addon)
      return gone
    }
    if (!hasPartner(service)) return remove(context)
    requireProvisioned(context, addon)
    const call = await startCall(context, {service, addonId: addon.id, kind: 'deprovision'})
    return deprovisionByPartner(context, {addon, call, entry: {plan, service}}, remove)
  },
}

interface Wanted {
  app: AppSubject
  name: string
  options: AddonOptions
  attachment: string | null | undefined
  entry: CatalogueEntry
}

/** An add-on that is there, provisioning, while its partner is asked. */
async function provisionOutside(context: Context, {app, attachment, entry, name, options}: Wanted) {
  const addon: Row<'addons'> = {
    id: context.newId(),
    name,
    app_id: app.id,
    plan_id: entry.plan.id,
    options_json: JSON.stringify(options),
    config_json: '{}',
    provider_id: '',
    provision_message: null,
    created_at: nowText(context),
    updated_at: nowText(context),
    fails_at: null,
    provisioned_at: notYet,
  }
  await context.db.insertInto('addons').values(addon).execute()
  const call = await startCall(context, {service: entry.service, addonId: addon.id, attachment, kind: 'provision'})
  return shown(await provisionByPartner(context, {addon, call, entry}))
}

/** What comes of asking a partner, as the client sees it. */
const shown = ({ask, finish}: Outside<Row<'addons'>>): Outside<Addon> =>
  new Outside(ask, async (later, outcome) => {
    const addon = await finish(later, outcome)
    return addon instanceof ApiError ? addon : viewOf(later, addon)
  })

function requireProvisioned({now}: Context, addon: Row<'addons'>): void {
  if (addonState(addon, now) !== 'provisioned' && addon.provider_id === '') throw invalid(`${addon.name} is still being created.`)
}

/** @throws {ApiError} 422 for a plan that is for those whom its partner invites; nobody else is known here */
function requireSelectable({actor}: Context, {plan, service}: CatalogueEntry): void {
  if (plan.state === 'invite-only' && service.owner_id !== actor.account.id) accept(refuse('That add-on plan is only available to select users.'))
}

/** @throws {ApiError} 409 while a partner is asked about the same: its last answer need not be to what was asked last */
async function requireNotChanging({db}: Context, {id, name}: Row<'addons'>): Promise<void> {
  const change = await db.selectFrom('partner_calls').select('id').where('addon_id', '=', id).where('kind', '=', 'plan-change').where('state', '=', 'pending').executeTakeFirst()
  if (change) throw conflict(`The plan of ${name} is being changed already.`)
}

/** @throws {ApiError} 422 for a second add-on of a service of which an app can have one */
async function requireInstallable({db}: Context, app: AppSubject, service: Row<'addon_services'>) {
  if (service.supports_multiple_installations === 1) return
  const present = await db
    .selectFrom('addons')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .select('addons.name')
    .where('addons.app_id', '=', app.id)
    .where('addon_plans.service_id', '=', service.id)
    .executeTakeFirst()
  if (present) accept(refuse(`${app.name} already has the ${service.name} add-on (${present.name}), which can only be installed once per app.`))
}

/** The plan to change to. @throws {ApiError} 403 or 422 */
async function changedPlan(context: Context, addon: AddonSubject, wanted: string): Promise<CatalogueEntry> {
  const from = await entryOf(context, addon)
  // Within a service its name may be left out, as for plans in a path.
  const named = idOrName(wanted).column === 'id' || wanted.includes(':') ? wanted : `${from.service.name}:${wanted}`
  const to = await catalogueEntry(context, named, placeOf(addon.app).space)
  requireAppPermission(addon.app, permissionFor(planTerms(from.plan), planTerms(to.plan)))
  if (to.service.id !== from.service.id)
    accept(refuse(`${addon.name} is of ${from.service.name} and cannot change to ${to.plan.name}, a plan of ${to.service.name}.`))
  requireSelectable(context, to)
  const refused = changePlan(serviceTerms(from.service), planTerms(from.plan), planTerms(to.plan), placeOf(addon.app), regionIn(optionsOf(addon)))
  if (refused) accept(refused)
  return to
}

const isTaken = async ({db}: Context, name: string): Promise<boolean> =>
  (await db.selectFrom('addons').select('id').where('name', '=', name).executeTakeFirst()) !== undefined

/** @throws {ApiError} 422 for a name that is none or that another add-on has */
async function freeName(context: Context, wanted: string): Promise<string> {
  const name = accept(addonName(wanted))
  if (await isTaken(context, name)) accept(taken(name))
  return name
}

async function unusedName(context: Context, service: Row<'addon_services'>): Promise<string> {
  for (;;) {
    const name = generateAddonName(service.name, context.random)
    if (!(await isTaken(context, name))) return name
  }
}

/** The page of add-ons that is asked for, each as the client sees it. */
async function pageOfAddons(context: Context, addons: ReturnType<typeof addonsSeenBy>) {
  const page = await pageOfQuery(context.range, addons, 'addons')
  const view = await viewer(context, page.items)
  return mapPage(page, (addon) => view(addon))
}

/** An add-on as the client sees it. */
export const viewOf = async (context: Context, addon: Row<'addons'>): Promise<Addon> => (await viewer(context, [addon]))(addon)

/** These add-ons as the client sees them. */
export async function addonViews(context: Context, addons: readonly Row<'addons'>[]): Promise<Addon[]> {
  const view = await viewer(context, addons)
  return addons.map((addon) => view(addon))
}

type View = (addon: Row<'addons'>, state?: AddonState) => Addon

/** Reads what the views of these add-ons need besides them, once for all. */
async function viewer(context: Context, addons: readonly Row<'addons'>[]): Promise<View> {
  const {db} = context
  const some = (ids: string[]) => [...new Set(ids), '']
  const plans = await db.selectFrom('addon_plans').selectAll().where('id', 'in', some(addons.map(({plan_id}) => plan_id))).execute()
  const services = await db.selectFrom('addon_services').selectAll().where('id', 'in', some(plans.map(({service_id}) => service_id))).execute()
  const apps = await db.selectFrom('apps').select(['id', 'name']).where('id', 'in', some(addons.map(({app_id}) => app_id))).execute()
  const attachments = await attachmentsIn(context)
    .where('attachments.addon_id', 'in', some(addons.map(({id}) => id)))
    .whereRef('attachments.app_id', '=', 'addons.app_id')
    .orderBy('attachments.created_at')
    .orderBy('attachments.name')
    .execute()
  return (addon, state = addonState(addon, context.now)) => {
    const plan = plans.find(({id}) => id === addon.plan_id)
    const service = services.find(({id}) => id === plan?.service_id)
    const app = apps.find(({id}) => id === addon.app_id)
    if (!plan || !service || !app) throw new Error('An add-on without its plan, service or app.')
    return addonView(context, {addon, app, entry: {plan, service}, attachments: attachments.filter(({addon_id}) => addon_id === addon.id)}, state)
  }
}

interface Surrounded {
  addon: Row<'addons'>
  app: {id: string; name: string}
  entry: CatalogueEntry
  /** Those to the app that the add-on is billed to. */
  attachments: readonly AttachmentRow[]
}

function addonView(context: Context, {addon, app, entry, attachments}: Surrounded, state: AddonState): Addon {
  const {plan, service} = entry
  const {expansions} = context.wanted
  return {
    actions: [],
    addon_service: expansions.has('addon_service') ? serviceView(service) : {id: service.id, name: service.name},
    app: {id: app.id, name: app.name},
    billed_price: priceOf(plan),
    billing_entity: {id: app.id, name: app.name, type: 'app'},
    config_vars: visibleVars(context, attachments),
    created_at: wireTime(addon.created_at),
    id: addon.id,
    name: addon.name,
    plan: expansions.has('plan') ? planView(entry) : {id: plan.id, name: plan.name},
    provider_id: addon.provider_id,
    // The schema has text here and no null.
    provision_message: addon.provision_message ?? '',
    state,
    updated_at: wireTime(addon.updated_at),
    web_url: dashboardUrl(app.id, addon),
  }
}
