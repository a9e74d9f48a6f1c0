import * as v from 'valibot'
import {answers} from './operation.js'

export type Signal = 'logs' | 'metrics' | 'traces'

export interface Exporter {
  /** URL. */
  endpoint: string
  headers: Record<string, string>
  type: ExporterType
}

export type ExporterType = 'otlp' | 'otlphttp' | 'splunk'

/** Where telemetry of a Fir app or space goes. Times are ISO 8601. */
export interface TelemetryDrain {
  created_at: string
  exporter: Exporter
  id: string
  owner: {id: string; type: 'app' | 'space'}
  signals: Signal[]
  updated_at: string
}

const signals = v.array(v.picklist(['traces', 'metrics', 'logs']))
const type = v.picklist(['otlphttp', 'otlp', 'splunk'])
const headers = v.optional(v.record(v.string(), v.string()))

/** Whose a drain is, its body or its row says, so who may is settled when that is known. */
export const telemetry = {
  'telemetry-drain.list-by-app': answers<TelemetryDrain[]>().get('/apps/{app}/telemetry-drains', {access: 'app operate', upstream: 'telemetry-drain#list-by-app'}),
  'telemetry-drain.list-by-space': answers<TelemetryDrain[]>().get('/spaces/{space}/telemetry-drains', {
    access: 'space manage',
    upstream: 'telemetry-drain#list-by-space',
  }),
  'telemetry-drain.info': answers<TelemetryDrain>().get('/telemetry-drains/{telemetryDrain}', {access: 'account', upstream: 'telemetry-drain#info'}),
  'telemetry-drain.create': answers<TelemetryDrain>().post('/telemetry-drains', {
    access: 'account',
    body: v.object({
      owner: v.object({id: v.string(), type: v.picklist(['app', 'space'])}),
      signals,
      exporter: v.object({type, endpoint: v.string(), headers}),
    }),
    upstream: 'telemetry-drain#create',
  }),
  'telemetry-drain.update': answers<TelemetryDrain>().patch('/telemetry-drains/{telemetryDrain}', {
    access: 'account',
    body: v.object({
      signals: v.optional(signals),
      /** What is left out stays, as the official CLI relies on. */
      exporter: v.optional(v.object({type: v.optional(type), endpoint: v.optional(v.string()), headers})),
    }),
    upstream: 'telemetry-drain#update',
  }),
  'telemetry-drain.delete': answers<TelemetryDrain>().delete('/telemetry-drains/{telemetryDrain}', {access: 'account', upstream: 'telemetry-drain#delete'}),
}
