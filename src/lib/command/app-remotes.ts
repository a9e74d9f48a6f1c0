import {UsageFailure} from '../client/failures.js'
import {addRemote, changeRemote, inRepository, listRemotes, preferredRemote, removeRemote} from './git.js'

interface GitHosts {
  https: string
  ssh: string
}

/** A git remote that leads to an app. */
interface AppRemote {
  app: string
  remote: string
}

/** Where apps are pushed to, as the official CLI works it out: `HEROKU_GIT_HOST`, else by `HEROKU_HOST`, else Heroku's. */
function gitHosts({HEROKU_GIT_HOST: given, HEROKU_HOST: host = 'heroku.com'}: NodeJS.ProcessEnv = process.env): GitHosts {
  if (given) return {https: given, ssh: given}
  if (!/^https?:/i.test(host)) return {https: `git.${host}`, ssh: host}
  const {host: named} = URL.canParse(host) ? new URL(host) : {host}
  return {https: named, ssh: named}
}

/** The URL to push an app to. */
export const gitUrl = (app: string): string => `https://${gitHosts().https}/${app}.git`

const sshUrl = (app: string): string => `git@${gitHosts().ssh}:${app}.git`

/** The app that a remote's URL leads to. */
function appOf(url: string): string | undefined {
  const {https, ssh} = gitHosts()
  const prefix = [`https://${https}/`, `git@${ssh}:`, `ssh://git@${ssh}/`].find((each) => url.startsWith(each))
  return prefix !== undefined && url.endsWith('.git') ? url.slice(prefix.length, -'.git'.length) : undefined
}

/**
 * The app that the current folder's git remotes lead to; undefined where none does.
 *
 * @param named the only remote to look at; by default that of `git config heroku.remote`, else all
 * @throws {UsageFailure} where the remote that is named leads to none, or several remotes lead to apps
 */
export async function appOfRemotes(named: string | undefined): Promise<string | undefined> {
  const only = named ?? (await preferredRemote())
  const remotes = (await listRemotes()).flatMap(({name, url}): AppRemote[] => {
    const app = only === undefined || name === only ? appOf(url) : undefined
    return app === undefined ? [] : [{app, remote: name}]
  })
  const [first, second] = remotes
  if (named !== undefined && !first) throw new UsageFailure(`remote ${named} not found in git remotes`)
  if (second) throw new UsageFailure(severalApps(remotes, second))
  return first?.app
}

const severalApps = (remotes: readonly AppRemote[], example: AppRemote): string => `Multiple apps in git remotes
  Usage: --remote ${example.remote}
     or: --app ${example.app}
  Your local git repository has more than 1 app referenced in git remotes.
  Because of this, we can't determine which app you want to run this command against.
  Specify the app you want with --app or --remote.
  Heroku remotes in repo:
  ${remotes.map(({app, remote}) => `${app} (${remote})`).join('\n  ')}

  https://devcenter.heroku.com/articles/multiple-environments`

/** Adds the remote to push a new app with, inside a git repository. */
export async function addAppRemote(name: string, app: string): Promise<void> {
  if (inRepository()) await addRemote({name, url: gitUrl(app)})
}

/** Leads the remotes of an app to its new name. @returns their names */
export async function renameAppRemotes(from: string, to: string): Promise<string[]> {
  const remotes = await remotesOf(from)
  for (const {name, url} of remotes) await changeRemote({name, url: url === sshUrl(from) ? sshUrl(to) : gitUrl(to)})
  return remotes.map(({name}) => name)
}

/** Removes the remotes of an app that is gone. */
export async function removeAppRemotes(app: string): Promise<void> {
  for (const remote of await remotesOf(app)) await removeRemote(remote)
}

async function remotesOf(app: string) {
  if (!inRepository()) return []
  return (await listRemotes()).filter(({url}) => url === gitUrl(app) || url === sshUrl(app))
}
