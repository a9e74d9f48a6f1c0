import type {AddonRegionCapability, AddonService, Region} from '../operations/resources.js'
import {color, type Paint} from '../render/color.js'
import {type Column, renderTable} from '../render/table.js'
import {currentTerminal} from '../render/terminal.js'

/** Whether add-ons of a service can be added to apps in a region, and whether they can run inside a space there. */
export interface Availability {
  service: string
  region: string
  available: boolean
  installable: boolean
}

type Kind = 'available' | 'installable' | 'not'

/** A sign and a word each, so that it also reads without colours; the sign comes first, so that it is the last to be cut off. */
const cells: Readonly<Record<Kind, readonly [text: string, paint: keyof typeof color]>> = {
  available: ['● available', 'green'],
  installable: ['◆ installable', 'blue'],
  not: ['– not', 'gray'],
}

/** How much of a region's name is shown where there is little room. */
const briefName = 3

/** Each service with its availability in each region, in their order. */
export function availabilities(
  services: readonly Pick<AddonService, 'name'>[],
  regions: readonly Pick<Region, 'name'>[],
  capabilities: readonly AddonRegionCapability[],
): Availability[] {
  const known = new Map(capabilities.map((capability) => [`${capability.addon_service.name} ${capability.region.name}`, capability]))
  return services.flatMap(({name: service}) =>
    regions.map(({name: region}) => {
      const capability = known.get(`${service} ${region}`)
      return {service, region, available: capability !== undefined, installable: capability?.supports_private_networking ?? false}
    }),
  )
}

const kindOf = (row: Availability | undefined): Kind => (row?.installable ? 'installable' : row?.available ? 'available' : 'not')

/** The matrix: a row for each service, a column for each region. Where there is little room, signs and beginnings of names do. */
export function renderMatrix(services: readonly AddonService[], regions: readonly Region[], rows: readonly Availability[]): string {
  const brief = widthOf(services, regions) > (currentTerminal().columns ?? Infinity)
  const columns = regions.map(({name: region}): [string, Column<AddonService>] => [
    region,
    {
      header: region.slice(0, brief ? briefName : undefined).toUpperCase(),
      get: ({name}) => cell(kindOf(rows.find((row) => row.service === name && row.region === region)), brief),
    },
  ])
  const table = renderTable(services, {human_name: {header: 'ADD-ON'}, ...Object.fromEntries(columns)})
  const legend = [
    `${cell('available')} in the region, outside of spaces: traffic travels across the public Internet`,
    `${cell('installable')} inside a space in the region: traffic stays within its private network`,
    `${cell('not')} available in the region`,
  ]
  return `${table}\n${legend.join('\n')}`
}

/** How wide the matrix is in full: each column with a blank at either side and one between. */
function widthOf(services: readonly AddonService[], regions: readonly Region[]): number {
  const names = services.map(({human_name}) => human_name.length)
  return Math.max(0, ...names) + regions.length * (cells.installable[0].length + 3) + 4
}

function cell(kind: Kind, brief = false): string {
  const [text, paint] = cells[kind]
  return color[paint](brief ? text.slice(0, 1) : text)
}

/** One service's availability: a row for each region. */
export const renderAvailability = (rows: readonly Availability[]): string =>
  renderTable(rows, {
    region: {header: 'REGION'},
    available: {header: 'AVAILABLE', get: ({available}) => answer(available, color.green, '●')},
    installable: {header: 'INSTALLABLE IN SPACE', get: ({installable}) => answer(installable, color.blue, '◆')},
  })

const answer = (yes: boolean, paint: Paint, sign: string): string => (yes ? paint(`${sign} yes`) : color.gray('– no'))
