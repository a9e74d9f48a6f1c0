import type {LogDrain} from '../operations/drains.js'
import {appDrainSchemes, requireDrainUrl, secureSchemes} from '../rules/drains.js'
import {requireFeature} from '../rules/generations.js'
import {withinLimit} from '../rules/limits.js'
import {refuse, type Refusal} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting} from './lifecycle.js'
import {type AppSubject, readApp} from './subjects/app.js'
import {type DrainRow, drainsIn} from './subjects/log-drain.js'
import {wireTime} from './time.js'

type Drain = Row<'log_drains'>

const what = 'Log drain URL'

export const logDrainHandlers: Handlers<
  | 'log-drain.create'
  | 'log-drain.delete'
  | 'log-drain.info'
  | 'log-drain.list'
  | 'log-drain.list-by-add-on'
  | 'log-drain.update'
  | 'space-log-drain.info'
  | 'space-log-drain.update'
> = {
  async 'space-log-drain.info'(context, {space}) {
    return drainView(context, await spaceDrain(context, space))
  },

  /** Only to another URL: a space has a log drain from its creation on, or never (DC:private-space-logging). */
  async 'space-log-drain.update'(context, {space}, {url}) {
    refuseWhileDeleting(space)
    accept(requireFeature('space-logging', {generation: space.generation, shield: space.shield === 1}))
    accept(requireDrainUrl(url, what, secureSchemes, context.shared))
    const change = {url, updated_at: nowText(context)}
    const drain = await spaceDrain(context, space)
    await context.db.updateTable('log_drains').set(change).where('id', '=', drain.id).execute()
    return drainView(context, {...drain, ...change})
  },

  async 'log-drain.list'(context, {app}) {
    const drains = await drainsIn(context).where('log_drains.app_id', '=', app.id).execute()
    return drains.map((drain) => drainView(context, drain))
  },

  /** An add-on has one for each app that it is attached to; of those, the ones whose own list would show it. */
  async 'log-drain.list-by-add-on'(context, {addon}) {
    const drains = await drainsIn(context).where('log_drains.addon_id', '=', addon.id).execute()
    const shown = await Promise.all(drains.map(({app_id}) => context.actor.addonId !== undefined || mayOperate(context, app_id)))
    return drains.filter((_, index) => shown[index]).map((drain) => drainView(context, drain))
  },

  async 'log-drain.info'(context, {logDrain}) {
    return drainView(context, logDrain)
  },

  async 'log-drain.create'(context, {app}, {url}) {
    accept(requireFeature('app-log-drains', {generation: app.generation, shield: app.space_shield === 1}))
    accept(requireDrainUrl(url, what, appDrainSchemes, context.shared))
    accept(await refuseUnderSpaceLogging(context, app))
    // Those of add-ons neither count nor stand in the way.
    const present = await context.db.selectFrom('log_drains').select('url').where('app_id', '=', app.id).where('addon_id', 'is', null).execute()
    if (present.some((drain) => drain.url === url)) throw invalid('The app has a log drain with this URL already.')
    accept(withinLimit('logDrains', present.length, (await context.settings())['log-drains-per-app']))
    const {id} = await storeDrain(context, {app_id: app.id, url})
    return drainView(context, await drainsIn(context).where('log_drains.id', '=', id).executeTakeFirstOrThrow())
  },

  async 'log-drain.update'(context, {addonDrain}, {url}) {
    accept(await requirePartnerDrain(context, url))
    const change = {url, updated_at: nowText(context)}
    await context.db.updateTable('log_drains').set(change).where('id', '=', addonDrain.id).execute()
    return drainView(context, {...addonDrain, ...change})
  },

  async 'log-drain.delete'(context, {logDrain}) {
    if (logDrain.addon_name !== null) throw invalid(`This log drain belongs to the add-on ${logDrain.addon_name}, and can only be removed by removing the add-on.`)
    await context.db.deleteFrom('log_drains').where('id', '=', logDrain.id).execute()
    return drainView(context, logDrain)
  },
}

