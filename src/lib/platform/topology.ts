import type {Topology, TopologyProcess} from '../operations/processes.js'
import {hasFeature} from '../rules/generations.js'
import {hostsOf} from '../rules/hosts.js'
import {uuidV5} from '../store/seed/catalogue/stable-id.js'
import type {Row} from '../store/schema.js'
import type {Handlers} from './handler.js'
import {spaceState} from './lifecycle.js'
import {dynosAt} from './subjects/dyno.js'
import type {SpaceSubject} from './subjects/space.js'
import {wireTime} from './time.js'
import {failedIn} from './zones.js'

export const topologyHandlers: Handlers<'space-host.list' | 'space-topology.topology'> = {
  async 'space-host.list'(context, {space}) {
    if (space.generation === 'fir' || spaceState(space, context.now) === 'allocating') return []
    const dynos = await dynosAt(context).where('dynos.space_id', '=', space.id).orderBy('dynos.since').orderBy('dynos.id').execute()
    const loads = dynos.flatMap(({since, size, zone}) => (zone === null ? [] : [{since, size, zone}]))
    return hostsOf(loads, await failedIn(context, space), space.allocated_at).map((host) => ({
      allocated_at: wireTime(host.allocatedAt),
      available_capacity_percentage: host.available,
      host_id: `h-0${uuidV5(space.id, `host ${host.zone}${host.number}`).replaceAll('-', '').slice(0, 16)}`,
      released_at: null,
      state: host.state,
    }))
  },

  /** Every app of the space with its process types and the dynos they have now: four queries, however many there are. */
  async 'space-topology.topology'(context, {space}) {
    const {db} = context
    const apps = await db.selectFrom('apps').select(['id', 'name', 'web_url']).where('space_id', '=', space.id).orderBy('name').execute()
    const formations = await db
      .selectFrom('formations')
      .innerJoin('apps', 'apps.id', 'formations.app_id')
      .selectAll('formations')
      .where('apps.space_id', '=', space.id)
      .orderBy('formations.type')
      .execute()
    const dynos = await dynosAt(context).where('dynos.space_id', '=', space.id).where('one_off', '=', 0).orderBy('dynos.number').execute()
    const domains = await db.selectFrom('domains').innerJoin('apps', 'apps.id', 'domains.app_id').select(['app_id', 'hostname']).where('apps.space_id', '=', space.id).orderBy('hostname').execute()
    const hostnames = new Map<string, string[]>()
    for (const {app_id, hostname} of domains) grouped(hostnames, app_id).push(hostname)
    const processes = new Map<string, TopologyProcess[]>()
    const dynosOf = new Map<string, typeof dynos>()
    for (const dyno of dynos) grouped(dynosOf, `${dyno.app_id}/${dyno.type}`).push(dyno)
    const named = new Map(apps.map((app) => [app.id, app.name]))
    for (const formation of formations)
      grouped(processes, formation.app_id).push(
        processView(space, named.get(formation.app_id) ?? '', formation, dynosOf.get(`${formation.app_id}/${formation.type}`) ?? []),
      )
    return {version: 1, apps: apps.map((app) => appView(app, hostnames.get(app.id) ?? [], processes.get(app.id) ?? []))}
  },
}

function grouped<T>(groups: Map<string, T[]>, key: string): T[] {
  const group = groups.get(key) ?? []
  groups.set(key, group)
  return group
}

const appView = ({id, web_url}: Pick<Row<'apps'>, 'id' | 'web_url'>, custom: string[], processes: TopologyProcess[]): Topology['apps'][number] => ({
  domains: [new URL(web_url).hostname, ...custom],
  formation: processes,
  formations: processes,
  id,
})

/** Dynos find each other by name where the space has DNS service discovery; elsewhere they have no host name. */
const processView = (space: SpaceSubject, app: string, {id, type}: Row<'formations'>, dynos: readonly Row<'dynos'>[]): TopologyProcess => ({
  dynos: dynos.map((dyno) => ({
    az: dyno.zone,
    hostname: hasFeature('dns-service-discovery', {generation: space.generation, shield: false}) ? `${dyno.number}.${type}.${app}.app.localspace` : '',
    id: dyno.id,
    number: dyno.number,
    private_ip: dyno.private_ip ?? '',
  })),
  id,
  process_type: type,
})
