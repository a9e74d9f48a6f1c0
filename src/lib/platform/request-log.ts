import {faultHeader} from '../operations/faults.js'
import type {LoggedRequest} from '../operations/requests.js'
import type {ApiRequest, ApiResponse} from '../operations/wire.js'
import type {Handlers} from './handler.js'
import type {Observation} from './observation.js'

/** Requests kept at most, and characters of the path and keys of the body of each. */
const mostRequests = 1000
const longestPath = 500
const mostKeys = 50
const longestKey = 60

/** The latest requests of one process, in memory: to write each of them down would make reads as slow as changes. */
export class RequestLog {
  readonly #entries: (Omit<LoggedRequest, 'at'> & {at: Date})[] = []
  #next = 0

  add(id: string, request: ApiRequest, {method, body = {}, operation, account}: Readonly<Observation>, {status, headers}: ApiResponse, at: Date, ms: number): void {
    const path = withoutSecrets(request.path)
    if (path === ownPath && status === 200) return
    const keys = Object.keys(body).slice(0, mostKeys).map((key) => key.slice(0, longestKey))
    this.#entries[this.#next] = {
      id,
      at,
      method: method ?? request.method,
      path,
      operation: operation ?? null,
      keys,
      account: account ?? null,
      status,
      ms: Math.round(ms * 10) / 10,
      fault: headers[faultHeader] ?? null,
    }
    this.#next = (this.#next + 1) % mostRequests
  }

  /** The oldest first. */
  list = (): LoggedRequest[] => [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)].map((entry) => ({...entry, at: entry.at.toISOString()}))
}

/** Whoever looks at it again and again would see little else. */
const ownPath = '/control-plane/requests'

/** A path may hold a drain's URL with its password, and a query may hold anything. */
function withoutSecrets(whole: string): string {
  if (!/[?:%]/.test(whole)) return whole.slice(0, longestPath)
  const [path = '', query] = whole.split('?', 2)
  const shown = path.replace(/[^/]*(%3a|:)(%2f|\/)(%2f|\/).*/i, '…')
  const names = query === undefined ? '' : `?${[...new URLSearchParams(query).keys()].map((name) => `${name.slice(0, longestKey)}=…`).join('&')}`
  return `${shown}${names}`.slice(0, longestPath)
}

export const requestHandlers: Handlers<'control-plane-request.list'> = {
  /** The embedded control plane keeps none: it lives as long as one command. */
  async 'control-plane-request.list'({requests}) {
    return requests?.list() ?? []
  },
}
