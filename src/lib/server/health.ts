import type {ApiResponse} from '../operations/wire.js'
import type {StoreHealth, StoreProbe} from '../platform/store-health.js'

/** What a server says of itself to whoever asks. No path, host, name or password is in it. */
export interface HealthReport {
  /** Anything but ok comes with status 503. */
  status: 'ok' | 'stopping' | 'unavailable'
  version: string
  started_at: string
  store: StoreHealth
}

export interface HealthOptions {
  store: StoreProbe
  version: string
  startedAt: Date
  /** How long the store may take, in milliseconds. */
  patience?: number
}

/** Below what load balancers wait for by default. */
const defaultPatience = 2000

/** Whether a server can do its work, in bounded time however its store is. */
export class Health {
  readonly #options: HealthOptions
  #asked: Promise<StoreHealth> | undefined
  #stopping = false

  constructor(options: HealthOptions) {
    this.#options = options
  }

  /** From now on load balancers are to send their clients elsewhere. */
  stop(): void {
    this.#stopping = true
  }

  async answer(): Promise<ApiResponse> {
    const {version, startedAt} = this.#options
    const store = await this.#store()
    const status = this.#stopping ? 'stopping' : store.failure === undefined ? 'ok' : 'unavailable'
    const report: HealthReport = {status, version, started_at: startedAt.toISOString(), store}
    const headers = {'content-type': 'application/json', 'cache-control': 'no-store', ...(status !== 'ok' && {'retry-after': '1'})}
    return {status: status === 'ok' ? 200 : 503, headers, body: JSON.stringify(report)}
  }

  async #store(): Promise<StoreHealth> {
    const {store, patience = defaultPatience} = this.#options
    // Asked once for all who want to know at the same time: a store that hangs is not to have a queue before it.
    this.#asked ??= store.ask().finally(() => (this.#asked = undefined))
    let tooLong: NodeJS.Timeout | undefined
    const late = new Promise<StoreHealth>((resolve) => {
      tooLong = setTimeout(() => resolve({...store.known, migrations: 'unknown', failure: 'timeout'}), patience)
    })
    try {
      return await Promise.race([this.#asked, late])
    } finally {
      clearTimeout(tooLong)
    }
  }
}
