import type {Exporter, Signal, TelemetryDrain} from '../operations/telemetry.js'
import {requireFeature} from '../rules/generations.js'
import {withinLimit} from '../rules/limits.js'
import {requireTelemetry} from '../rules/telemetry.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import {refuseWhileDeleting} from './lifecycle.js'
import {findTelemetryOwner} from './subjects/telemetry-drain.js'
import {wireTime} from './time.js'

type Drain = Row<'telemetry_drains'>

export const telemetryDrainHandlers: Handlers<
  | 'telemetry-drain.create'
  | 'telemetry-drain.delete'
  | 'telemetry-drain.info'
  | 'telemetry-drain.list-by-app'
  | 'telemetry-drain.list-by-space'
  | 'telemetry-drain.update'
> = {
  async 'telemetry-drain.list-by-app'(context, {app}) {
    return (await drainsOf(context, 'app_id', app.id)).map(drainView)
  },

  async 'telemetry-drain.list-by-space'(context, {space}) {
    return (await drainsOf(context, 'space_id', space.id)).map(drainView)
  },

  async 'telemetry-drain.info'(_, {telemetryDrain}) {
    return drainView(telemetryDrain)
  },

  async 'telemetry-drain.create'(context, _, {owner: {id, type}, signals, exporter}) {
    const owner = await findTelemetryOwner(context, type, id)
    const of = owner.type === 'app' ? owner.app : owner.space
    accept(requireFeature('telemetry-drains', {generation: of.generation, shield: false}))
    if (owner.type === 'space') refuseWhileDeleting(owner.space)
    const whole: Exporter = {endpoint: exporter.endpoint, headers: exporter.headers ?? {}, type: exporter.type}
    accept(requireTelemetry({signals, ...whole}, context.shared))
    const present = await drainsOf(context, owner.type === 'app' ? 'app_id' : 'space_id', of.id)
    accept(withinLimit('telemetryDrains', present.length, (await context.settings())['telemetry-drains']))
    const drain: Drain = {
      id: context.newId(),
      app_id: owner.type === 'app' ? of.id : null,
      space_id: owner.type === 'space' ? of.id : null,
      signals_json: JSON.stringify([...new Set(signals)]),
      exporter_json: JSON.stringify(whole),
      created_at: nowText(context),
      updated_at: nowText(context),
    }
    await context.db.insertInto('telemetry_drains').values(drain).execute()
    return drainView(drain)
  },

  async 'telemetry-drain.update'(context, {telemetryDrain}, {signals, exporter}) {
    const before = drainView(telemetryDrain)
    const whole: Exporter = {
      endpoint: exporter?.endpoint ?? before.exporter.endpoint,
      headers: exporter?.headers ?? before.exporter.headers,
      type: exporter?.type ?? before.exporter.type,
    }
    const wanted = signals ?? before.signals
    accept(requireTelemetry({signals: wanted, ...whole}, context.shared))
    const change = {signals_json: JSON.stringify([...new Set(wanted)]), exporter_json: JSON.stringify(whole), updated_at: nowText(context)}
    await context.db.updateTable('telemetry_drains').set(change).where('id', '=', telemetryDrain.id).execute()
    return drainView({...telemetryDrain, ...change})
  },

  async 'telemetry-drain.delete'(context, {telemetryDrain}) {
    await context.db.deleteFrom('telemetry_drains').where('id', '=', telemetryDrain.id).execute()
    return drainView(telemetryDrain)
  },
}

const drainsOf = ({db}: Context, column: 'app_id' | 'space_id', id: string): Promise<Drain[]> =>
  db.selectFrom('telemetry_drains').selectAll().where(column, '=', id).orderBy('created_at').orderBy('id').execute()

const drainView = (drain: Drain): TelemetryDrain => ({
  created_at: wireTime(drain.created_at),
  exporter: JSON.parse(drain.exporter_json) as Exporter,
  id: drain.id,
  owner: drain.app_id === null ? {id: drain.space_id ?? '', type: 'space'} : {id: drain.app_id, type: 'app'},
  signals: JSON.parse(drain.signals_json) as Signal[],
  updated_at: wireTime(drain.updated_at),
})
