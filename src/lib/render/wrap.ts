import {type Style, codeText, endOf, restyle, styleCode, transition} from './styled.js'
import {glyphsOf, textWidth} from './width.js'

/**
 * Breaks a text into lines of at most `columns` columns: between words where it can, within a word that is wider than
 * a line. The text's own line breaks stay. Breaks fall where the `wrap-ansi` package, which the official tables use,
 * puts them; that package needs 14 ms to load.
 * @param trim drop the blanks at the edges of each line
 */
export function wrapText(text: string, columns: number, {trim = true}: {trim?: boolean} = {}): string[] {
  const lines = text.normalize().replaceAll('\r\n', '\n').split('\n')
  return lines.flatMap((line) => wrapLine(line, columns, trim))
}

/** Cuts a text of one line so that it fits, with `…` as the last of its columns. */
export function truncateText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let kept = ''
  let room = columns - 1
  let styles: readonly Style[] = []
  for (const part of partsOf(text)) {
    if (room === 0 || part.width > room) break
    kept += part.text
    room -= part.width
    if (part.code) styles = restyle(styles, part.code)
  }
  return `${kept}${transition(styles, [])}…`
}

function wrapLine(line: string, columns: number, trim: boolean): string[] {
  if (trim && line.trim() === '') return ['']
  const rows = ['']
  for (const [index, word] of line.split(' ').entries()) {
    if (trim) append(rows, '', (row) => row.trimStart())
    if (index > 0) {
      if (!trim && lastWidth(rows) >= columns) rows.push('')
      if (!trim || lastWidth(rows) > 0) append(rows, ' ')
    }

    const width = textWidth(word)
    const used = lastWidth(rows)
    if (width > columns) {
      if (needsFewerRowsBelow(width, used, columns)) rows.push('')
      breakWord(rows, word, columns)
    } else {
      if (used > 0 && width > 0 && used + width > columns) rows.push('')
      append(rows, word)
    }
  }

  return carryColor(trim ? rows.map((row) => trimBlanks(row)) : rows)
}

const lastWidth = (rows: readonly string[]) => textWidth(rows.at(-1) ?? '')

function append(rows: string[], text: string, change: (row: string) => string = (row) => row): void {
  rows.push(change(rows.pop() ?? '') + text)
}

/** Whether a word wider than a line is cut fewer times when it begins on a line of its own. */
function needsFewerRowsBelow(width: number, used: number, columns: number): boolean {
  const breaksHere = 1 + Math.floor((width - (columns - used) - 1) / columns)
  return Math.floor((width - 1) / columns) < breaksHere
}

function breakWord(rows: string[], word: string, columns: number): void {
  let used = lastWidth(rows)
  const parts = partsOf(word)
  for (const [index, part] of parts.entries()) {
    if (used + part.width > columns) {
      rows.push('')
      used = 0
    }

    append(rows, part.text)
    used += part.width
    if (!part.code && used === columns && index < parts.length - 1) {
      rows.push('')
      used = 0
    }
  }

  // a last row of nothing but codes belongs to the row before it
  if (used === 0 && rows.length > 1) append(rows, rows.pop() ?? '')
}

const blankEnd = new RegExp(String.raw`(?: |${styleCode.source})+$`)

/** Takes the blanks at the end away, also those between escape codes. */
const trimBlanks = (row: string) => row.replace(blankEnd, (end) => end.replaceAll(' ', ''))

/** A basic colour that a row leaves switched on continues in the next one; colours of the larger palettes do not. */
function carryColor(rows: readonly string[]): string[] {
  let open = ''
  return rows.map((row) => {
    const begun = open && codeText(open)
    const basic = partsOf(row).findLast(({code}) => code && !code.includes(';'))?.code
    if (basic) open = endOf(basic) > 0 ? basic : ''
    return begun + row + (open && codeText(endOf(open)))
  })
}

interface Part {
  /** The parameters, where the part is an escape code. */
  readonly code?: string
  readonly text: string
  readonly width: number
}

/** The escape codes and the characters of a text, in order. */
function partsOf(text: string): Part[] {
  return text.split(styleCode).flatMap((piece, index): Part[] =>
    index % 2 === 1 ? [{code: piece, text: codeText(piece), width: 0}] : glyphsOf(piece),
  )
}
