import {Chalk} from 'chalk'

import {blank, lineText, paint} from './styled.js'
import {type Terminal, currentTerminal} from './terminal.js'
import {blockWidth, textWidth} from './width.js'
import {truncateText, wrapText} from './wrap.js'

export interface Column<Row> {
  /** Shown only when the table is asked for all it has. */
  readonly extended?: boolean
  /** What the cell shows; by default the row's property with the column's key. Null and undefined show as nothing. */
  readonly get?: (row: Row) => unknown
  /** By default the column's key. */
  readonly header?: string
}

export type Columns<Row> = Readonly<Record<string, Column<Row>>>

export interface TableOptions {
  /** Show the extended columns too. */
  readonly extended?: boolean | undefined
  /** Columns of the terminal to use at most; 'none': never narrower than the content. By default all there are. */
  readonly maxWidth?: number | 'none' | undefined
  /** What happens to a text wider than its column. By default it is cut. Only 'wrap' shows a cell's own line breaks. */
  readonly overflow?: 'truncate' | 'wrap' | undefined
  /** A line above the table, bold. */
  readonly title?: string | undefined
}

/** Blank columns at both sides of a text. */
const padding = 1
/** A column is not made narrower than this for the terminal's sake. */
const narrowest = padding * 2 + 3
/** What a table is drawn on where the terminal's width is unknown; it may still be wider. */
const assumedColumns = 80

/** A cell made to fit its column: its lines, all equally wide, and the blanks beside them. */
interface FittedCell {
  readonly left: number
  readonly lines: readonly string[]
  readonly right: number
}

type FittedRow = readonly FittedCell[]

interface Layout {
  /** Columns the drawing begins with, blank; the table may be wider. */
  readonly canvas: number
  readonly headings: FittedRow
  readonly rows: readonly FittedRow[]
  readonly title: readonly string[]
  readonly widths: readonly number[]
}

/**
 * A table as the official CLI draws it: headings with a line below, or the plain form in CI. Ends with the empty line
 * that stands below it, so print it with one `log` call.
 */
export function renderTable<Row extends object>(
  rows: readonly Row[],
  columns: Columns<Row>,
  {extended = false, maxWidth, overflow = 'truncate', title}: TableOptions = {},
  terminal: Terminal = currentTerminal(),
): string {
  const shown = Object.entries(columns).filter(([, column]) => extended || !column.extended)
  const headings = shown.map(([key, {header}]) => header || key)
  // a row type need not have an index signature, and what is not there shows as nothing
  const values = rows.map((row) => shown.map(([key, {get}]) => (get ? get(row) : (row as Record<string, unknown>)[key])))

  const limit = maxWidth === 'none' ? Infinity : Math.min(maxWidth ?? Infinity, terminal.columns ?? Infinity)
  const widths = columnWidths(headings, values, limit)
  const natural = tableWidth(widths)
  const fit = (value: unknown, index: number) => fitCell(value, widths[index] ?? 0, overflow)
  const layout: Layout = {
    canvas: maxWidth === 'none' ? natural : (terminal.columns ?? assumedColumns),
    headings: headings.map(fit),
    rows: values.map((cells) => cells.map(fit)),
    title: title ? titleLines(title, maxWidth === 'none' ? Infinity : Math.max(natural, limit === Infinity ? 0 : limit)) : [],
    widths,
  }
  const plain = terminal.plainTables || rows.length >= terminal.plainTableRows
  const lines = plain ? plainLines({...layout, title: title ? [title] : []}) : styledLines(layout, terminal)
  return `${lines.join('\n')}\n`
}

/**
 * Each column as wide as its widest text. Where that is too much, the widest column gives way, at most to the width of
 * its heading, then the next; where that is not enough, once more, now down to `narrowest`.
 */
