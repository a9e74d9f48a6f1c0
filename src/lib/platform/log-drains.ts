import type {LogDrain} from '../operations/drains.js'
import {appDrainSchemes, requireDrainUrl, secureSchemes} from '../rules/drains.js'
import {requireFeature} from '../rules/generations.js'
import {withinLimit} from '../rules/limits.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting} from './lifecycle.js'
import type {AppSubject} from './subjects/app.js'
import {wireTime} from './time.js'

type Drain = Row<'log_drains'>

const what = 'Log drain URL'

export const logDrainHandlers: Handlers<
  'log-drain.create' | 'log-drain.delete' | 'log-drain.info' | 'log-drain.list' | 'space-log-drain.info' | 'space-log-drain.update'
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
    const drains = await context.db.selectFrom('log_drains').selectAll().where('app_id', '=', app.id).orderBy('created_at').orderBy('id').execute()
    return drains.map((drain) => drainView(context, drain, app))
  },

  async 'log-drain.info'(context, {app, logDrain}) {
    return drainView(context, logDrain, app)
  },

  async 'log-drain.create'(context, {app}, {url}) {
    accept(requireFeature('app-log-drains', {generation: app.generation, shield: app.space_shield === 1}))
    accept(requireDrainUrl(url, what, appDrainSchemes, context.shared))
    await refuseUnderSpaceLogging(context, app)
    const present = await context.db.selectFrom('log_drains').select('url').where('app_id', '=', app.id).execute()
    if (present.some((drain) => drain.url === url)) throw invalid('The app has a log drain with this URL already.')
    accept(withinLimit('logDrains', present.length, (await context.settings())['log-drains-per-app']))
    return drainView(context, await storeDrain(context, {app_id: app.id, space_id: null, url}), app)
  },

  async 'log-drain.delete'(context, {app, logDrain}) {
    await context.db.deleteFrom('log_drains').where('id', '=', logDrain.id).execute()
    return drainView(context, logDrain, app)
  },
}

/** A new log drain, of an app or of a space. Its URL is taken as it is. */
export async function storeDrain(context: Context, of: Pick<Drain, 'app_id' | 'space_id' | 'url'>): Promise<Drain> {
  const at = nowText(context)
  const drain: Drain = {id: context.newId(), ...of, token: `d.${context.newId()}`, created_at: at, updated_at: at}
  await context.db.insertInto('log_drains').values(drain).execute()
  return drain
}

/** Apps in a space with private space logging send their logs there, and nowhere else (facts 3.7). */
async function refuseUnderSpaceLogging({db}: Context, app: AppSubject): Promise<void> {
  if (app.space_id === null) return
  const drain = await db.selectFrom('log_drains').select('id').where('space_id', '=', app.space_id).executeTakeFirst()
  if (drain) throw invalid(`The logs of apps in ${app.space_name} go to the log drain of the space: they cannot have their own.`)
}

async function spaceDrain({db}: Context, space: Pick<Row<'spaces'>, 'id'>): Promise<Drain> {
  const drain = await db.selectFrom('log_drains').selectAll().where('space_id', '=', space.id).executeTakeFirst()
  if (!drain) throw notFound('log drain')
  return drain
}

const drainView = ({wanted}: Context, drain: Drain, app?: Pick<AppSubject, 'id' | 'name'>): LogDrain => ({
  addon: null,
  app: app ? {id: app.id, name: app.name} : null,
  created_at: wireTime(drain.created_at),
  ...(wanted.extended && {extended: {drain_id: Number.parseInt(drain.id.slice(-8), 16)}}),
  id: drain.id,
  token: drain.token,
  updated_at: wireTime(drain.updated_at),
  url: drain.url,
})
