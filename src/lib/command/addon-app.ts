import {UsageFailure} from '../client/failures.js'
import {appOfRemotes} from './app-remotes.js'
import {missingFlag} from './flags.js'

/**
 * The app that is meant, for commands that can do without: by `--app` or `HEROKU_APP`, else by the git remotes of the
 * current folder, where they lead to one app alone.
 *
 * @throws {UsageFailure} for an empty name, which is a script's mistake, and for a remote that is named and leads nowhere
 */
export async function appIfAny({app, remote}: {app?: string | undefined; remote?: string | undefined}): Promise<string | undefined> {
  if (app === '') throw missingFlag('app')
  if (app !== undefined) return app
  try {
    return await appOfRemotes(remote)
  } catch (error) {
    if (error instanceof UsageFailure && remote === undefined) return undefined
    throw error
  }
}
