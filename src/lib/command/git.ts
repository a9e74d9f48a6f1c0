import {existsSync} from 'node:fs'

/** A remote of the git repository in the current folder. */
export interface Remote {
  name: string
  url: string
}

/** Whether the current folder is the top of a git repository; further up does not count, as in the official CLI. */
export const inRepository = (): boolean => existsSync('.git')

/** The remotes to fetch from; none where there is no repository or no git. */
export async function listRemotes(): Promise<Remote[]> {
  const lines = (await ask('remote', '-v'))?.split('\n') ?? []
  return lines.flatMap((line) => {
    const [, name, url] = /^(\S+)\t(.+) \(fetch\)/.exec(line) ?? []
    return name !== undefined && url !== undefined ? [{name, url}] : []
  })
}

/** The remote that commands are about unless they say otherwise: `git config heroku.remote staging`. */
export const preferredRemote = (): Promise<string | undefined> => ask('config', 'heroku.remote')

/** Adds a remote; one of that name stays as it is. */
export async function addRemote({name, url}: Remote): Promise<void> {
  const present = await listRemotes()
  if (!present.some((remote) => remote.name === name)) await git('remote', 'add', '--', name, url)
}

export const changeRemote = ({name, url}: Remote): Promise<string> => git('remote', 'set-url', '--', name, url)

export const removeRemote = ({name}: Pick<Remote, 'name'>): Promise<string> => git('remote', 'remove', '--', name)

/** What git answers, without the line's end; undefined where it has nothing to say. */
async function ask(...args: string[]): Promise<string | undefined> {
  try {
    return (await git(...args)).trim() || undefined
  } catch {
    return undefined
  }
}

/** Loaded only now: most commands never ask git. */
async function git(...args: string[]): Promise<string> {
  const [{execFile}, {promisify}] = await Promise.all([import('node:child_process'), import('node:util')])
  const {stdout} = await promisify(execFile)('git', args, {encoding: 'utf8', windowsHide: true})
  return stdout
}
