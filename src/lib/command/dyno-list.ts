import type {Dyno, SpaceDynos} from '../operations/processes.js'
import {type Colors, colorsOf} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'
import {ago} from './ago.js'

/** The API calls the sizes of Shield spaces `Private-…`; people know them as `Shield-…`. */
export const shownSize = (size: string, shield: boolean): string => (shield ? size.replace('Private-', 'Shield-') : size)

/** `3` of `web.3`; 0 where the name has none, as on fir. */
export const processNumber = (name: string): number => Number(/^[^.]+\.(\d+)$/.exec(name)?.[1] ?? 0)

const byNumber = (a: Dyno, b: Dyno) => processNumber(a.name) - processNumber(b.name)

/*
 * The colours are looked up once for all lines: each look asks the terminal and the environment, and there may be a
 * hundred dynos or a thousand.
 */

const paintState = (color: Colors, state: string): string => (state === 'up' ? color.success(state) : color.warning(state))

const stateLine = (color: Colors, {name, state, updated_at}: Dyno): string => `${name}: ${paintState(color, state)} ${color.gray(ago(updated_at))}`

const oneOffLine = (color: Colors, {name, size, state, updated_at, command}: Dyno): string =>
  `${name} (${color.info(size)}): ${paintState(color, state)} ${color.gray(ago(updated_at))}: ${command}`

/** An app's dynos as `ps` shows them: one-off dynos, then the others by their command. */
export function renderDynos(dynos: readonly Dyno[], color: Colors = colorsOf()): string {
  const oneOffs = dynos.filter(({type}) => type === 'run').sort(byNumber)
  const commands = new Set(dynos.filter(({type}) => type !== 'run').map(({command}) => command))
  const blocks = oneOffs.length > 0 ? [[renderHeader(`${color.label('run')}: one-off processes (${oneOffs.length})`), ...oneOffs.map((dyno) => oneOffLine(color, dyno))]] : []
  for (const command of commands) {
    const own = dynos.filter((dyno) => dyno.command === command).sort(byNumber)
    const title = `${color.label(own[0]?.type ?? '')} (${color.info(own[0]?.size ?? '')}): ${command} (${own.length})`
    blocks.push([renderHeader(title), ...own.map((dyno) => stateLine(color, dyno))])
  }
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

const cut = (text: string): string => (text.length > 35 ? `${text.slice(0, 34)}…` : text)

const byTypeAndNumber = (a: Dyno, b: Dyno): number => (a.type === b.type ? byNumber(a, b) : a.type > b.type ? 1 : -1)

/** The same with where each of them runs, as `ps --extended` shows it. */
export const renderExtendedDynos = (dynos: readonly Dyno[], noWrap: boolean): string =>
  renderTable(
    dynos.toSorted(byTypeAndNumber),
    {
      ID: {get: ({id}) => id},
      Process: {get: ({name}) => name},
      State: {get: ({state, updated_at}) => `${state} ${ago(updated_at)}`},
      Region: {get: ({extended}) => extended?.region ?? ''},
      'Execution Plane': {get: ({extended}) => extended?.execution_plane ?? ''},
      Fleet: {get: ({extended}) => extended?.fleet ?? ''},
      Instance: {get: ({extended}) => extended?.instance ?? ''},
      IP: {get: ({extended}) => extended?.ip ?? ''},
      Port: {get: ({extended}) => extended?.port ?? ''},
      AZ: {get: ({extended}) => extended?.az ?? ''},
      Release: {get: ({release}) => release.version},
      Command: {get: ({command}) => cut(command)},
      Route: {get: ({extended}) => extended?.route ?? ''},
      Size: {get: ({size}) => size},
    },
    noWrap ? {maxWidth: 'none', overflow: 'truncate'} : {overflow: 'wrap'},
  )

/** The dynos of a space's apps, by app and command, as `spaces:ps` shows them. */
export function renderSpaceDynos(apps: readonly SpaceDynos[], color: Colors = colorsOf()): string {
  const blocks: string[] = []
  for (const {app_name, dynos} of apps) {
    const groups = new Map<string, Dyno[]>()
    for (const dyno of dynos) {
      const title = dyno.type === 'run' ? 'run: one-off processes' : `${color.name(dyno.type)} (${color.info(dyno.size)}): ${dyno.command}`
      groups.set(title, [...(groups.get(title) ?? []), dyno])
    }
    for (const [title, own] of groups) {
      const lines = own.sort(byNumber).map((dyno) => spaceLine(color, dyno))
      blocks.push(`${[renderHeader(`${app_name} ${title} (${color.info(String(own.length))})`), ...lines].join('\n')}\n`)
    }
  }
  return blocks.join('\n')
}

const spaceLine = (color: Colors, {name, type, size, state, updated_at, command}: Dyno): string =>
  type === 'run'
    ? `${name} (${size}): ${state} ${ago(updated_at)}: ${command}`
    : `${name}: ${color.info(paintState(color, state))} ${color.gray(ago(updated_at))}`
