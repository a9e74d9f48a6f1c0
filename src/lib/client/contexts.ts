import {closest} from '../rules/suggest.js'
import {UsageFailure} from './failures.js'
import {isLoopback} from './http.js'
import type {Preferences} from './preferences.js'
import type {RunningControlPlane} from './running.js'

/** Where a command goes. */
export type Target =
  | {kind: 'embedded'; name: 'local'; team?: string}
  | {kind: 'heroku'; name: 'heroku'; url: string; token?: string; team?: string}
  | {kind: 'remote'; name: string; url: string; token?: string; team?: string}

export interface ContextSources {
  /** `--context`. */
  flag: string | undefined
  env: Readonly<Record<string, string | undefined>>
  preferences: Preferences
  /** The control plane this machine serves; its own URL needs no other token. */
  running: RunningControlPlane | undefined
}

const herokuUrl = 'https://api.heroku.com'
const herokuDomain = /(^|\.)heroku\.com$/i

/** Names that cannot be given to a context: they always mean the same. */
export const builtInContexts = ['local', 'heroku'] as const

/**
 * Decides where a command goes: `--context`, `SPACEDOCK_CONTEXT`, `HEROKU_HOST`, the current context, `local`. A token
 * belongs to one target: one in the environment to the target that the environment names, a stored one to its context.
 *
 * @throws {UsageFailure} for a context there is none of, or one that leads to Heroku without saying so
 */
export function chooseTarget({flag, env, preferences, running}: ContextSources): Target {
  const named = flag ?? env['SPACEDOCK_CONTEXT']
  if (named !== undefined) return targetNamed(named, {env, preferences, running, flag})
  if (env['HEROKU_HOST']) return targetOfHost(env['HEROKU_HOST'], env, running)
  return targetNamed(preferences.current ?? 'local', {env, preferences, running, flag})
}

function targetNamed(name: string, sources: ContextSources): Target {
  const {env, preferences, running} = sources
  if (name === 'local') return {kind: 'embedded', name}
  if (name === 'heroku') return {kind: 'heroku', name, url: herokuUrl, ...optional('token', herokuToken(env))}
  const stored = preferences.contexts[name]
  if (stored) return {kind: 'remote', name, ...stored}
  if (/^https?:\/\//i.test(name)) {
    const url = requireUrl(name)
    return {kind: 'remote', name: url, url, ...optional('token', tokenFor(url, sources.flag, env, preferences, running))}
  }
  const known = [...builtInContexts, ...Object.keys(preferences.contexts)]
  const near = closest(name, known)
  throw new UsageFailure(
    `There is no context ${name}.${near ? ` Did you mean ${near}?` : ''} Contexts are ${known.join(', ')}, or any URL; add one with contexts:add.`,
  )
}

/** `HEROKU_HOST` as the official CLI reads it, but never Heroku itself: that has to be said in so many words. */
function targetOfHost(host: string, env: ContextSources['env'], running: RunningControlPlane | undefined): Target {
  const url = requireUrl(/^https?:\/\//i.test(host) ? host : `https://api.${host}`)
  const token = env['HEROKU_API_KEY'] ?? (running?.url === url ? running.token : undefined)
  return {kind: 'remote', name: url, url, ...optional('token', token)}
}

/** Heroku's own key is for Heroku only while no other host is named for it. */
const herokuToken = (env: ContextSources['env']): string | undefined =>
  env['HEROKU_HOST'] && !herokuDomain.test(env['HEROKU_HOST']) ? undefined : env['HEROKU_API_KEY']

function tokenFor(
  url: string,
  flag: string | undefined,
  env: ContextSources['env'],
  preferences: Preferences,
  running: RunningControlPlane | undefined,
): string | undefined {
  const namedByEnv = env['SPACEDOCK_CONTEXT'] !== undefined && sameOrigin(env['SPACEDOCK_CONTEXT'], url)
  if (env['SPACEDOCK_TOKEN'] && (namedByEnv || (flag !== undefined && env['SPACEDOCK_CONTEXT'] === undefined))) return env['SPACEDOCK_TOKEN']
  if (env['HEROKU_API_KEY'] && env['HEROKU_HOST'] && sameOrigin(env['HEROKU_HOST'], url)) return env['HEROKU_API_KEY']
  const stored = Object.values(preferences.contexts).find((context) => sameOrigin(context.url, url))
  return stored?.token ?? (running && sameOrigin(running.url, url) ? running.token : undefined)
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin
}

/**
 * A base URL in the form it is compared and shown in: no path's end, no credentials.
 *
 * @throws {UsageFailure}
 */
export function requireUrl(text: string): string {
  if (!URL.canParse(text)) throw new UsageFailure(`${text} is not a URL. Give one like http://127.0.0.1:5000.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new UsageFailure(`${text} is not an HTTP URL. Give one like http://127.0.0.1:5000.`)
  if (url.username || url.password) throw new UsageFailure('A URL with credentials in it ends up in logs. Give the token with --token-stdin or SPACEDOCK_TOKEN instead.')
  if (herokuDomain.test(url.hostname)) throw new UsageFailure(`${url.origin} is Heroku itself. Say so with --context heroku.`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new UsageFailure(`${url.origin} is not on this machine, and over http everybody on the way could read the token. Use https.`)
  return url.href.replace(/\/$/, '')
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): {[K in Key]?: Value} =>
  (value === undefined ? {} : {[key]: value}) as {[K in Key]?: Value}
