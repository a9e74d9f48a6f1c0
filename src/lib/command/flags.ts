import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../client/failures.js'

/** `--team`, with `HEROKU_TEAM` and `HEROKU_ORGANIZATION` standing in as in the official CLI. */
export const teamFlag = Flags.custom<string>({
  char: 't',
  description: 'team to use',
  helpValue: '<value>',
  default: async () => process.env['HEROKU_TEAM'] ?? process.env['HEROKU_ORGANIZATION'],
  // Else whoever builds with the variable set would publish it in the manifest.
  noCacheDefault: true,
})

/** The space's name as an argument: the official CLI takes it so as well, without showing it. */
export const hiddenSpaceArg = Args.string({hidden: true, ignoreStdin: true})

/** A space is named by `--space` or by the argument. @throws {UsageFailure} when by neither */
export function requireSpace(flags: {space?: string | undefined}, args: {space?: string | undefined}, usage: string): string {
  if (flags.space && args.space && flags.space !== args.space) throw namedTwice('space', flags.space, args.space)
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

/** `--app`. Not required of oclif: `requireApp` also looks at the argument and at the git remotes. */
export const appFlag = Flags.custom<string>({char: 'a', description: 'app to run command against', env: 'HEROKU_APP', helpValue: '<value>'})

/** `--remote`, which names an app by a git remote of the current folder. */
export const remoteFlag = Flags.custom<string>({char: 'r', description: 'git remote of app to use', helpValue: '<value>'})

/** The app's name as an argument, as `hiddenSpaceArg`. Never read from standard input: that may be the list a script loops over. */
export const hiddenAppArg = Args.string({hidden: true, ignoreStdin: true})

/** `--json` for the commands that have a short form for it. */
export const shortJsonFlag = Flags.boolean({char: 'j', description: 'Format output as json.', helpGroup: 'GLOBAL'})

/** Two different things are named where one is meant: which of them would be destroyed is not to be guessed. */
export const namedTwice = (what: string, byFlag: string, byArgument: string): UsageFailure =>
  new UsageFailure(`--${what} names ${byFlag}, and the argument ${byArgument}. Name one of them.`)

/** What oclif says of a required flag, for those that can be given in other ways too. */
export const missingFlag = (name: string): UsageFailure =>
  new UsageFailure(`The following error occurred:\n  Missing required flag ${name}\nSee more help with --help`)
