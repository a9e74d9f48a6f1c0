import {closest} from '../rules/suggest.js'
import {NotThere, UsageFailure} from './failures.js'
import type {Preferences} from './preferences.js'
import type {RunningControlPlane} from './running.js'
import {herokuUrl, isHeroku, requireUrl} from './urls.js'

/** Where a command goes. */
export type Target =
  | {kind: 'embedded'; name: 'local'; team?: string}
  | {kind: 'heroku'; name: 'heroku'; url: string; token?: string; team?: string}
  | {kind: 'remote'; name: string; url: string; token?: string; team?: string; certificate?: string}

export interface ContextSources {
  /** `--context`. */
  flag: string | undefined
  env: Readonly<Record<string, string | undefined>>
  preferences: Preferences
  /** The control plane this machine serves; its own URL needs no other token. */
  running: RunningControlPlane | undefined
}

/** Names that cannot be given to a context: they always mean the same. */
export const builtInContexts = ['local', 'heroku'] as const

/**
 * Decides where a command goes: `--context`, `SPACEDOCK_CONTEXT`, `HEROKU_HOST`, the current context, `local`. A
 * variable that is set to nothing, as CI systems do, says nothing.
 *
 * @throws {NotThere} for a context there is none of, {UsageFailure} for one that leads to Heroku without saying so
 */
export function chooseTarget(sources: ContextSources): Target {
  const {flag, env, preferences} = sources
  if (flag !== undefined) return targetNamed(flag, sources)
  if (env['SPACEDOCK_CONTEXT']) return targetNamed(env['SPACEDOCK_CONTEXT'], sources)
  const host = hostUrl(env)
  if (host !== undefined) return targetAt(requireUrl(host), sources)
  return targetNamed(preferences.current ?? 'local', sources)
}

function targetNamed(name: string, sources: ContextSources): Target {
  const {env, preferences} = sources
  if (name === 'local') return {kind: 'embedded', name}
  if (name === 'heroku') return {kind: 'heroku', name, url: herokuUrl, ...optional('token', herokuToken(env))}
  if (Object.hasOwn(preferences.contexts, name)) return targetStored(name, sources)
  if (/^https?:\/\//i.test(name)) return targetAt(requireUrl(name), sources)
  const known = [...builtInContexts, ...Object.keys(preferences.contexts)]
  const near = closest(name, known)
  throw new NotThere(
    `There is no context ${name}.${near ? ` Did you mean ${near}?` : ''} Contexts are ${known.join(', ')}, or any URL; add one with contexts:add.`,
  )
}

/** The URL is checked again: the file may have been edited. */
function targetStored(name: string, sources: ContextSources): Target {
  const {env, preferences} = sources
  const {url, token, team} = preferences.contexts[name] ?? {url: ''}
  const ownToken = env['SPACEDOCK_CONTEXT'] === name ? env['SPACEDOCK_TOKEN'] || token : token
  return {kind: 'remote', name, url: requireUrl(url), ...optional('token', ownToken), ...optional('team', team), ...optional('certificate', certificateOf(url, sources))}
}

const targetAt = (url: string, sources: ContextSources): Target => ({kind: 'remote', name: url, url, ...optional('token', tokenFor(url, sources)), ...optional('certificate', certificateOf(url, sources))})

/** By which the control plane that this machine serves is known, whoever has signed it. */
const certificateOf = (url: string, {running}: ContextSources): string | undefined => (running && isSame(running.url, requireUrl(url)) ? running.certificate?.pem : undefined)

/**
 * The token that belongs to a URL, and to no other: one in the environment goes where the environment says, or, where
 * that names no place, to the one on the command line; a stored one goes to its context's URL; the one of the control
 * plane that this machine serves to that one.
 *
 * @throws {UsageFailure} when several contexts with tokens of their own lead there
 */
function tokenFor(url: string, {flag, env, preferences, running}: ContextSources): string | undefined {
  const place = env['SPACEDOCK_CONTEXT'] || hostUrl(env)
  const meant = place === undefined ? flag !== undefined : isSame(place, url)
  if (env['SPACEDOCK_TOKEN'] && meant) return env['SPACEDOCK_TOKEN']
  const host = hostUrl(env)
  if (env['HEROKU_API_KEY'] && host !== undefined && isSame(host, url)) return env['HEROKU_API_KEY']
  return storedToken(url, preferences) ?? (running && isSame(running.url, url) ? running.token : undefined)
}

function storedToken(url: string, {contexts}: Preferences): string | undefined {
  const leading = Object.entries(contexts).filter(([, context]) => context.token !== undefined && isSame(context.url, url))
  if (new Set(leading.map(([, {token}]) => token)).size > 1)
    throw new UsageFailure(`Several contexts lead to ${url}, each with its own token: ${leading.map(([name]) => name).join(', ')}. Name one of them.`)
  return leading[0]?.[1].token
}

/** The key is Heroku's only while no other host is named for it. */
function herokuToken(env: ContextSources['env']): string | undefined {
  const host = hostUrl(env)
  return host === undefined || isHeroku(host) ? env['HEROKU_API_KEY'] || undefined : undefined
}

/** `HEROKU_HOST` as the official CLI reads it. */
function hostUrl(env: ContextSources['env']): string | undefined {
  const host = env['HEROKU_HOST']
  if (!host) return undefined
  return /^https?:\/\//i.test(host) ? host : `https://api.${host}`
}

/** Whether a URL, however it is written, is this one. Two paths of one host may be two people's. */
function isSame(written: string, url: string): boolean {
  try {
    return requireUrl(written) === url
  } catch {
    return false
  }
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): {[K in Key]?: Value} =>
  (value === undefined ? {} : {[key]: value}) as {[K in Key]?: Value}
