import type {Trail} from './audit.js'
import type {Actor} from './context.js'
import type {Exposure} from './exposure.js'
import type {Trace} from './request-log.js'

/** Who asks without a token. */
export const nobody: Actor = {account: {id: '', email: '', name: null, created_at: '', updated_at: ''}, scopes: [], operator: false}

/** What is known of a request besides its answer. */
export interface Noted {
  requestId: string
  /** For the audit trail. */
  trail: Trail
  /** For the requests that have arrived. */
  trace: Trace
  /** To faults that are set. */
  exposure: Exposure
  /** Requests that are left to the account. */
  remaining?: number
}
