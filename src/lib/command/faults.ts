import {anyOperation, type Fault} from '../operations/faults.js'

/** What goes wrong: `503, Retry-After 5, after 500 ms`. */
export function faultText({kind, status, retry_after, latency}: Fault): string {
  const what = kind === 'error' ? String(status) : kind === 'latency' ? `${latency} ms late` : kind
  const parts = [what, ...(retry_after === null ? [] : [`Retry-After ${retry_after}`]), ...(kind === 'latency' || latency === 0 ? [] : [`${latency} ms late`])]
  return parts.join(', ')
}

/** Which requests it is for: `space.create`, `all GET`. */
export const aimText = ({operation, method}: Fault): string => [operation === anyOperation ? 'all' : operation, ...(method === null ? [] : [method])].join(' ')

const timesText = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/** Which of those requests it strikes: `twice, after 3`. */
export const countText = ({times, after}: Fault): string => `${times === null ? 'every time' : timesText(times)}${after === 0 ? '' : `, after ${after}`}`

/** How many it has struck. */
export const struckText = ({struck, times}: Fault): string => (times === null ? String(struck) : `${struck} of ${times}`)

/** Columns of a table of faults, without their ids. */
export const faultColumns = {
  what: {header: 'Fault', get: faultText},
  aim: {header: 'Requests', get: aimText},
  count: {header: 'Strikes', get: countText},
  struck: {header: 'Struck', get: struckText},
}
