import type {Trail} from './audit.js'
import type {Actor} from './context.js'
import type {Exposure} from './exposure.js'
import type {Observation} from './observation.js'

/** Who asks without a token. */
export const nobody: Actor = {account: {id: '', email: '', name: null, created_at: '', updated_at: ''}, scopes: [], operator: false}

/** What is known of a request besides its answer. */
export interface Noted {
  requestId: string
  /** For the audit trail. */
  trail: Trail
  /** For whoever runs a server. */
  observed: Observation
  /** To faults that are set. */
  exposure: Exposure
  /** Requests that are left to the account. */
  remaining?: number
}
