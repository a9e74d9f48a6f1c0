import type {Platform} from '../client/platform.js'
import type {Topology, TopologyProcess} from '../operations/processes.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderObject} from '../render/object.js'

/** The names of a topology's apps by id. The dynos of the space tell most of them at once, the others are asked for one by one. */
export async function appNames(platform: Platform, space: string, {apps}: Topology): Promise<ReadonlyMap<string, string>> {
  const running = await platform.call('space-dyno.list', {space})
  const names = new Map(running.map(({app_id, app_name}) => [app_id, app_name]))
  const missing = apps.filter(({id}) => !names.has(id))
  const found = await Promise.all(missing.map(({id}) => platform.call('app.info', {app: id})))
  for (const {id, name} of found) names.set(id, name)
  return names
}

/** Each app of a space with its domains and dynos, as `spaces:topology` shows them. */
export const renderTopology = ({apps}: Topology, names: ReadonlyMap<string, string>): string =>
  apps
    .map(({id, domains, formations}) => {
      const types = formations.map(({process_type}) => process_type).sort()
      const title = `${names.get(id) ?? ''}${types.length > 0 ? ` (${color.info(types.join(', '))})` : ''}`
      const block = renderObject({Domains: domains.toSorted(), Dynos: formations.toSorted(byType).flatMap(dynoLines)}, ['Domains', 'Dynos'])
      return `${renderHeader(title)}\n${block}\n`
    })
    .join('\n')

const byType = (a: TopologyProcess, b: TopologyProcess): number => (a.process_type > b.process_type ? 1 : a.process_type < b.process_type ? -1 : 0)

const dynoLines = ({process_type, dynos}: TopologyProcess): string[] =>
  dynos
    .toSorted((a, b) => a.number - b.number)
    .map(({number, private_ip, hostname}) => [`${process_type}.${number}`, private_ip, hostname].filter(Boolean).join(' - '))
