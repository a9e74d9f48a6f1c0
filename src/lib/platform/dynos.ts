import type {Dyno, SpaceDynos} from '../operations/processes.js'
import {slowDynosWarning} from '../rules/facts.js'
import {processType} from '../rules/process-types.js'
import {findRegion} from '../rules/regions.js'
import {defaultSize, requireSize} from '../rules/sizes.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, invalid} from './errors.js'
import {currentCode, formationOf, requireRoomInSpace} from './formations.js'
import type {Handlers} from './handler.js'
import {dynoState} from './lifecycle.js'
import {noSuchProcessType} from './process-types.js'
import {end, type ProcessChange, rollOut, siteOf, startOneOff} from './rollouts.js'
import type {AppSubject} from './subjects/app.js'
import {dynosAt, type DynoSubject} from './subjects/dyno.js'
import {wireTime} from './time.js'

export const dynoHandlers: Handlers<
  | 'dyno.create'
  | 'dyno.info'
  | 'dyno.list'
  | 'dyno.restart'
  | 'dyno.restart-all'
  | 'dyno.restart-formation'
  | 'dyno.stop'
  | 'dyno.stop-formation'
  | 'space-dyno.list'
> = {
  async 'dyno.list'(context, {app}) {
    const dynos = await dynosAt(context).where('dynos.app_id', '=', app.id).orderBy('dynos.type').orderBy('dynos.number').execute()
    return dynos.map((dyno) => dynoView(context, app, dyno))
  },

  async 'dyno.info'(context, {app, dyno}) {
    return dynoView(context, app, dyno)
  },

  async 'dyno.create'(context, {app}, {command, size, type, time_to_live}) {
    if (command.trim() === '') throw invalid('A one-off dyno needs a command.')
    if (type != null) accept(processType(type))
    const site = await siteOf(context, app.id)
    const formation = await formationOf(context, app.id)
    const wanted = size == null ? defaultSize(site, formation.map((row) => row.size)) : accept(requireSize(size, site))
    await requireRoomInSpace(context, site, 1, 'cannot_run_above_limit')
    const {release} = await currentCode(context, app.id)
    if (!release) throw new Error('An app has a release from its beginning.')
    const lifetime = Math.min((await context.settings())['one-off-lifetime'], time_to_live ?? Infinity)
    const dyno = await startOneOff(context, site, release, {type: type ?? 'run', command, size: wanted.name, lifetime})
    if (site.inSpace) context.warn(slowDynosWarning)
    return dynoView(context, app, {...dyno, version: release.version})
  },

  async 'dyno.restart'(context, {app, dyno}) {
    await endOrRestart(context, app, dyno)
    return {}
  },

  async 'dyno.restart-all'(context, {app}) {
    await restart(context, app, () => true)
    return {}
  },

  async 'dyno.restart-formation'(context, {app, processType: type}) {
    await endOrRestartType(context, app, type)
    return {}
  },

  async 'dyno.stop'(context, {app, dyno}) {
    await endOrRestart(context, app, dyno)
    return {}
  },

  async 'dyno.stop-formation'(context, {app, processType: type}) {
    await endOrRestartType(context, app, type)
    return {}
  },

  async 'space-dyno.list'(context, {space}) {
    const dynos = await dynosAt(context)
      .innerJoin('apps', 'apps.id', 'dynos.app_id')
      .select(['apps.name as app_name', 'apps.region'])
      .where('dynos.space_id', '=', space.id)
      .orderBy('apps.name')
      .orderBy('dynos.type')
      .orderBy('dynos.number')
      .execute()
    const apps = new Map<string, SpaceDynos>()
    for (const {app_name, region, ...dyno} of dynos) {
      const app = apps.get(dyno.app_id) ?? {app_id: dyno.app_id, app_name, dynos: []}
      apps.set(dyno.app_id, app)
      app.dynos.push(dynoView(context, {id: dyno.app_id, name: app_name, region}, dyno))
    }
    return [...apps.values()]
  },
}

/** Replaces dynos of the formation at once, all of them or those of one type, by ones of the present release. */
async function restart(context: Context, app: AppSubject, chosen: (row: Row<'dynos'>) => boolean, type?: string) {
  const {release, commands} = await currentCode(context, app.id)
  const formation = (await formationOf(context, app.id)).filter((row) => type === undefined || row.type === type)
  const changes = formation.map((row): ProcessChange => ({
    type: row.type,
    quantity: row.quantity,
    size: row.size,
    command: commands[row.type] ?? '',
    replace: ({row: dyno}) => chosen(dyno),
  }))
  if (release) await rollOut(context, await siteOf(context, app.id), release, changes)
}

/** A dyno of the formation is started again, whether it was to restart or to stop: the formation says how many run. */
async function endOrRestart(context: Context, app: AppSubject, dyno: DynoSubject) {
  if (dyno.one_off === 1) await end(context, [dyno.id])
  else await restart(context, app, (row) => row.id === dyno.id, dyno.type)
}

/** Those of the formation are started again; one-off dynos end, as nothing says that they should run. */
async function endOrRestartType(context: Context, app: AppSubject, type: string) {
  const formation = await formationOf(context, app.id)
  const oneOffs = await dynosAt(context).where('dynos.app_id', '=', app.id).where('dynos.type', '=', type).where('one_off', '=', 1).execute()
  if (oneOffs.length === 0 && !formation.some((row) => row.type === type)) throw noSuchProcessType(type, formation)
  await end(context, oneOffs.map(({id}) => id))
  await restart(context, app, () => true, type)
}

/** @param dyno with the version of its release */
function dynoView(context: Context, app: Pick<AppSubject, 'id' | 'name' | 'region'>, dyno: DynoSubject): Dyno {
  return {
    app: {id: app.id, name: app.name},
    attach_url: null,
    command: dyno.command,
    created_at: wireTime(dyno.since),
    ...(context.wanted.extended && {extended: whereItRuns(app, dyno)}),
    id: dyno.id,
    name: dyno.name,
    release: {id: dyno.release_id, version: dyno.version},
    size: dyno.size,
    state: dynoState(dyno, context.now),
    type: dyno.type,
    updated_at: wireTime(dyno.up_at <= nowText(context) ? dyno.up_at : dyno.since),
  }
}

function whereItRuns({region}: Pick<AppSubject, 'region'>, {id, zone, private_ip}: DynoSubject): NonNullable<Dyno['extended']> {
  const provider = findRegion(region)?.provider.region ?? region
  return {
    az: zone && `${provider}${zone}`,
    execution_plane: null,
    fleet: null,
    instance: id,
    ip: private_ip,
    port: null,
    region: provider,
    route: null,
  }
}
