import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'

/** `--team`, with `HEROKU_TEAM` and `HEROKU_ORGANIZATION` standing in as in the official CLI. */
export const teamFlag = Flags.custom<string>({
  char: 't',
  description: 'team to use',
  helpValue: '<value>',
  default: async () => process.env['HEROKU_TEAM'] ?? process.env['HEROKU_ORGANIZATION'],
})

/** The space's name as an argument: the official CLI takes it so as well, without showing it. */
export const hiddenSpaceArg = Args.string({hidden: true})

/** A space is named by `--space` or by the argument. @throws {UsageFailure} when by neither */
export function requireSpace(flags: {space?: string | undefined}, args: {space?: string | undefined}, usage: string): string {
  const space = flags.space ?? args.space
  if (!space) throw new UsageFailure(usage)
  return space
}

/** A number of seconds, whole and at least one. */
export const seconds = Flags.custom<number>({
  parse: async (text, _, {name}) => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageFailure(`--${name} takes a whole number of seconds from 1 on, not ${text}.`)
    return Number(text)
  },
})
