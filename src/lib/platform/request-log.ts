import {faultHeader} from '../operations/faults.js'
import type {LoggedRequest} from '../operations/requests.js'
import type {ApiRequest, ApiResponse, Method} from '../operations/wire.js'
import type {Handlers} from './handler.js'
import {routeFor} from './routes.js'

/** Requests kept at most, and characters of the path and keys of the body of each. */
const mostRequests = 1000
const longestPath = 500
const mostKeys = 50
const longestKey = 60

/** What is found out about a request while it is answered. */
export interface Trace {
  method?: Method | undefined
  body?: Record<string, unknown>
  account?: string | undefined
}

type Entry = Omit<LoggedRequest, 'operation'>

/** The latest requests of one process, in memory: to write each of them down would make reads as slow as changes. */
export class RequestLog {
  readonly #entries: Entry[] = []
  #next = 0
  /** Who has asked for an answer that is kept: who asks again with the same credentials is the same. */
  readonly #askers = new WeakMap<Readonly<Record<string, string>>, string>()

  /** @param answer to be kept for whoever asks with the same credentials */
  attribute(answer: ApiResponse, account: string): void {
    this.#askers.set(answer.headers, account)
  }

  /** Who has asked for an answer first that was kept since. */
  askerOf = (answer: ApiResponse): string | undefined => this.#askers.get(answer.headers)

  add(id: string, request: ApiRequest, {method, body = {}, account}: Trace, {status, headers}: ApiResponse, at: Date, ms: number): void {
    const path = withoutSecrets(request.path)
    if (path === ownPath && status === 200) return
    const keys = Object.keys(body).slice(0, mostKeys).map((key) => key.slice(0, longestKey))
    const entry = {id, at: at.toISOString(), method: method ?? request.method, path, keys, account: account ?? null, status, ms: Math.round(ms * 10) / 10, fault: headers[faultHeader] ?? null}
    this.#entries[this.#next] = entry
    this.#next = (this.#next + 1) % mostRequests
  }

  /** The oldest first. */
  list(): LoggedRequest[] {
    const inOrder = [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)]
    return inOrder.map((entry) => ({...entry, operation: routeFor(entry.method as Method, entry.path.split('?')[0] ?? '')?.id ?? null}))
  }
}

/** Whoever looks at it again and again would see little else. */
const ownPath = '/control-plane/requests'

/** A path may hold a drain's URL with its password, and a query may hold anything. */
function withoutSecrets(whole: string): string {
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
