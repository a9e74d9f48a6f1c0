import {UsageFailure} from '../client/failures.js'
import {appOfRemotes} from './app-remotes.js'
import {missingFlag, namedTwice} from './flags.js'

interface AppFlags {
  app?: string | undefined
  remote?: string | undefined
}

/**
 * The app that is meant: by the argument, by `--app` or `HEROKU_APP`, else by the git remotes of the current folder. An
 * empty name is a script's mistake, and never a reason to look further.
 *
 * @param usage what to say when there is none, for commands that take the app as an argument too
 * @throws {UsageFailure}
 */
export async function requireApp({app, remote}: AppFlags, argument?: string, usage?: string): Promise<string> {
  if (argument && app && argument !== app && app !== process.env['HEROKU_APP']) throw namedTwice('app', app, argument)
  const named = argument ?? app ?? (await appOfRemotes(remote))
  if (named) return named
  throw usage === undefined ? missingFlag('app') : new UsageFailure(usage)
}
