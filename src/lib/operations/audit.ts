import {answers} from './operation.js'

/** A change that somebody has made, or was refused. */
export interface AuditEntry {
  /** Counts up by one, without gaps. */
  number: number
  /** By the clock of the machine that has answered, whatever a world's own clock shows. */
  at: string
  request_id: string
  /** Email address; null for who has no account, as a partner that exchanges a grant. */
  account: string | null
  /** Id of the token; null for a server's own, and where none is needed. */
  token: string | null
  /** Address that the request came from; null for the embedded control plane. */
  address: string | null
  operation: string
  /** The path of the request. */
  target: string
  /** What was there of what the change is about, in short and without secrets. */
  before: Record<string, unknown> | null
  /** What was asked for, in short and without secrets. */
  after: Record<string, unknown> | null
  /** The status of the answer. */
  status: number
}

export const audit = {
  'control-plane-audit.list': answers<AuditEntry[]>().get('/control-plane/audit', {access: 'operator', live: true, upstream: []}),
}
