import {stripVTControlCharacters} from 'node:util'

/** Texts in which every character takes one column: most of what is ever shown, so the Unicode tables stay unloaded. */
const oneColumnEach = /^[\x20-\x7E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2500-\u259F\u26C1\u2B21\u2B22]*$/

/** East Asian Wide and Fullwidth (EastAsianWidth.txt of Unicode) without emoji. */
const eastAsianWide =
  /^[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3040-\u3247\u3250-\u4DBF\u4E00-\uA4C6\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18D08}\u{1AFF0}-\u{1B2FB}\u{1F200}-\u{1F251}\u{20000}-\u{3FFFD}]/u

const visible = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u

/** Emoji sequences that lack a variation selector but show as one emoji all the same: keycaps, and several joined by ZWJ. */
const looseEmoji = /^[\d#*]\u20E3$|\p{Extended_Pictographic}.*\u200D.*\p{Extended_Pictographic}/u

/** Slow to make (5 to 10 ms), so made when a text first needs it. */
const unicode = {
  get emoji(): RegExp {
    const emoji = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v') // not a literal: flag v is younger than our compile target
    Object.defineProperty(this, 'emoji', {value: emoji})
    return emoji
  },
  get segmenter(): Intl.Segmenter {
    const segmenter = new Intl.Segmenter()
    Object.defineProperty(this, 'segmenter', {value: segmenter})
    return segmenter
  },
}

/** What a reader takes for one character, which may be several code points, and its width in terminal columns. */
export interface Glyph {
  readonly text: string
  readonly width: number
}

/** The characters of a text without escape codes. */
export function glyphsOf(text: string): Glyph[] {
  if (oneColumnEach.test(text)) return [...text].map((character) => ({text: character, width: 1}))
  return Array.from(unicode.segmenter.segment(text), ({segment}) => ({text: segment, width: glyphWidth(segment)}))
}

/** Columns a text takes on a terminal: escape codes and control characters none, CJK characters and emoji two each. */
export function textWidth(text: string): number {
  if (oneColumnEach.test(text)) return text.length
  return glyphsOf(stripVTControlCharacters(text)).reduce((sum, {width}) => sum + width, 0)
}

/** Columns of the widest line of a text. */
export function blockWidth(text: string): number {
  return Math.max(...text.split('\n').map((line) => textWidth(line)))
}

/** Whether one code point alone is drawn over two columns, emoji of the basic plane not counted. */
export function isEastAsianWide(character: string): boolean {
  return character >= '\u1100' && eastAsianWide.test(character)
}

function glyphWidth(glyph: string): number {
  const start = glyph.search(visible)
  if (start === -1) return 0
  return unicode.emoji.test(glyph) || looseEmoji.test(glyph) || isEastAsianWide(glyph.slice(start)) ? 2 : 1
}
