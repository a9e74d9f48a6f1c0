import {Flags, ux} from '@oclif/core'
import {sleep} from '../../lib/client/sleep.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {LoggedRequest} from '../../lib/operations/requests.js'
import {renderTable} from '../../lib/render/table.js'

/** Milliseconds between two looks. */
const interval = 500

export default class ControlPlaneRequests extends ControlPlaneCommand {
  static override description = `show what has arrived at a control plane that is served, the newest last
Each server keeps its latest 1000 requests in its memory, and of their bodies the names of what was in them only. Of several servers of one database this asks the one that answers. The embedded control plane keeps none.`
  static override examples = ['<%= config.bin %> control-plane:requests', '<%= config.bin %> control-plane:requests --follow', '<%= config.bin %> control-plane:requests --unmatched --limit 10']
  static override flags = {
    follow: Flags.boolean({char: 'f', description: 'go on showing what arrives, a line each, until Ctrl-C; with --json as an object each'}),
    limit: Flags.integer({char: 'n', default: 50, description: 'how many of the newest to show', min: 1}),
    unmatched: Flags.boolean({description: 'only what led to no operation that is served'}),
  }

  async run(): Promise<LoggedRequest[]> {
    const {flags} = await this.parse(ControlPlaneRequests)
    const look = async () => (await this.platform.call('control-plane-request.list', {})).filter(({operation}) => !flags.unmatched || operation === null)
    const all = await look()
    const requests = all.slice(-flags.limit)
    if (flags.follow) return this.#follow(requests, new Set(all.map(({id}) => id)), look)
    if (this.target.kind === 'embedded') this.log(`The embedded control plane keeps no requests. Serve it with ${this.config.bin} control-plane:start.`)
    else if (requests.length === 0) this.log(flags.unmatched ? 'Nothing has arrived that led nowhere.' : 'Nothing has arrived yet.')
    else this.log(renderTable(requests, columns))
    return requests
  }

  /** Until the process is ended. */
  async #follow(first: readonly LoggedRequest[], seen: Set<string>, look: () => Promise<LoggedRequest[]>): Promise<never> {
    this.#tell(first)
    for (;;) {
      await sleep(interval)
      const now = await look()
      this.#tell(now.filter(({id}) => !seen.has(id)))
      seen = new Set(now.map(({id}) => id))
    }
  }

  #tell(requests: readonly LoggedRequest[]) {
    for (const request of requests) ux.stdout(this.jsonEnabled() ? JSON.stringify(request) : lineOf(request))
  }
}

const columns = {
  at: {header: 'At'},
  status: {header: 'Status'},
  ms: {header: 'Took', get: ({ms}: LoggedRequest) => `${ms} ms`},
  request: {header: 'Request', get: ({method, path}: LoggedRequest) => `${method} ${path}`},
  operation: {header: 'Operation', get: ({operation}: LoggedRequest) => operation ?? '(none)'},
  account: {header: 'Account', get: ({account}: LoggedRequest) => account ?? ''},
  fault: {header: 'Fault', get: ({fault}: LoggedRequest) => fault ?? ''},
}

const lineOf = ({at, status, ms, method, path, operation, account, fault}: LoggedRequest): string =>
  [at, status, `${ms} ms`, method, path, operation ?? '(none)', account ?? '(nobody)', ...(fault === null ? [] : [`fault ${fault}`])].join('  ')
