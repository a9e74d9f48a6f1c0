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

/** A list from its beginning, in its default order. */
export const wholeList = (paged: Paged = ['id']): RangeRequest => ({attribute: paged[0], order: 'asc', max: defaultMax})

/**
 * Reads `<attribute> [start]..[end]; max=N, order=asc|desc`; absent or empty is the whole list in its default order.
 *
 * @throws {ApiError} 416 with what was wrong
 */
export function parseRange(header: string | undefined, paged: Paged = ['id']): RangeRequest {
  const whole = wholeList(paged)
  if (!header?.trim()) return whole
  const match = /^\s*(\w+)\s*(\]?)([^\s;[\]\0]*?)\.\.([^\s;[\]\0]*)(\[?)\s*(?:[;,]\s*(.*))?$/.exec(header)
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

/**
 * Runs a query for the page that is asked for.
 *
 * @param column gives the qualified column of the attribute
 * @param tieBreak the column that decides between rows of the same value
 */
export async function pageOfQuery<DB, From extends keyof DB, T extends object>(
  range: RangeRequest,
  query: SelectQueryBuilder<DB, From, T>,
  table: keyof Tables,
  column: (attribute: string) => string = (attribute) => `${table}.${attribute}`,
  tieBreak?: string,
): Promise<Page<T>> {
  // The attribute is one of the operation's own list, so the reference is a column of this query.
  const reference = column(range.attribute) as never
  let paged = query.orderBy(reference, range.order).orderBy((tieBreak ?? `${table}.id`) as never, range.order)
  for (const [operator, value] of boundsOf(range)) paged = paged.where(reference, operator as '<', value as never)
  const rows = await paged.limit(range.max + 1).execute()
  return pageOf(range, endsInOneValue(range, rows) ? await paged.execute() : rows)
}

/** The same for a list that is at hand. */
export function pageOfArray<T extends object>(range: RangeRequest, items: readonly T[]): Page<T> {
  const direction = range.order === 'asc' ? 1 : -1
  const bounds = boundsOf(range)
  const sorted = items
    .filter((item) => bounds.every(([operator, value]) => holds(compare(valueOf(item, range.attribute), String(value)), operator)))
    .sort((a, b) => direction * compare(valueOf(a, range.attribute), valueOf(b, range.attribute)))
  return pageOf(range, sorted)
}

type Operator = '<' | '<=' | '>' | '>='

/** What the attribute of every item of a range fulfils. */
function boundsOf({attribute, order, start, end}: RangeRequest): [Operator, number | string][] {
  const [lower, upper] = order === 'asc' ? [start, end] : [end, start]
  return [
    ...(lower ? [[lower.exclusive ? '>' : '>=', stored(attribute, lower.value, lower.exclusive)] satisfies [Operator, unknown]] : []),
    ...(upper ? [[upper.exclusive ? '<' : '<=', stored(attribute, upper.value, !upper.exclusive)] satisfies [Operator, unknown]] : []),
  ]
}

/**
 * A value as the store has it. Clients see moments in whole seconds, and the store has milliseconds: `late` is whether
 * the end of the second is meant.
 *
 * @throws {ApiError} 416 for a value that the attribute cannot have
 */
function stored(attribute: string, value: string, late: boolean): number | string {
  if (attribute === 'version') {
    if (!/^\d{1,9}$/.test(value)) throw rangeNotSatisfiable(`"${value}" is not a version. Versions are whole numbers.`)
    return Number(value)
  }
  if (attribute !== 'created_at') return value
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value)) throw rangeNotSatisfiable(`"${value}" is not a moment such as 2026-01-01T12:00:00Z.`)
  return value.includes('.') ? value : value.replace('Z', late ? '.999Z' : '.000Z')
}

function holds(order: number, operator: Operator): boolean {
  if (order === 0) return operator.endsWith('=')
  return operator.startsWith('<') === order < 0
}

/**
 * A page of what was found. It never ends between items of one value: the next page begins after a value, and would
 * leave out the rest of them.
 *
 * @param found the items of the range in order, at least one more than a page where there are more
 */
function pageOf<T extends object>(range: RangeRequest, found: T[]): Page<T> {
  const {attribute, max} = range
  const next = found[max]
  if (!next) return page(range, found, false)
  const isNext = (item: T) => valueOf(item, attribute) === valueOf(next, attribute)
  const ownEnd = found.findIndex(isNext)
  if (ownEnd > 0) return page(range, found.slice(0, ownEnd), true)
  const end = found.findIndex((item) => !isNext(item))
  return end === -1 ? page(range, found, false) : page(range, found.slice(0, end), true)
}

/** Whether a page and the item after it are all of one value, so that nothing less than all of that value makes a page. */
function endsInOneValue({attribute, max}: RangeRequest, found: readonly object[]): boolean {
  const [first, next] = [found[0], found[max]]
  return first !== undefined && next !== undefined && valueOf(first, attribute) === valueOf(next, attribute)
}

const page = <T extends object>(range: RangeRequest, items: T[], more: boolean): Page<T> =>
  new Page(
    items,
    items.map((item) => valueOf(item, range.attribute)),
    range,
    more,
  )

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
