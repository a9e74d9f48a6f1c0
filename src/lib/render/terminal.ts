import process from 'node:process'

/** 0 no colour, 1 the 16 basic colours, 2 the 256-colour palette, 3 24-bit colour. */
export type ColorLevel = 0 | 1 | 2 | 3

/** Heroku's palette with its glyphs, or the basic colours without them (`HEROKU_THEME=simple`). */
export type Theme = 'heroku' | 'simple'

type Environment = Readonly<Record<string, string | undefined>>

/** What decides how a value looks, apart from the value. */
export interface Terminal {
  readonly colorLevel: ColorLevel
  /** Width in columns; undefined where nobody knows (a pipe, a file): tables then take their natural width. */
  readonly columns: number | undefined
  /** Tables without colour and width-dependent frames for the logs of CI systems. */
  readonly plainTables: boolean
  /** From this many rows on a table is printed plain. */
  readonly plainTableRows: number
  readonly theme: Theme
}

/**
 * The terminal this process writes to, read anew at each call.
 * The variables are those the official CLI obeys: FORCE_COLOR, NO_COLOR, TERM, COLORTERM, HEROKU_THEME, CI,
 * OCLIF_TABLE_COLUMN_OVERRIDE, OCLIF_TABLE_SKIP_CI_CHECK, OCLIF_TABLE_LIMIT.
 */
export function currentTerminal(env: Environment = process.env, stdout: {columns?: number; isTTY?: boolean} = process.stdout): Terminal {
  return {
    colorLevel: colorLevel(env, Boolean(stdout.isTTY)),
    columns: Number.parseInt(env['OCLIF_TABLE_COLUMN_OVERRIDE'] ?? '', 10) || stdout.columns || undefined,
    plainTableRows: Number.parseInt(env['OCLIF_TABLE_LIMIT'] ?? env['SF_TABLE_LIMIT'] ?? '10000', 10),
    plainTables: !skipsCiCheck(env) && inCi(env),
    theme: env['HEROKU_THEME']?.toLowerCase().trim() === 'simple' ? 'simple' : 'heroku',
  }
}

function colorLevel(env: Environment, isTTY: boolean): ColorLevel {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forcedLevels[forced] ?? (terminalLevel(env) || 1)
  if (env['NO_COLOR'] !== undefined || !isTTY) return 0
  return terminalLevel(env)
}

const forcedLevels: Readonly<Record<string, ColorLevel>> = {0: 0, 1: 1, 2: 2, 3: 3, false: 0}

const advertisedLevels: Readonly<Record<string, ColorLevel>> = {'24bit': 3, ansi: 1, ansi256: 2, truecolor: 3}

/** What the terminal says it can do. GitHub's log viewer shows 24-bit colour, other CI systems the basic ones. */
function terminalLevel(env: Environment): ColorLevel {
  const term = env['TERM'] ?? ''
  if (term === 'dumb') return 0
  const advertised = advertisedLevels[env['COLORTERM'] ?? '']
  if (advertised) return advertised
  if (env['CI']) return Object.keys(env).some((key) => key.startsWith('GITHUB')) ? 3 : 1
  if (process.platform === 'win32') return 3
  return term.includes('-256') ? 2 : 1
}

const denies = (value: string | undefined) => value === '0' || value === 'false'

const skipsCiCheck = (env: Environment) => Boolean(env['OCLIF_TABLE_SKIP_CI_CHECK']) && !denies(env['OCLIF_TABLE_SKIP_CI_CHECK'])

/** CI set, even to nothing, counts; `CI=0` and `CI=false` do not, whatever else is set. */
const inCi = (env: Environment) =>
  !denies(env['CI']) && Object.keys(env).some((key) => key === 'CI' || key === 'CONTINUOUS_INTEGRATION' || key.startsWith('CI_'))
