import * as v from 'valibot'
import {answers} from './operation.js'
import type {Method} from './wire.js'

/** In a fault's place for an operation: whatever is asked. */
export const anyOperation = '*'

/** The header that names the fault that has struck, in the answer to the request that it struck. */
export const faultHeader = 'spacedock-fault'

/** What goes wrong when a fault strikes. */
export const faultKinds = ['error', 'latency', 'reset', 'lost-reply', 'truncate', 'stuck-allocating', 'not-ready', 'not-applied'] as const

export type FaultKind = (typeof faultKinds)[number]

/** Something that an operator has go wrong on purpose, and how often it has. */
export interface Fault {
  id: string
  kind: FaultKind
  /** The id of the operation whose requests it strikes; `*` for those of all it can strike. */
  operation: string
  /** Only requests of this method, where there is one. */
  method: Method | null
  /** Of the answer, where the fault is an error. */
  status: number | null
  /** Seconds, of the answer's `Retry-After`. */
  retry_after: number | null
  /** Milliseconds that a struck request waits before anything else happens. */
  latency: number
  /** How many requests it strikes; null for all. */
  times: number | null
  /** How many requests that are meant it lets pass before. */
  after: number
  /** How many requests that are meant have come so far. */
  seen: number
  /** How many of them it has struck. */
  struck: number
  description: string
  created_at: string
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Faults that are set: for whoever runs a control plane, to see how clients bear them. */
export const faultOperations = {
  'control-plane-fault.list': answers<Fault[]>().get('/control-plane/faults', {access: 'operator', upstream: []}),
  'control-plane-fault.create': answers<Fault>().post('/control-plane/faults', {
    access: 'operator',
    body: v.object({
      kind: v.optional(v.string()),
      operation: v.optional(v.string()),
      method: v.optional(v.string()),
      status: v.optional(v.number()),
      retry_after: v.optional(count),
      latency: v.optional(count),
      times: v.optional(v.nullable(count)),
      after: v.optional(count),
      description: v.optional(v.string()),
    }),
    upstream: [],
  }),
  'control-plane-fault.clear': answers<Fault[]>().delete('/control-plane/faults', {access: 'operator', upstream: []}),
  'control-plane-fault.delete': answers<Fault>().delete('/control-plane/faults/{fault}', {access: 'operator', upstream: []}),
}
