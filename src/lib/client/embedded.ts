import {faultHeader} from '../operations/faults.js'
import type {ApiRequest, ApiResponse, Send} from '../operations/wire.js'
import {ReplyLost, replyLost} from './failures.js'
import {withRetries} from './retries.js'
import {sleep} from './sleep.js'

export interface EmbeddedOptions {
  /** The state file of the world, or the URL of the PostgreSQL database that holds it. */
  world: {file: string} | {database: string}
  /** The account to act as; the world's default account when left out. */
  as?: string
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
  /** Told of pauses that a person would notice, where a fault brings them about. */
  notice?: (message: string) => void
}

export interface Embedded {
  send: Send
  /** For who is called back over HTTP: every request carries a token. */
  guarded: Send
  /** Set to where that is served. */
  address: {url?: string}
  close: () => Promise<void>
}

/** The control plane in this process, on a state file. Loads it only now: a remote command needs none of it. */
export async function openEmbedded({world, as, lockTimeout, notice = () => {}}: EmbeddedOptions): Promise<Embedded> {
  const {openControlPlane} = await import('../platform/open.js')
  const {address, guarded, trusted, close} = await openControlPlane('file' in world && lockTimeout !== undefined ? {...world, lockTimeout} : world)
  const underWay = new Set<Promise<unknown>>()
  const once: Send = (request) => {
    const answer = trusted(as === undefined ? request : {...request, headers: {...request.headers, 'spacedock-as': as}})
    underWay.add(answer)
    return answer.finally(() => underWay.delete(answer)).then((told) => unbroken(told, request))
  }
  return {
    send: (request) => withPatience(once, request, notice),
    guarded,
    address,
    async close() {
      // A command that fails early may have asked for more than it has waited for.
      await Promise.allSettled(underWay)
      await close()
    },
  }
}

/** @throws {ReplyLost} for a connection that a fault has broken, as a client elsewhere sees it */
function unbroken(answer: ApiResponse, {method}: ApiRequest): ApiResponse {
  const {broken, headers} = answer
  if (!broken) return answer
  throw replyLost(method, `The connection was ${broken === 'reset' ? 'reset before the answer came' : 'lost in the middle of the answer'} (fault ${headers[faultHeader]}).`)
}

/** What a fault has struck is borne as it is by a client elsewhere; without faults there is nothing to be patient about. */
async function withPatience(once: Send, request: ApiRequest, notice: (message: string) => void): Promise<ApiResponse> {
  const first = once(request)
  const isStruck = await first.then(
    ({headers}) => headers[faultHeader] !== undefined,
    (error: unknown) => error instanceof ReplyLost,
  )
  if (!isStruck) return first
  let isFirst = true
  const again: Send = (asked) => {
    if (!isFirst) return once(asked)
    isFirst = false
    return first
  }
  return withRetries(again, {sleep, notice})(request)
}
