import {requireDrainUrl, secureSchemes} from './drains.js'
import {refuse, shown, type Refusal} from './refusal.js'

/** Bounds of an exporter's headers. documented: tf docs telemetry_drain, schema. */
const headerLimits = {pairs: 20, key: /^[\w-]{1,100}$/, value: 1000} as const

interface Wanted {
  readonly signals: readonly string[]
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Nothing, or why telemetry cannot be sent so. Never repeats the endpoint or the value of a header: they may hold credentials.
 *
 * @param shared whether others use the control plane too
 */
export function requireTelemetry({signals, endpoint, headers}: Wanted, shared: boolean): Refusal | undefined {
  if (signals.length === 0) return refuse('At least one signal is needed: traces, metrics or logs.')
  return requireDrainUrl(endpoint, 'Exporter endpoint', secureSchemes, shared) ?? requireHeaders(headers)
}

function requireHeaders(headers: Readonly<Record<string, string>>): Refusal | undefined {
  const pairs = Object.entries(headers)
  if (pairs.length > headerLimits.pairs) return refuse(`Exporter headers can be ${headerLimits.pairs} at most, not ${pairs.length}.`)
  for (const [key, value] of pairs) {
    if (!headerLimits.key.test(key)) return refuse(`${shown(key)} is no name of an exporter header: it has up to 100 letters, digits, dashes and underscores.`)
    if (value.length > headerLimits.value) return refuse(`The value of the exporter header ${key} is too long (maximum is ${headerLimits.value} characters).`)
  }
  return undefined
}
