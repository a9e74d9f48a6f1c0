import type {ServerResponse} from 'node:http'
import type {ErrorBody} from '../operations/wire.js'

/** Refuses a request before it gets to any control plane, and lets go of its connection: what else it sends is not read. */
export function refuse(response: ServerResponse, status: number, error: ErrorBody): void {
  const body = JSON.stringify(error)
  response.writeHead(status, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close'})
  response.end(body)
}
