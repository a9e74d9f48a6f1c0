import type {ApiRequest, ApiResponse} from '../operations/wire.js'
import type {StoreFailureKind} from '../store/failure.js'

/** What is found out about a request on the way to its answer, for whoever runs a server. */
export interface Observation {
  /** The id of the operation that it asks for; there is none for a path or a method of nothing. */
  operation: string
  /** The email address of who asks, once that is known. */
  account: string
  /** The name of the world that it is for, where that is not the main one. */
  world: string
  /** Whether the answer was there already. */
  cached: true
  /** What the store could not do. */
  storeFailure: StoreFailureKind
}

/** Is told of each request what is found out about it, bit by bit. It never fails, and changes nothing. */
export interface Observer {
  note: (request: ApiRequest, seen: Partial<Observation>) => void
  /** The answer to a request is kept for others that ask the same. */
  kept: (answer: ApiResponse, request: ApiRequest) => void
  /** A request is answered by what was kept. */
  reused: (answer: ApiResponse, request: ApiRequest) => void
}
