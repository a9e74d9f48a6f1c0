import type {ZoneState} from '../operations/zones.js'
import {addressesOf, isZone, type Zone, zoneOf, zones, withFailed} from '../rules/placement.js'
import {oneOf, shown} from '../rules/refusal.js'
import type {Context} from './context.js'
import {accept, invalid} from './errors.js'
import {currentCode, formationOf} from './formations.js'
import type {Handlers} from './handler.js'
import {end, type Planned, rollOut, siteOf} from './rollouts.js'
import {dynosAt} from './subjects/dyno.js'
import type {SpaceSubject} from './subjects/space.js'

/** The availability zones of a space, which an operator may let fail and heal. */
export const zoneHandlers: Handlers<'control-plane-zone.list' | 'control-plane-zone.update'> = {
  async 'control-plane-zone.list'(context, {space}) {
    return zoneStates(context, space)
  },

  async 'control-plane-zone.update'(context, {space}, {zone, state}) {
    if (!isZone(zone)) throw invalid(`A space has the availability zones ${oneOf(zones)}, and no ${shown(zone)}.`)
    if (state === 'failed') await fail(context, space, zone)
    else await heal(context, space, zone)
    return zoneStates(context, space)
  },
}

/** The availability zones of a space that have failed. */
export const failedIn = async ({db}: Context, {id}: SpaceSubject): Promise<Zone[]> =>
  (await db.selectFrom('failed_zones').select('zone').where('space_id', '=', id).execute()).map(({zone}) => zone)

/** What runs there is started in the other zones at once; one-off dynos are lost. */
async function fail(context: Context, space: SpaceSubject, zone: Zone) {
  accept(withFailed(await failedIn(context, space), zone))
  await context.db.insertInto('failed_zones').values({space_id: space.id, zone}).execute()
  const lost = await dynosAt(context).where('dynos.space_id', '=', space.id).where('one_off', '=', 1).where('zone', '=', zone).execute()
  await end(context, lost.map(({id}) => id))
  await move(context, space, {replace: ({row}) => row.zone === zone, rolling: false})
  await moveWaiting(context, space, zone)
}

/** Dynos go back to where they would be, batch after batch as in a deploy; a deploy that is under way begins again from what is there. */
async function heal(context: Context, space: SpaceSubject, zone: Zone) {
  const failed = await failedIn(context, space)
  if (!failed.includes(zone)) throw invalid(`Zone ${zone} has not failed.`)
  await context.db.deleteFrom('failed_zones').where('space_id', '=', space.id).where('zone', '=', zone).execute()
  const remaining = failed.filter((each) => each !== zone)
  await move(context, space, {replace: ({row}) => row.until !== null || row.zone !== zoneOf(row.number, remaining), rolling: true})
}

async function move(context: Context, space: SpaceSubject, how: {replace: (process: Planned) => boolean; rolling: boolean}) {
  const apps = await context.db.selectFrom('apps').select('id').where('space_id', '=', space.id).execute()
  for (const {id} of apps) {
    const formation = await formationOf(context, id)
    const {release, commands} = await currentCode(context, id)
    if (!release || formation.length === 0) continue
    const changes = formation.map(({type, quantity, size}) => ({type, quantity, size, command: commands[type] ?? '', ...how}))
    await rollOut(context, await siteOf(context, id), release, changes)
  }
}

/** Dynos that were to begin in the zone begin in another. */
async function moveWaiting(context: Context, space: SpaceSubject, zone: Zone) {
  const rows = await context.db.selectFrom('dynos').selectAll().where('space_id', '=', space.id).execute()
  const failed = await failedIn(context, space)
  const addressIn = addressesOf(space.cidr, rows.map(({private_ip}) => private_ip ?? ''))
  for (const row of rows.filter(({since, ...waiting}) => waiting.zone === zone && since > context.now.toISOString())) {
    const other = zoneOf(row.number, failed)
    await context.db.updateTable('dynos').set({zone: other, private_ip: addressIn(other)}).where('id', '=', row.id).execute()
  }
}

async function zoneStates(context: Context, space: SpaceSubject): Promise<ZoneState[]> {
  const failed = await failedIn(context, space)
  const dynos = await dynosAt(context).where('dynos.space_id', '=', space.id).execute()
  return zones.map((zone) => ({
    name: zone,
    state: failed.includes(zone) ? 'failed' : 'working',
    dynos: dynos.filter((dyno) => dyno.zone === zone).length,
  }))
}
