import {type Interfaces, Parser} from '@oclif/core'
import {splitAtDashes} from './addon-options.js'
import {askFor, askMaybe, chooseOne, confirm, type Terminal} from './prompt.js'

/** What a command takes: its arguments in their order, and its flags. */
export interface Definition {
  args: Interfaces.ArgInput
  flags: Interfaces.FlagInput
}

/**
 * A command line with `--prompt`, completed: asks for each argument and flag that it does not give, as the official CLI
 * does. What it gives stays (the official one forgets it).
 */
export async function promptedArgv(argv: readonly string[], definition: Definition, terminal?: Terminal): Promise<string[]> {
  const {own: typed, options} = splitAtDashes(argv)
  const own = typed.filter((word) => word !== '--prompt')
  const {args, flags} = await given(own, definition)
  const answers: string[] = []
  for (const {description, required} of Object.values(definition.args).slice(args)) {
    // What comes after one that is left out would be taken for it.
    const answer = description === undefined ? '' : await askText(description, required, terminal)
    if (answer === '') break
    answers.push(answer)
  }
  for (const [name, flag] of Object.entries(definition.flags)) {
    if (flag.description === undefined || flag.hidden || flag.helpGroup === 'GLOBAL' || flags.has(name)) continue
    answers.push(...(await answerFor(name, flag, terminal)))
  }
  return [...own, ...answers, ...(options.length > 0 ? ['--', ...options] : [])]
}

/** In the official CLI's words. */
const askText = (description: string, required: boolean | undefined, terminal?: Terminal): Promise<string> =>
  required ? askFor(`${description} (required)`, terminal) : askMaybe(`${description} (optional - press "Enter" to bypass)`, terminal)

async function answerFor(name: string, flag: Interfaces.FlagInput[string], terminal?: Terminal): Promise<string[]> {
  const description = flag.description ?? name
  if (flag.type === 'boolean') return (await confirm(description, terminal)) ? [`--${name}`] : []
  if (flag.options && flag.options.length > 0) {
    const choices = flag.options.map((value) => ({name: value, value}))
    const chosen = await chooseOne(`Select the ${description}`, flag.required ? choices : [...choices, {name: 'none of these', value: ''}], terminal)
    return chosen === '' ? [] : [`--${name}`, chosen]
  }
  const answer = await askText(description, flag.required, terminal)
  return answer === '' ? [] : [`--${name}`, answer]
}

/** How many arguments a command line gives, and which flags. */
async function given(argv: string[], {args, flags}: Definition): Promise<{args: number; flags: Set<string>}> {
  const optional = <T extends {required?: boolean}>(all: Record<string, T>) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, {...one, required: false}]))
  const {raw} = await Parser.parse(argv, {args: optional(args), flags: optional(flags) as Interfaces.FlagInput, strict: false})
  return {
    args: raw.filter(({type}) => type === 'arg').length,
    flags: new Set(raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : []))),
  }
}
