import type {OperationId} from '../operations/index.js'
import type {ApiRequest, Method} from '../operations/wire.js'
import type {StoreFailureKind} from '../store/failure.js'

/** What is found out about a request on the way to its answer, for whoever runs a server. */
export interface Observation {
  /** Which it is meant to be; undefined for one that is none. */
  method?: Method | undefined
  body?: Record<string, unknown>
  /** What it asks for; there is none for a path or a method of nothing. */
  operation?: OperationId
  /** The email address of who asks, once that is known. */
  account?: string | undefined
  /** The name of the world that it is for, where that is not the main one. */
  world?: string
  /** Whether the answer was there already. */
  cached?: boolean
  /** What the store could not do. */
  storeFailure?: StoreFailureKind
}

/** Is told of each request what was found out about it, when it is answered. It never fails, and changes nothing. */
export interface Observer {
  answered: (request: ApiRequest, observed: Readonly<Observation>) => void
}
