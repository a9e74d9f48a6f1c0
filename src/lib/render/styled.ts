import {isEastAsianWide} from './width.js'

/**
 * Coloured text as a row of screen cells. The official tables are painted cell by cell (by ink), which writes escape
 * codes only where the style changes; painting the same way yields the same bytes.
 */
export interface Cell {
  readonly character: string
  readonly styles: readonly Style[]
}

/** SGR parameters that switch a style on, and the code that switches it off. Styles with the same `end` exclude each other. */
export interface Style {
  readonly end: number
  readonly start: string
}

const escape = '\u001B'

/** One escape code for colour or weight (SGR), its parameters captured; other codes do not occur in our texts. */
export const styleCode = new RegExp(String.raw`${escape}\[([\d;]+)m`)

const plain: readonly Style[] = []

/** The cell nothing was painted on. */
export const blank: Cell = {character: ' ', styles: plain}

/** The escape code with these parameters. */
export const codeText = (parameters: number | string) => `${escape}[${parameters}m`

const reset = 0
const ends: ReadonlySet<number> = new Set([22, 23, 24, 27, 28, 29, 39, 49, 55])

/** The code that ends the style which the parameters begin, e.g. 39 for `31` and for `38;5;117`; reset for unknown ones. */
export function endOf(parameters: string): number {
  const code = Number.parseInt(parameters, 10)
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49
  if (code === 1 || code === 2) return 22
  if ([3, 4, 7, 8, 9].includes(code)) return code + 20
  return reset
}

/** The styles in force after one more code. */
export function restyle(styles: readonly Style[], parameters: string): readonly Style[] {
  const code = parameters.includes(';') ? Number.NaN : Number(parameters)
  if (code === reset) return plain
  const end = ends.has(code) ? code : endOf(parameters)
  const others = styles.filter((style) => style.end !== end)
  return ends.has(code) ? others : [...others, {end, start: parameters}]
}

/** The codes that lead from one set of styles to another. */
export function transition(from: readonly Style[], to: readonly Style[]): string {
  const ended = from.filter((style) => !to.some(({end}) => end === style.end)).toReversed()
  const begun = to.filter((style) => !from.some(({start}) => start === style.start))
  return [...ended.map(({end}) => end), ...begun.map(({start}) => start)].map((code) => codeText(code)).join('')
}

/** Paints a text over the cells of a line from column `x` on. */
export function paint(line: Cell[], x: number, text: string): void {
  let column = x
  let styles = plain
  for (const [index, part] of text.split(styleCode).entries()) {
    // split alternates between text and the parameters of the code behind it
    if (index % 2 === 1) styles = restyle(styles, part)
    else for (const character of part) column += put(line, column, {character, styles})
  }
}

/** Characters outside the basic plane count as wide here, and an emoji inside it as narrow, because they do in ink. */
function put(line: Cell[], x: number, cell: Cell): number {
  line[x] = cell
  if (cell.character.length === 1 && !isEastAsianWide(cell.character)) return 1
  line[x + 1] = {...cell, character: ''}
  return 2
}

/** The line as text, without the blanks at its end; styled blanks stay. Columns never painted do not appear. */
export function lineText(line: readonly Cell[]): string {
  let text = ''
  let styles = plain
  line.forEach((cell) => {
    if (cell.styles !== styles) text += transition(styles, cell.styles)
    text += cell.character
    styles = cell.styles
  })
  return (text + transition(styles, plain)).trimEnd()
}
