import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import type {Observation, Observer} from '../platform/observation.js'
import type {Log} from './log.js'
import type {Metrics} from './metrics.js'
import {writable, writablePath} from './redact.js'

const nothing: Readonly<Observation> = {}

/** Counts every request, and writes a line for each. */
export class Watcher implements Observer {
  readonly #log: Log
  readonly #metrics: Metrics
  /** Of requests that are under way. */
  readonly #observed = new Map<ApiRequest, Readonly<Observation>>()

  constructor({log, metrics}: {log: Log; metrics: Metrics}) {
    this.#log = log
    this.#metrics = metrics
  }

  answered(request: ApiRequest, observed: Readonly<Observation>): void {
    if (this.#observed.has(request)) this.#observed.set(request, observed)
  }

  /** What answers requests, watched. */
  watched(send: Send): Send {
    return async (request) => {
      const began = performance.now()
      this.#observed.set(request, nothing)
      this.#metrics.begin()
      let answer: ApiResponse | undefined
      try {
        answer = await send(request)
        return answer
      } finally {
        this.#ended(request, answer, performance.now() - began)
      }
    }
  }

  #ended(request: ApiRequest, answer: ApiResponse | undefined, milliseconds: number): void {
    const {operation, account, cached = false, storeFailure, world} = this.#observed.get(request) ?? nothing
    this.#observed.delete(request)
    const {method} = request
    this.#metrics.end(answer && {operation, method, status: answer.status, seconds: milliseconds / 1000, cached, storeFailure})
    const level = levelOf(answer?.status)
    if (!this.#log.isLevelEnabled(level)) return
    const [id] = answer?.headers['request-id']?.split(',', 1) ?? []
    this.#log[level](
      {
        request_id: id,
        method,
        operation,
        status: answer?.status,
        duration_ms: Math.round(milliseconds * 1000) / 1000,
        account,
        ...(world !== undefined && {world}),
        ...(cached && {cached}),
        ...(storeFailure !== undefined && {store: storeFailure}),
        ...(this.#log.isLevelEnabled('debug') && {path: writablePath(request.path), user_agent: writable(request.headers['user-agent'] ?? '')}),
      },
      'request',
    )
  }
}

/** What nobody has expected is an error; what the store or a partner could not do may pass. */
function levelOf(status: number | undefined): 'error' | 'info' | 'warn' {
  if (status === undefined || status === 500) return 'error'
  return status === 501 || status < 500 ? 'info' : 'warn'
}