/** A new log drain, of an app or of a space. Its URL is taken as it is. */
export async function storeDrain(context: Context, {token = `d.${context.newId()}`, ...of}: Partial<Drain> & Pick<Drain, 'url'>): Promise<Drain> {
  const at = nowText(context)
  const drain: Drain = {id: context.newId(), app_id: null, space_id: null, addon_id: null, ...of, token, created_at: at, updated_at: at}
  await context.db.insertInto('log_drains').values(drain).execute()
  return drain
}

/** Nothing, or why the logs of an app cannot go to an add-on: they can where the app may have log drains of its own. */
export async function requireLogAccess(context: Context, app: AppSubject, {name}: Pick<Row<'addon_services'>, 'name'>): Promise<Refusal | undefined> {
  const refused = requireFeature('app-log-drains', {generation: app.generation, shield: app.space_shield === 1}) ?? (await refuseUnderSpaceLogging(context, app))
  return refused && refuse(`The ${name} add-on reads the logs of its apps. ${refused.message}`, refused.url)
}

/** Nothing, or why a partner cannot have logs sent to this URL. Partners on the operator's own machine are given them there. */
export async function requirePartnerDrain({settings, shared}: Context, url: string): Promise<Refusal | undefined> {
  return requireDrainUrl(url, what, appDrainSchemes, shared && (await settings())['private-partners'] !== 1)
}

/** Sends the logs of another app to where an add-on takes those of its own. */
export async function shareDrain(context: Context, app: Pick<Row<'apps'>, 'id'>, addon: Pick<Row<'addons'>, 'app_id' | 'id'>): Promise<void> {
  const drains = await context.db.selectFrom('log_drains').selectAll().where('addon_id', '=', addon.id).execute()
  const own = drains.find(({app_id}) => app_id === addon.app_id)
  if (own && !drains.some(({app_id}) => app_id === app.id)) await storeDrain(context, {app_id: app.id, addon_id: addon.id, url: own.url})
}

/** Whether an add-on takes the logs of its apps. */
export const hasDrain = async ({db}: Context, addon: Pick<Row<'addons'>, 'id'>): Promise<boolean> =>
  (await db.selectFrom('log_drains').select('id').where('addon_id', '=', addon.id).executeTakeFirst()) !== undefined

const mayOperate = async (context: Context, appId: string | null): Promise<boolean> =>
  appId !== null && ((await readApp(context, 'id', appId))?.permissions.includes('operate') ?? false)

/** Apps in a space with private space logging send their logs there, and nowhere else (facts 3.7). */
async function refuseUnderSpaceLogging({db}: Context, app: AppSubject): Promise<Refusal | undefined> {
  if (app.space_id === null) return undefined
  const drain = await db.selectFrom('log_drains').select('id').where('space_id', '=', app.space_id).executeTakeFirst()
  return drain && refuse(`The logs of apps in ${app.space_name} go to the log drain of the space: they cannot have their own.`)
}

async function spaceDrain(context: Context, space: Pick<Row<'spaces'>, 'id'>): Promise<DrainRow> {
  const drain = await drainsIn(context).where('log_drains.space_id', '=', space.id).executeTakeFirst()
  if (!drain) throw notFound('log drain')
  return drain
}

const drainView = ({wanted}: Context, drain: DrainRow): LogDrain => ({
  addon: drain.addon_id === null ? null : {app: {id: drain.billed_id ?? '', name: drain.billed_name ?? ''}, id: drain.addon_id, name: drain.addon_name ?? ''},
  app: drain.app_id === null ? null : {id: drain.app_id, name: drain.app_name ?? ''},
  created_at: wireTime(drain.created_at),
  ...(wanted.extended && {extended: {drain_id: Number.parseInt(drain.id.slice(-8), 16)}}),
  id: drain.id,
  token: drain.token,
  updated_at: wireTime(drain.updated_at),
  url: drain.url,
})
