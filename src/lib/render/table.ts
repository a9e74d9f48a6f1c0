import {Chalk} from 'chalk'

import {type Cell, lineText, paint} from './styled.js'
import {type Terminal, currentTerminal} from './terminal.js'
import {blockWidth, textWidth} from './width.js'
import {truncateText, wrapText} from './wrap.js'

export interface Column<Row> {
  /** Shown only when the table is asked for all it has (`extended`). */
  readonly extended?: boolean
  /** What the cell shows; by default the row's property with the column's key. Null and undefined show as nothing. */
  readonly get?: (row: Row) => unknown
  /** By default the column's key. */
  readonly header?: string
}

export type Columns<Row> = Readonly<Record<string, Column<Row>>>

export interface TableOptions {
  readonly extended?: boolean
  /** Columns of the whole table at most; 'none': never narrower than its content. By default the terminal's width. */
  readonly maxWidth?: number | 'none' | undefined
  /** What happens to a text wider than its column. By default it is cut. Only 'wrap' shows a cell's own line breaks. */
  readonly overflow?: 'truncate' | 'wrap' | undefined
  /** A line above the table, bold. */
  readonly title?: string
}

/** Blank columns at both sides of a text. */
const padding = 1
/** A column is never made narrower than this for the terminal's sake. */
const narrowest = padding * 2 + 3
/** What a table is laid out in where the terminal's width is unknown; it may still be wider. */
const assumedWidth = 80

/** A table ready to draw: a cell is its lines, with blanks on both sides of each. */
interface Layout {
  readonly headings: readonly Fitted[]
  readonly rows: ReadonlyArray<readonly Fitted[]>
  readonly title: string | undefined
  readonly widths: readonly number[]
}

interface Fitted {
  readonly left: number
  readonly lines: readonly string[]
  readonly right: number
}

/**
 * A table as the official CLI draws it: headings with a line below, or the plain form in CI. Ends with the empty line
 * that stands below it, so print it with one `log` call.
 */
export function renderTable<Row extends object>(
  rows: readonly Row[],
  columns: Columns<Row>,
  options: TableOptions = {},
  terminal: Terminal = currentTerminal(),
): string {
  const shown = Object.entries(columns).filter(([, column]) => options.extended || !column.extended)
  const headings = shown.map(([key, column]) => column.header || key)
  // a row type need not have an index signature; what is not there shows as nothing
  const values = rows.map((row) => shown.map(([key, {get}]) => (get ? get(row) : (row as Record<string, unknown>)[key])))
  const limit = options.maxWidth === 'none' ? undefined : Math.min(options.maxWidth ?? Infinity, terminal.columns ?? Infinity)
  const widths = columnWidths(headings, values, limit ?? Infinity)
  const fit = (value: unknown, index: number) => fitCell(value, widths[index] ?? 0, options.overflow ?? 'truncate')
  const layout = {headings: headings.map(fit), rows: values.map((cells) => cells.map(fit)), title: options.title, widths}
  const lines = terminal.plainTables || rows.length >= terminal.plainTableRows ? plainLines(layout) : styledLines(layout, limit, terminal)
  return `${lines.join('\n')}\n`
}

const textOf = (value: unknown) => String(value ?? '').replaceAll('\u200B', ' ')

/**
 * Each column as wide as its widest text. Where that is too much, the widest column gives way first, at most to the
 * width of its heading, then the next; where that is not enough, once more, now down to `narrowest`.
 */
function columnWidths(headings: readonly string[], rows: ReadonlyArray<readonly unknown[]>, limit: number): number[] {
  const floors = headings.map((heading) => textWidth(heading) + padding * 2)
  const widths = headings.map((heading, index) =>
    Math.max(textWidth(heading), ...rows.map((cells) => blockWidth(textOf(cells[index])))) + padding * 2,
  )
  const excess = () => tableWidth(widths) - limit
  for (const floorOf of [(index: number) => floors[index] ?? 0, () => narrowest]) {
    const waiting = new Set(widths.keys())
    while (waiting.size > 0 && excess() > 0) {
      const widest = [...waiting].reduce((best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best))
      widths[widest] = Math.max(floorOf(widest), (widths[widest] ?? 0) - excess())
      waiting.delete(widest)
    }
  }

  return widths
}

