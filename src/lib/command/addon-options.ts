import {UsageFailure} from '../client/failures.js'

/** A command line in two: what is the command's own, and the options of the add-on. */
export interface SplitLine {
  own: string[]
  options: string[]
}

/** Splits a command line at `--`. */
export function splitAtDashes(argv: readonly string[]): SplitLine {
  const end = argv.indexOf('--')
  return end === -1 ? {own: [...argv], options: []} : {own: argv.slice(0, end), options: argv.slice(end + 1)}
}

/** The long flags that a command does not have, where that is all that is wrong with its line. */
export function unknownLongFlags(error: unknown): readonly string[] | undefined {
  const {flags} = error as {flags?: unknown}
  const isList = Array.isArray(flags) && flags.every((flag) => typeof flag === 'string' && flag.startsWith('--'))
  return isList ? (flags as string[]) : undefined
}

/** Takes options out of where flags stand: `--region=us`, `--region us`, `--rollback`. */
export function takeOptions(argv: readonly string[], flags: readonly string[]): SplitLine {
  const own: string[] = []
  const options: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const value = argv[at + 1]
    if (!flags.includes(word)) own.push(word)
    else if (word.includes('=') || value === undefined || looksLikeFlag(value)) options.push(word)
    else {
      options.push(word, value)
      at++
    }
  }
  return {own, options}
}

const looksLikeFlag = (word: string): boolean => /^-(?!\d)/.test(word)

/**
 * What an add-on is to be made with: `--version=14`, `--version 14`, or `--rollback` for true.
 *
 * @throws {UsageFailure} for a word that is neither an option nor an option's value
 */
export function configFrom(options: readonly string[]): Record<string, boolean | string> {
  const config: [key: string, value: boolean | string][] = []
  const words = [...options]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, key = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    if (!word.startsWith('--')) throw new UsageFailure(`Unexpected argument ${word}`)
    if (value !== undefined) config.push([key, value === 'true' || value])
    else config.push([key, words[0] === undefined || words[0].startsWith('--') || (words.shift() ?? true)])
  }
  return Object.fromEntries(config)
}
