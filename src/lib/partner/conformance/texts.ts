import {printable, readObject} from '../protocol.js'
import type {Answer, Exchange, Outgoing} from './bench.js'
import type {Verdict} from './check.js'

/** How much of a text is shown, in characters. */
const longestShown = 1500
/** What is shorter stands in texts by chance. */
const shortestSecret = 4

/** A request on one line and its body on the next, without what authenticates it. */
export function describeRequest({method, url, headers, body}: Outgoing): string {
  const line = `${method} ${url}`
  if (body === undefined || body === '') return line
  const form = headers['content-type']?.includes('form')
  return `${line}\n${form ? [...new URLSearchParams(body).keys()].join(', ') : body}`
}

/** A status and the body, or why there is none. Values of config vars, which are secrets of the partner's, are left out. */
export function describeAnswer(answer: Answer): string {
  if (answer.failure !== undefined) return answer.message
  const {status, headers, body} = answer
  const location = headers['location'] === undefined ? '' : `, to ${headers['location'].replace(/[?#].*/s, '')}`
  return `status ${status}${location}, after ${answer.ms} ms${body.trim() === '' ? ', without a body' : `\n${withoutConfig(body)}`}`
}

/** What was sent and what came, with what of it was wrong. */
export const told = ({sent, answer}: Exchange, ...faults: readonly string[]) => ({sent: describeRequest(sent), came: [...faults, describeAnswer(answer)].join('\n')})

/** Whether something holds of an exchange. */
export const judged = (exchange: Exchange, holds: boolean): Verdict => ({result: holds ? 'ok' : 'failed', ...told(exchange)})

/** Whether an exchange is without fault. */
export const faultless = (exchange: Exchange, faults: readonly string[]): Verdict => ({result: faults.length === 0 ? 'ok' : 'failed', ...told(exchange, ...faults)})

/** Texts in which no secret stands any more, in none of the forms in which it is sent, and which are not too long. */
export function presenter(secrets: Iterable<string>): (text: string) => string {
  const forms = [...secrets].flatMap((secret) => (secret.length < shortestSecret ? [] : [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]))
  const sorted = [...new Set(forms)].toSorted((a, b) => b.length - a.length)
  const redacted = (text: string) => sorted.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text).replaceAll(/:\/\/[^\s/@"]*@/g, '://[redacted]@')
  // In this order: a secret that is cut would not be found.
  return (text) => shortened(printable(redacted(text)))
}

function withoutConfig(body: string): string {
  const config = readObject(body).result?.['config']
  if (config === undefined || config === null) return body
  return JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'config' ? withoutValues(value) : value)))
}

const withoutValues = (config: unknown): unknown =>
  typeof config === 'object' && config !== null && !Array.isArray(config) ? Object.fromEntries(Object.entries(config).map(([name, value]) => [name, typeof value === 'string' ? '[redacted]' : value])) : '[redacted]'

const shortened = (text: string): string => (text.length > longestShown ? `${text.slice(0, longestShown)}… (${text.length} characters)` : text)
