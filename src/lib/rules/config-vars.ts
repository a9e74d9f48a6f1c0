import {platformLimits} from './facts.js'
import {withinConfigLimit} from './limits.js'
import {configVarKey} from './names.js'
import {isRefusal, refuse, type Refusal} from './refusal.js'

type ConfigVars = Readonly<Record<string, string>>

export interface ConfigPlan {
  /** All config vars once it is done. */
  readonly config: ConfigVars
  /** How Heroku describes the release; none when nothing changes, and then there is no release. */
  readonly description?: string
}

/**
 * What becomes of an app's config vars, or why they stay.
 *
 * @param before all config vars, by key
 * @param change strings to set, null to unset; whatever a client sends
 * @param attached keys that add-ons' attachments set, which nobody else may change
 */
export function planConfig(before: ConfigVars, change: Readonly<Record<string, unknown>>, attached: ReadonlySet<string>): ConfigPlan | Refusal {
  const refused = firstRefusal(change)
  if (refused) return refused
  const valueOf = (key: string) => (Object.hasOwn(before, key) ? before[key] : undefined)
  const changed = Object.keys(change).filter((key) => (change[key] ?? undefined) !== valueOf(key))
  const theirs = changed.filter((key) => attached.has(key))
  if (theirs.length > 0) return refuse(`Cannot overwrite attachment values ${theirs.join(', ')}.`)
  const set = changed.filter((key) => change[key] !== null)
  const removed = changed.filter((key) => change[key] === null)
  const kept = Object.entries(before).filter(([key]) => !removed.includes(key))
  // What is set has just been seen to be strings.
  const config = Object.fromEntries([...kept, ...set.map((key) => [key, change[key] as string] as const)])
  // Taking away is always possible, or an app over the limit could not get below it.
  const tooLarge = set.length > 0 ? withinConfigLimit(config, platformLimits.configBytesPerApp) : undefined
  return tooLarge ?? {config, ...(changed.length > 0 && {description: descriptionOf(set, removed)})}
}

/** Never repeats a value: it may be a secret. */
function firstRefusal(change: Readonly<Record<string, unknown>>): Refusal | undefined {
  for (const [key, value] of Object.entries(change)) {
    const named = configVarKey(key)
    if (isRefusal(named)) return named
    if (value !== null && typeof value !== 'string') return refuse(`Config var ${key} must be a string, or null to unset it.`)
  }
  return undefined
}

/** `Set FOO, BAR config vars`, `Remove FOO config vars`. */
function descriptionOf(set: readonly string[], removed: readonly string[]): string {
  const parts = [set.length > 0 && `set ${set.join(', ')}`, removed.length > 0 && `remove ${removed.join(', ')}`]
  const words = parts.filter((part) => part !== false).join(', ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} config vars`
}