function columnWidths(headings: readonly string[], rows: ReadonlyArray<readonly unknown[]>, limit: number): number[] {
  const floors = headings.map((heading) => textWidth(heading) + padding * 2)
  const widths = floors.map((floor, index) => largest(rows.map((cells) => blockWidth(textOf(cells[index])) + padding * 2), floor))
  const widthOf = (index: number) => widths[index] ?? 0
  const excess = () => tableWidth(widths) - limit
  for (const floorOf of [(index: number) => floors[index] ?? 0, () => narrowest]) {
    const waiting = new Set(widths.keys())
    while (waiting.size > 0 && excess() > 0) {
      const widest = [...waiting].reduce((best, index) => (widthOf(index) > widthOf(best) ? index : best))
      widths[widest] = Math.max(floorOf(widest), widthOf(widest) - excess())
      waiting.delete(widest)
    }
  }

  return widths
}

/** The columns, and one blank before, between and after them. */
const tableWidth = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + 1, 1)

const largest = (numbers: readonly number[], atLeast = 0) => numbers.reduce((best, number) => Math.max(best, number), atLeast)

const textOf = (value: unknown) => String(value ?? '').replaceAll('\u200B', ' ')

const blanks = (count: number) => ' '.repeat(count)

function fitCell(value: unknown, width: number, overflow: 'truncate' | 'wrap'): FittedCell {
  if (value === undefined || value === null) return {left: width, lines: [''], right: 0}
  const lines = fitText(textOf(value), width - padding * 2, overflow)
  const used = largest(lines.map((line) => textWidth(line)))
  if (used >= width) return {left: 0, lines, right: 0}
  return {left: padding, lines: lines.map((line) => line + blanks(used - textWidth(line))), right: width - used - padding}
}

function fitText(text: string, room: number, overflow: 'truncate' | 'wrap'): string[] {
  if (!text.includes('\n') && textWidth(text) <= room) return [text]
  if (overflow === 'truncate') return [truncateText(text.replaceAll('\n', ' '), room)]
  const lines = wrapText(text, room)
  return lines[0] === '' && lines.length > 1 ? lines.slice(1) : lines
}

const titleLines = (title: string, width: number) =>
  blockWidth(title) > width ? wrapText(title, width, {trim: false}) : title.split('\n')

const heightOf = (row: FittedRow) => largest(row.map(({lines}) => lines.length))

/** The form for CI logs: every line blank to the full width, dashes below the headings, no decoration of its own. */
function plainLines({headings, rows, title, widths}: Layout): string[] {
  const drawCell = ({left, lines, right}: FittedCell, width: number, y: number) => {
    const line = lines[y]
    return line === undefined ? blanks(width) : `${blanks(left)}${line.trimStart()}${blanks(right)}`
  }
  const draw = (row: FittedRow) =>
    Array.from({length: heightOf(row)}, (_, y) => row.map((cell, index) => drawCell(cell, widths[index] ?? 0, y)).join(''))
  const dashes = '-'.repeat(widths.reduce((sum, width) => sum + width, 0))
  return [...title, ...draw(headings), dashes, ...rows.flatMap((row) => draw(row))]
}

/** The form for people: headings bold and white, the frame bright white, no blanks at the end where nothing is styled. */
function styledLines({canvas, headings, rows, title, widths}: Layout, {colorLevel}: Terminal): string[] {
  const chalk = new Chalk({level: colorLevel})

  const drawLine = (row: FittedRow, y: number, style: (text: string) => string, separator: string) => {
    const line = Array.from({length: canvas}, () => blank)
    let x = 0
    for (const [index, {left, lines, right}] of row.entries()) {
      const text = lines[y]
      paint(line, x, chalk.whiteBright(index === 0 ? ' ' : separator))
      if (text !== undefined) paint(line, x + 1, style(blanks(left) + text + (y === lines.length - 1 ? blanks(right) : '')))
      x += 1 + (widths[index] ?? 0)
    }

    paint(line, x, chalk.whiteBright(' '))
    return lineText(line)
  }
  const draw = (row: FittedRow, style: (text: string) => string = (text) => text, separator = ' ') =>
    Array.from({length: heightOf(row)}, (_, y) => drawLine(row, y, style, separator))

  return [
    ...title.map((line) => chalk.bold(line).trimEnd()),
    ...draw(headings, (text) => chalk.bold(chalk.white(text))),
    ...draw(widths.map((width) => ({left: 0, lines: ['─'.repeat(width)], right: 0})), chalk.whiteBright, '─'),
    ...rows.flatMap((row) => draw(row)),
  ]
}
