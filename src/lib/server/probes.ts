import {createHash, timingSafeEqual} from 'node:crypto'
import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import type {Health} from './health.js'
import type {Metrics} from './metrics.js'

export interface Probes {
  health: Pick<Health, 'answer'>
  metrics: Pick<Metrics, 'text'>
  /** Asks the control plane, on behalf of whoever wants to read the metrics. */
  ask: Send
  /** Whether whoever can reach the server may read its metrics: only this machine can. */
  open: boolean
}

/** Answers `/health` and `/metrics`, and leaves everything else to the control plane. */
export function withProbes(send: Send, {health, metrics, ask, open}: Probes): Send {
  const refusal = open ? async () => undefined : operatorsOnly(ask)
  return (request) => {
    const probe = request.method === 'GET' ? probeOf(request.path) : undefined
    if (probe === 'health') return health.answer()
    return probe === 'metrics' ? metricsFor(request) : send(request)
  }

  async function metricsFor(request: ApiRequest): Promise<ApiResponse> {
    const refused = await refusal(request)
    if (refused) return refused
    const {type, text} = await metrics.text()
    return {status: 200, headers: {'content-type': type, 'cache-control': 'no-store'}, body: text}
  }
}

const probeOf = (path: string): string | undefined => /^\/(health|metrics)(?:\?|$)/.exec(path)?.[1]

/**
 * Refuses who is no operator, as the control plane refuses them. While the store is away nobody can be asked, and that is
 * when metrics are wanted most: whoever was an operator last still is.
 */
function operatorsOnly(ask: Send): (request: ApiRequest) => Promise<ApiResponse | undefined> {
  let last: Buffer | undefined
  return async ({headers: {authorization = ''}}) => {
    const digest = createHash('sha256').update(authorization).digest()
    const answer = await ask({method: 'GET', path: '/control-plane/settings', headers: {authorization}})
    const wasLast = last !== undefined && timingSafeEqual(last, digest)
    if (answer.status === 200) last = digest
    else if (wasLast && answer.status !== 503) last = undefined
    return answer.status === 200 || (wasLast && answer.status === 503) ? undefined : answer
  }
}
