import type {Terminal} from '../../src/lib/render/terminal.js'

/** The terminals on which the official CLI's output was recorded (fixtures/record.mjs); their width is the case's. */
export const terminals = {
  basic: terminal({colorLevel: 1}),
  ci: terminal({plainTables: true}),
  color: terminal({colorLevel: 3}),
  color256: terminal({colorLevel: 2}),
  pipe: terminal({}),
  simple: terminal({colorLevel: 3, theme: 'simple'}),
} as const

/** A terminal without colour and of unknown width, but for what is given. */
export function terminal(traits: Partial<Terminal>): Terminal {
  return {colorLevel: 0, columns: undefined, plainTableRows: 10_000, plainTables: false, theme: 'heroku', ...traits}
}
