import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {UsageFailure} from './failures.js'

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
 *
 * @throws {UsageFailure} when somebody has edited the file into something else
 */
export function readPreferences(folder: string): Preferences {
  const file = join(folder, `${configName}.json`)
  if (!existsSync(file)) return {contexts: {}}
  try {
    return asPreferences(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // What the parser says quotes the file, which may hold tokens.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message
    throw new UsageFailure(`The preferences in ${file} cannot be read: ${reason}. Mend the file or remove it.`, {cause: error})
  }
}

function asPreferences(value: unknown): Preferences {
  const {current, contexts = {}} = object(value, 'it is not an object')
  if (current !== undefined && typeof current !== 'string') throw new Error('current is not a name')
  for (const [name, context] of Object.entries(object(contexts, 'contexts is not an object'))) {
    const {url, token, team} = object(context, `${name} is not an object`)
    if (typeof url !== 'string' || !isOptionalText(token) || !isOptionalText(team)) throw new Error(`${name} has no url, or a token or team that is no text`)
  }
  // Checked above, key by key.
  return {contexts: contexts as Preferences['contexts'], ...(current !== undefined && {current})}
}

function object(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(otherwise)
  return value as Record<string, unknown>
}

const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string'

/** Changes the preferences. They may hold tokens, so the file is the user's alone. */
export async function writePreferences(folder: string, preferences: Preferences): Promise<void> {
  const {default: Conf} = await import('conf')
  const conf = new Conf<Preferences>({configFileMode: 0o600, configName, cwd: folder, projectName: 'spacedock'})
  const {current, contexts} = preferences
  conf.store = current === undefined ? {contexts} : {contexts, current}
}
