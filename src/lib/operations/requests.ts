import {answers} from './operation.js'

/** A request that has arrived at a control plane that is served, and what became of it; without anything that may be secret. */
export interface LoggedRequest {
  /** The control plane's own, the first of the `Request-Id` that it answered. */
  id: string
  at: string
  method: string
  /** Without the values of its query, and with `…` for a URL in it. */
  path: string
  /** Names of what its body had, without their values. */
  keys: readonly string[]
  /** The operation it led to, or null for none that is served. */
  operation: string | null
  /** Email of the account that asked; null where nobody was found out. */
  account: string | null
  status: number
  /** How long it took, in milliseconds. */
  ms: number
  /** The fault that has struck it. */
  fault: string | null
}

export const requestOperations = {
  /** The newest last. */
  'control-plane-request.list': answers<LoggedRequest[]>().get('/control-plane/requests', {access: 'operator', live: true, upstream: []}),
}
