import {builtInContexts} from '../client/contexts.js'
import {NotThere} from '../client/failures.js'
import type {Preferences, StoredContext} from '../client/preferences.js'
import {closest} from '../rules/suggest.js'

/** A context as it is shown: whether it has a token, never the token. */
export interface ShownContext {
  name: string
  current: boolean
  url: string | null
  team: string | null
  token: boolean
}

export const isBuiltIn = (name: string): boolean => (builtInContexts as readonly string[]).includes(name)

/** @throws {NotThere} for a context that was not added */
export function requireStored({contexts}: Preferences, name: string): StoredContext {
  const stored = Object.hasOwn(contexts, name) ? contexts[name] : undefined
  if (stored) return stored
  const known = Object.keys(contexts)
  const near = closest(name, known)
  throw new NotThere(`There is no context ${name} that was added.${near ? ` Did you mean ${near}?` : ''} Contexts that were added: ${known.join(', ') || 'none'}.`)
}

/** All contexts, the built-in ones first. */
export function listContexts({current = 'local', contexts}: Preferences): ShownContext[] {
  const builtIn = builtInContexts.map((name) => ({name, current: name === current, url: name === 'heroku' ? 'https://api.heroku.com' : null, team: null, token: false}))
  const added = Object.entries(contexts).map(([name, {url, team, token}]) => ({name, current: name === current, url, team: team ?? null, token: token !== undefined}))
  return [...builtIn, ...added.sort((a, b) => a.name.localeCompare(b.name))]
}