/** The columns and the blanks between and around them. */
const tableWidth = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + 1, 1)

function fitCell(value: unknown, width: number, overflow: 'truncate' | 'wrap'): Fitted {
  if (value === undefined || value === null) return {left: width, lines: [''], right: 0}
  const text = textOf(value)
  const room = width - padding * 2
  const lines = !text.includes('\n') && textWidth(text) <= room ? [text] : overflow === 'wrap' ? wrapped(text, room) : [truncateText(text.replaceAll('\n', ' '), room)]
  const used = Math.max(...lines.map((line) => textWidth(line)))
  if (used >= width) return {left: 0, lines, right: 0}
  return {left: padding, lines: lines.map((line) => line + ' '.repeat(used - textWidth(line))), right: width - used - padding}
}

function wrapped(text: string, room: number): string[] {
  const lines = wrapText(text, room)
  return lines[0] === '' && lines.length > 1 ? lines.slice(1) : lines
}

/** The form for CI logs: padded with blanks to full width, dashes below the headings, no decoration of its own. */
function plainLines({headings, rows, title, widths}: Layout): string[] {
  const draw = (cells: readonly Fitted[]) =>
    Array.from({length: heightOf(cells)}, (_, y) =>
      cells.map(({left, lines, right}, index) => {
        const line = lines[y]
        return line === undefined ? ' '.repeat(widths[index] ?? 0) : `${' '.repeat(left)}${line.trimStart()}${' '.repeat(right)}`
      }).join(''),
    )
  const dashes = '-'.repeat(widths.reduce((sum, width) => sum + width, 0))
  return [...(title ? [title] : []), ...draw(headings), dashes, ...rows.flatMap((cells) => draw(cells))]
}

const heightOf = (cells: readonly Fitted[]) => Math.max(...cells.map(({lines}) => lines.length))

/** The form for people: headings bold and white, the frame bright white. */
function styledLines({headings, rows, title, widths}: Layout, limit: number | undefined, terminal: Terminal): string[] {
  const chalk = new Chalk({level: terminal.colorLevel})
  const blank: Cell = {character: ' ', styles: []}
  const canvas = limit === undefined ? tableWidth(widths) : (terminal.columns ?? assumedWidth)

  const draw = (cells: readonly Fitted[], look: (text: string) => string = (text) => text, separator = ' ') =>
    Array.from({length: heightOf(cells)}, (_, y) => {
      const line = Array.from({length: canvas}, () => blank)
      paint(line, 0, chalk.whiteBright(' '))
      let x = 1
      for (const [index, {left, lines, right}] of cells.entries()) {
        const text = lines[y]
        const last = y === lines.length - 1
        if (text !== undefined) paint(line, x, look(' '.repeat(left) + text + (last ? ' '.repeat(right) : '')))
        x += widths[index] ?? 0
        paint(line, x, chalk.whiteBright(index === cells.length - 1 ? ' ' : separator))
        x += 1
      }

      return lineText(line)
    })

  const underline = widths.map((width) => ({left: 0, lines: ['─'.repeat(width)], right: 0}))
  const width = Math.max(tableWidth(widths), limit !== undefined && Number.isFinite(limit) ? limit : 0)
  return [
    ...(title ? titleLines(title, width).map((line) => chalk.bold(line).trimEnd()) : []),
    ...draw(headings, (text) => chalk.bold(chalk.white(text))),
    ...draw(underline, chalk.whiteBright, '─'),
    ...rows.flatMap((cells) => draw(cells)),
  ]
}

const titleLines = (title: string, width: number) =>
  blockWidth(title) > width ? wrapText(title, width, {trim: false}) : title.split('\n')
