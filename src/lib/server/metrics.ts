import type {StoreFailureKind} from '../store/failure.js'

/** A request that has been answered. */
export interface Answered {
  /** The id of an operation of the table; undefined for a path of nothing. Paths never become labels. */
  operation: string | undefined
  method: string
  status: number
  seconds: number
  cached: boolean
  storeFailure: StoreFailureKind | undefined
}

export interface Metrics {
  begin: () => void
  /** A request has ended; undefined when it has not been answered. */
  end: (answered: Answered | undefined) => void
  /** Everything as Prometheus reads it, and the type to send it as. */
  text: () => Promise<{type: string; text: string}>
}

/** Upper bounds in seconds: from an answer that was kept to a change that waits for its turn or for a partner. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

const durationName = 'spacedock_request_duration_seconds'

const methods = new Set(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'])

/** What is counted of one operation: here, and handed over when it is read, as handing over each costs a request more than all else of watching it. */
class Tally {
  /** By method the requests of each class of status, at its first digit. */
  readonly statuses = new Map<string, Float64Array>()
  /** Requests by the bucket that their duration falls into, the last being that of those above all. */
  readonly durations = new Float64Array(buckets.length + 1)
  seconds = 0

  add({method, status, seconds}: Answered): void {
    const known = methods.has(method) ? method : 'other'
    let counts = this.statuses.get(known)
    if (!counts) this.statuses.set(known, (counts = new Float64Array(10)))
    counts[Math.trunc(status / 100)]!++
    this.seconds += seconds
    let bucket = 0
    while (bucket < buckets.length && seconds > buckets[bucket]!) bucket++
    this.durations[bucket]!++
  }
}

/** Counts what a server does. There are no more series than operations, methods and classes of status. */
export async function openMetrics({version, store}: {version: string; store: string}): Promise<Metrics> {
  const {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})
  const tallies = new Map<string, Tally>()
  new Counter({
    name: 'spacedock_requests_total',
    help: 'Requests answered.',
    labelNames: ['operation', 'method', 'status'] as const,
    registers,
    collect() {
      this.reset()
      for (const [operation, {statuses}] of tallies)
        for (const [method, counts] of statuses) for (const [digit, count] of counts.entries()) if (count > 0) this.inc({operation, method, status: `${digit}xx`}, count)
    },
  })
  const duration = {name: durationName, help: 'From the whole request to its answer.'}
  const told = async () => ({...duration, type: 'histogram', aggregator: 'sum', values: [...tallies].flatMap(([operation, tally]) => durationSamples(operation, tally))})
  // A histogram of the library takes one duration at a time.
  Object.assign(new Histogram({...duration, buckets, registers}), {get: told, getForPromString: told})
  const cached = new Counter({name: 'spacedock_cached_answers_total', help: 'Requests answered without asking the store again.', registers})
  const storeErrors = new Counter({name: 'spacedock_store_errors_total', help: 'Requests that the store could not serve, by what was wrong with it.', labelNames: ['kind'] as const, registers})
  new Gauge({name: 'spacedock_info', help: 'What is served; always 1.', labelNames: ['version', 'store'] as const, registers}).set({version, store}, 1)
  let underWay = 0
  new Gauge({
    name: 'spacedock_requests_under_way',
    help: 'Requests that have not been answered yet.',
    registers,
    collect() {
      this.set(underWay)
    },
  })
  return {
    begin: () => void underWay++,
    end(answered) {
      underWay--
      if (!answered) return
      const {operation = 'unknown'} = answered
      let tally = tallies.get(operation)
      if (!tally) tallies.set(operation, (tally = new Tally()))
      tally.add(answered)
      if (answered.cached) cached.inc()
      if (answered.storeFailure !== undefined) storeErrors.inc({kind: answered.storeFailure})
    },
    text: async () => ({type: registry.contentType, text: await registry.metrics()}),
  }
}

/** The samples of a histogram: how many requests took up to each bound, in all, and how long together. */
function durationSamples(operation: string, {durations, seconds}: Tally) {
  let count = 0
  const bounded = Array.from(durations, (more, index) => ({metricName: `${durationName}_bucket`, labels: {operation, le: index < buckets.length ? String(buckets[index]) : '+Inf'}, value: (count += more)}))
  return [...bounded, {metricName: `${durationName}_sum`, labels: {operation}, value: seconds}, {metricName: `${durationName}_count`, labels: {operation}, value: count}]
}
