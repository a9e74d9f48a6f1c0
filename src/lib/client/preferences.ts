import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A context somebody has added: where it is, and what goes with it. */
export interface StoredContext {
  url: string
  /** Sent to this context's URL and nowhere else. */
  token?: string
  /** Stands in for `--team`. */
  team?: string
}

export interface Preferences {
  /** Name of the context in use when nothing says otherwise. */
  current?: string
  contexts: Record<string, StoredContext>
}

const configName = 'contexts'

/**
 * Reads the preferences. Every command does, so it reads the file that `conf` writes without loading `conf`, which
 * alone would cost more than the command.
 */
export function readPreferences(folder: string): Preferences {
  const file = join(folder, `${configName}.json`)
  if (!existsSync(file)) return {contexts: {}}
  try {
    const {current, contexts} = JSON.parse(readFileSync(file, 'utf8')) as Partial<Preferences>
    return {contexts: contexts ?? {}, ...(current !== undefined && {current})}
  } catch (error) {
    throw new Error(`The preferences in ${file} cannot be read (${(error as Error).message}). Mend the file or remove it.`, {cause: error})
  }
}

/** Changes the preferences. They may hold tokens, so the file is the user's alone. */
export async function writePreferences(folder: string, preferences: Preferences): Promise<void> {
  const {default: Conf} = await import('conf')
  const conf = new Conf<Preferences>({configFileMode: 0o600, configName, cwd: folder, projectName: 'spacedock'})
  const {current, contexts} = preferences
  conf.store = current === undefined ? {contexts} : {contexts, current}
}
