import type {SelectQueryBuilder} from 'kysely'
import type {Paged} from '../operations/operation.js'
import type {Tables} from '../store/schema.js'
import {rangeNotSatisfiable} from './errors.js'

/** A `Range` header as understood (facts/platform-api.md 1.3). */
export interface RangeRequest {
  attribute: string
  /** First wanted value of the attribute; `exclusive` when the client wrote `]` before it. */
  start?: {value: string; exclusive: boolean}
  end?: {value: string; exclusive: boolean}
  order: 'asc' | 'desc'
  max: number
}

/** One page of a list, and whether more follows. */
export class Page<T> {
  constructor(
    readonly items: T[],
    /** The page's values of the attribute it is sorted by. */
    readonly values: string[],
    readonly range: RangeRequest,
    readonly more: boolean,
  ) {}
}

const defaultMax = 200
const largestMax = 1000

/**
 * Reads `<attribute> [start]..[end]; max=N, order=asc|desc`; absent or empty is the whole list in its default order.
 *
 * @throws {ApiError} 416 with what was wrong
 */
export function parseRange(header: string | undefined, paged: Paged): RangeRequest {
  const whole: RangeRequest = {attribute: paged[0], order: 'asc', max: defaultMax}
  if (!header?.trim()) return whole
  const match = /^\s*(\w+)\s*(\]?)([^\s;[\]]*?)\.\.([^\s;[\]]*)(\[?)\s*(?:[;,]\s*(.*))?$/.exec(header)
  if (!match) throw rangeNotSatisfiable(`The Range "${header}" is not of the form "name ..; max=200, order=asc".`)
  const [, attribute = '', after, start, end, before, parameters = ''] = match
  if (!paged.includes(attribute))
    throw rangeNotSatisfiable(`This list cannot be sorted by ${attribute}; it can by ${paged.join(', ')}.`)
  return {
    ...whole,
    attribute,
    ...(start && {start: {value: start, exclusive: after === ']'}}),
    ...(end && {end: {value: end, exclusive: before === '['}}),
    ...parseParameters(parameters),
  }
}

function parseParameters(text: string): {max?: number; order?: 'asc' | 'desc'} {
  const wanted: {max?: number; order?: 'asc' | 'desc'} = {}
  for (const parameter of text.split(/[;,]/)) {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim())
    if (name === '') continue
    if (name === 'max' && /^[1-9]\d{0,3}$/.test(value) && Number(value) <= largestMax) wanted.max = Number(value)
    else if (name === 'order' && (value === 'asc' || value === 'desc')) wanted.order = value
    else
      throw rangeNotSatisfiable(
        `"${parameter.trim()}" is not a parameter of a Range; use max=1 to ${largestMax} and order=asc or desc.`,
      )
  }
  return wanted
}

/** Runs a query for the page that is asked for. `column` gives the qualified column of the attribute. */
export async function pageOfQuery<DB, From extends keyof DB, T extends object>(
  range: RangeRequest,
  query: SelectQueryBuilder<DB, From, T>,
  table: keyof Tables,
  column: (attribute: string) => string = (attribute) => `${table}.${attribute}`,
): Promise<Page<T>> {
  // The attribute is one of the operation's own list, so the reference is a column of this query.
  const reference = column(range.attribute) as never
  const typed = (value: string) => (range.attribute === 'version' ? Number(value) : value) as never
  const [first, last] = range.order === 'asc' ? ['>', '<'] : ['<', '>']
  let paged = query.orderBy(reference, range.order).limit(range.max + 1)
  if (range.start) paged = paged.where(reference, `${first}${range.start.exclusive ? '' : '='}` as '>', typed(range.start.value))
  if (range.end) paged = paged.where(reference, `${last}${range.end.exclusive ? '' : '='}` as '<', typed(range.end.value))
  const rows = await paged.execute()
  return pageOf(range, rows)
}

/** The same for a list that is at hand. */
export function pageOfArray<T extends object>(range: RangeRequest, items: readonly T[]): Page<T> {
  const direction = range.order === 'asc' ? 1 : -1
  const inside = (value: string) => {
    const {start, end} = range
    const fromStart = start ? direction * compare(value, start.value) : 1
    const toEnd = end ? direction * compare(end.value, value) : 1
    return (fromStart > 0 || (fromStart === 0 && !start?.exclusive)) && (toEnd > 0 || (toEnd === 0 && !end?.exclusive))
  }
  const sorted = items
    .filter((item) => inside(valueOf(item, range.attribute)))
    .sort((a, b) => direction * compare(valueOf(a, range.attribute), valueOf(b, range.attribute)))
  return pageOf(range, sorted)
}

function pageOf<T extends object>(range: RangeRequest, found: T[]): Page<T> {
  const items = found.slice(0, range.max)
  return new Page(
    items,
    items.map((item) => valueOf(item, range.attribute)),
    range,
    found.length > range.max,
  )
}

const valueOf = (item: object, attribute: string): string => String((item as Record<string, unknown>)[attribute])

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The same page with each item as the client sees it. */
export const mapPage = <T, U>(page: Page<T>, view: (item: T) => U): Page<U> =>
  new Page(page.items.map(view), page.values, page.range, page.more)

/** The headers of a page; `Next-Range` only when something follows, or clients would ask for ever. */
export function pageHeaders(page: Page<unknown>, paged: Paged): Record<string, string> {
  const {attribute, order, max, end} = page.range
  const last = page.values.at(-1)
  const bounds = page.values.length > 0 ? `${page.values[0]}..${last}` : '..'
  const to = end ? `${end.value}${end.exclusive ? '[' : ''}` : ''
  return {
    'accept-ranges': paged.join(', '),
    'content-range': `${attribute} ${bounds}`,
    ...(page.more && {'next-range': `${attribute} ]${last}..${to}; max=${max}${order === 'desc' ? ', order=desc' : ''}`}),
  }
}
