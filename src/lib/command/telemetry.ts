import {UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Signal, TelemetryDrain} from '../operations/telemetry.js'
import {color} from '../render/color.js'
import {renderHeader} from '../render/header.js'
import {renderObject} from '../render/object.js'

const allSignals: readonly Signal[] = ['traces', 'metrics', 'logs']

/** `--signals`: some, separated by commas, or `all`. */
export function signalsFrom(text: string, bin: string): Signal[] {
  if (text === '' || text === 'all') return [...allSignals]
  return text.split(',').map((name) => {
    const signal = allSignals.find((each) => each === name)
    if (!signal) throw new UsageFailure(`Invalid signal option: ${text}. Run ${bin} telemetry:add --help to see signal options.`)
    return signal
  })
}

/** `--headers`: a JSON object of texts. Never repeats it, as it holds keys. */
export function headersFrom(json: string): Record<string, string> {
  const refusal = new UsageFailure(`--headers takes a JSON object of texts, as in '{"x-api-key": "…"}'.`)
  let headers: unknown
  try {
    headers = JSON.parse(json)
  } catch {
    throw refusal
  }
  const isObject = typeof headers === 'object' && headers !== null && !Array.isArray(headers)
  if (!isObject || !Object.values(headers as object).every((value) => typeof value === 'string')) throw refusal
  return headers as Record<string, string>
}

/** The protocol of an exporter by the name of its transport. */
export const exporterTypes = {grpc: 'otlp', http: 'otlphttp', splunk: 'splunk'} as const

/** A drain with whose it is, which takes a look at the app or the space. */
export async function renderTelemetryDrain(platform: Platform, {id, owner, signals, exporter}: TelemetryDrain): Promise<string> {
  const isApp = owner.type === 'app'
  const {name} = isApp ? await platform.call('app.info', {app: owner.id, variant: 'sdk'}) : await platform.call('space.info', {space: owner.id, variant: 'sdk'})
  const fields = renderObject({
    App: isApp ? color.app(name) : undefined,
    Space: isApp ? undefined : color.space(name),
    Signals: signals.join(', '),
    Endpoint: exporter.endpoint,
    Transport: exporter.type === 'otlp' ? 'gRPC' : 'HTTP',
    Headers: JSON.stringify(exporter.headers),
  })
  return `${renderHeader(id)}\n${fields}`
}
