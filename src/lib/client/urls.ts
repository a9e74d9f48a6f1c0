import {UsageFailure} from './failures.js'
import {isLoopback} from './http.js'

export const herokuUrl = 'https://api.heroku.com'

/** Whether a URL leads to Heroku itself. A name in the DNS may end in a dot and mean the same. */
export const isHeroku = (url: string): boolean => URL.canParse(url) && /(^|\.)heroku\.com\.?$/i.test(new URL(url).hostname)

/**
 * A base URL in the form it is compared and shown in. Never Heroku's: going there has to be said in so many words.
 *
 * @throws {UsageFailure} for what is no URL of an HTTP API, has credentials in it, or would send a token in the clear
 */
export function requireUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  // First of all, as the other refusals repeat what was typed.
  if (url ? url.username || url.password : text.includes('@'))
    throw new UsageFailure('A URL with credentials in it ends up in logs. Give the token with --token-stdin or SPACEDOCK_TOKEN instead.')
  if (!url) throw new UsageFailure(`${text} is not a URL. Give one like http://127.0.0.1:5000.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new UsageFailure(`${text} is not an HTTP URL. Give one like http://127.0.0.1:5000.`)
  if (url.search || url.hash) throw new UsageFailure(`${text} is more than the address of an API. Leave out what follows ${url.search ? '?' : '#'}.`)
  if (isHeroku(text)) throw new UsageFailure(`${url.origin} is Heroku itself. Say so with --context heroku.`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new UsageFailure(`${url.origin} is not on this machine, and over http everybody on the way could read the token. Use https.`)
  return url.href.replace(/\/+$/, '')
}
