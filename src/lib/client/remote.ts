import type {Send} from '../operations/wire.js'
import type {HttpTarget} from './http.js'
import {withRetries} from './retries.js'
import {sleep} from './sleep.js'

export interface Remote {
  send: Send
  /** Gives up what is under way or waits to be tried again: nothing keeps the process afterwards. */
  close: () => Promise<void>
}

/**
 * A control plane elsewhere, with the patience it asks for.
 *
 * @param notice told of pauses that a person would notice
 */
export async function openRemote(target: HttpTarget, notice: (message: string) => void): Promise<Remote> {
  const {openHttp} = await import('./http.js')
  const connection = await openHttp(target)
  const closed = new AbortController()
  return {
    send: withRetries(connection.send, {sleep: (milliseconds) => sleep(milliseconds, closed.signal), notice}),
    async close() {
      closed.abort(new Error('The connection was closed.'))
      connection.close()
    },
  }
}
