import {Chalk, type ChalkInstance} from 'chalk'

import {type ColorLevel, type Terminal, type Theme, currentTerminal} from './terminal.js'

/** Puts the escape codes of one role around a text. */
export type Paint = (text: string) => string

/**
 * A colour as the official theme has it: an index of the 256-colour palette or a 24-bit value, then the basic colour
 * that stands in where only 16 exist, then the basic colour of the `simple` theme.
 */
type Swatch = readonly [extended: number | string, basic: BasicColor, simple: BasicColor]
type BasicColor = 'blue' | 'cyan' | 'cyanBright' | 'gray' | 'green' | 'magenta' | 'magentaBright' | 'red' | 'white' | 'whiteBright' | 'yellow' | 'yellowBright'

const blue: Swatch = [117, 'cyanBright', 'blue']
const cyan: Swatch = ['#50D3D5', 'cyan', 'cyan']
const gray: Swatch = [248, 'white', 'gray']
const green: Swatch = [40, 'green', 'green']
const purple: Swatch = [147, 'magenta', 'magenta']
const red: Swatch = ['#FF8787', 'whiteBright', 'red']
const yellow: Swatch = [185, 'yellow', 'yellow']

const swatches = {
  addon: yellow,
  app: purple,
  attachment: [220, 'yellowBright', 'yellow'],
  blue,
  cyan,
  datastore: yellow,
  failure: red,
  gray,
  green,
  inactive: gray,
  info: [43, 'cyan', 'cyan'],
  name: [212, 'magentaBright', 'magenta'],
  pipeline: ['#FF22DD', 'magentaBright', 'magenta'],
  red,
  space: [117, 'cyanBright', 'cyan'],
  success: green,
  team: ['#8FF5F7', 'whiteBright', 'cyan'],
  user: cyan,
  warning: [214, 'yellowBright', 'yellow'],
} as const satisfies Record<string, Swatch>

type SwatchName = keyof typeof swatches

/** Stand before the text where the terminal has at least 256 colours. */
const glyphs: Partial<Record<SwatchName, string>> = {app: '⬢ ', datastore: '⛁ ', space: '⬡ '}

/** Every role a text can have: the nouns of the platform, the states, and the few plain colours commands use. */
export type Colors = Readonly<Record<'code' | 'command' | 'label' | SwatchName, Paint>>

/** The colours of one level and theme, as functions. At level 0 they return the text as it is, without glyphs. */
export function createColors(level: ColorLevel, theme: Theme = 'heroku'): Colors {
  const chalk = new Chalk({level})
  const names = Object.keys(swatches) as SwatchName[] // Object.keys forgets the type of the keys
  const roles = names.map((name) => [name, swatchPaint(chalk, name, theme)] as const)
  const code = codePaint(chalk, theme)
  return {
    // fromEntries cannot know that the entries are complete
    ...(Object.fromEntries(roles) as Record<SwatchName, Paint>),
    code,
    command: (text) => code(` $ ${text} `),
    label: nesting(chalk.bold),
  }
}

function swatchPaint(chalk: ChalkInstance, name: SwatchName, theme: Theme): Paint {
  const [extended, basic, simple] = swatches[name]
  if (theme === 'simple') return nesting(chalk[simple])
  if (chalk.level < 2) return nesting(chalk[basic])
  const paint = nesting(typeof extended === 'number' ? chalk.ansi256(extended) : chalk.hex(extended))
  const glyph = glyphs[name]
  return glyph ? (text) => paint(glyph + text) : paint
}

function codePaint(chalk: ChalkInstance, theme: Theme): Paint {
  if (theme === 'simple') return nesting(chalk.bold)
  return chalk.level < 2 ? chalk.bgBlack.white.bold : chalk.bgAnsi256(237).ansi256(255).bold
}

/**
 * Inside a coloured text, chalk follows the end of another colour with a new beginning of the outer one; the official
 * CLI puts the new beginning in its place. Same look, other bytes: so ends are replaced before chalk sees them.
 */
function nesting(style: ChalkInstance): Paint {
  const [open = '', close = ''] = style('\0').split('\0')
  return close ? (text) => style(text.replaceAll(close, open)) : (text) => style(text)
}

const palettes = new Map<string, Colors>()

/** The colours of a terminal; by default of the one this process writes to now. */
export function colorsOf({colorLevel, theme}: Pick<Terminal, 'colorLevel' | 'theme'> = currentTerminal()): Colors {
  const key = `${colorLevel} ${theme}`
  const known = palettes.get(key) ?? createColors(colorLevel, theme)
  palettes.set(key, known)
  return known
}

/** The colours commands use. Each call looks at the terminal and the environment as they are then. */
export const color: Colors = new Proxy(createColors(0), {
  get: (_, name: keyof Colors) => colorsOf()[name],
})
