import {NothingToList, UsageFailure} from '../client/failures.js'
import type {Formation} from '../operations/processes.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderTable} from '../render/table.js'
import {dollarsPerMonth} from './dyno-prices.js'

/** A change of a process type as it is typed: `web=2`, `worker+1`, `web=2:Private-M`. */
export interface TypedChange {
  type: string
  quantity: string
  size?: string
}

/** @throws {UsageFailure} for what is none: whoever mistypes a number must not take the old formation for the new one */
export function parseChange(text: string): TypedChange {
  const [, type, change, size] = /^([\w-]+)([=+-]\d+)(?::([\w.-]+))?$/.exec(text) ?? []
  if (type === undefined || change === undefined) throw new UsageFailure(`${text} is not TYPE=QUANTITY[:SIZE]. Give it like web=2, worker+1 or web=2:Private-M.`)
  const quantity = change.startsWith('=') ? change.slice(1) : change
  return {type, quantity, ...(size !== undefined && {size: size.replace('Shield-', 'Private-')})}
}

/** What is said of an app without process types, which the official CLI counts as a failure. */
export const noProcessTypes = (app: string): NothingToList =>
  new NothingToList(`No process types on ${app}.\nUpload a Procfile to add process types.\nhttps://devcenter.heroku.com/articles/procfile`)

/** Process types, their sizes and what they cost, as `ps:type` shows them; ends in an empty line. */
export function renderFormation(formation: readonly Formation[]): string {
  const sorted = formation.toSorted((a, b) => (a.type > b.type ? 1 : a.type < b.type ? -1 : 0))
  const totals = new Map<string, number>()
  for (const {size, quantity} of sorted) totals.set(size, (totals.get(size) ?? 0) + quantity)
  const types = renderTable(sorted, {
    type: {get: ({type}) => color.name(type)},
    size: {get: ({size}) => color.info(size)},
    qty: {get: ({quantity}) => color.info(String(quantity))},
    'cost/hour': {get: ({size, quantity}) => perHour(dollarsPerMonth[size], quantity)},
    'max cost/month': {get: ({size, quantity}) => (dollarsPerMonth[size] ? `$${dollarsPerMonth[size] * quantity}` : '')},
  })
  const sizes = renderTable([...totals], {type: {get: ([size]) => color.name(size)}, total: {get: ([, total]) => color.info(String(total))}})
  return [renderHeader('Process Types'), types, '', renderHeader('Dyno Totals'), sizes].join('\n') + ecoNote(sorted)
}

/** A type that is scaled to nothing shows what one dyno would cost an hour, as in the official CLI. */
const perHour = (dollars: number | undefined, quantity: number): string => (dollars ? `~$${((dollars / 720) * (quantity || 1)).toFixed(3)}` : '')

const ecoNote = (formation: readonly Formation[]): string =>
  formation.some(({size}) => size === 'Eco') ? '\n\n$5 (flat monthly fee, shared across all Eco dynos)' : ''
