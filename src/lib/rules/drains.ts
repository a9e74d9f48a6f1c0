import {oneOf, refuse, type Refusal} from './refusal.js'

/** What an app's log drain may be: over TLS, or syslog as in the documents. */
export const appDrainSchemes = ['https', 'syslog', 'syslog+tls'] as const
/** What a space's log drain and a telemetry drain may be (schema space.log_drain_url). */
export const secureSchemes = ['https'] as const

const longest = 1000

/**
 * Nothing, or why logs cannot go to this URL. Never repeats the URL: it may hold a password.
 *
 * @param what it is for: `Log drain URL`
 * @param shared whether others use the control plane too, for whom an address of this machine is none of theirs
 */
export function requireDrainUrl(url: string, what: string, schemes: readonly string[], shared: boolean): Refusal | undefined {
  const example = `as in ${schemes[0]}://logs.example.com/drain`
  if (url.length > longest) return refuse(`${what} is too long (maximum is ${longest} characters).`)
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !schemes.includes(parsed.protocol.slice(0, -1))) return refuse(`${what} must be a URL that begins with ${oneOf(schemes.map((scheme) => `${scheme}://`))}, ${example}.`)
  if (parsed.hostname === '') return refuse(`${what} has no host. Give one, ${example}.`)
  if (shared && isLoopbackName(parsed.hostname)) return refuse(`${what} leads to the machine of the control plane itself, which others use too. Give a host that can be reached from there, ${example}.`)
  return undefined
}

const isLoopbackName = (host: string): boolean => /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])\.?$/i.test(host)
