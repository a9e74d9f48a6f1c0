import type {ServerResponse} from 'node:http'
import type {ApiResponse} from '../operations/wire.js'

/** Breaks a connection as a fault wants it: before anything of the answer is sent, or with half of its body. */
export function breakOff(response: ServerResponse, {status, headers, body, broken}: ApiResponse, headOnly: boolean): void {
  const reset = () => void response.socket?.resetAndDestroy()
  if (broken === 'reset' || body.length < 2 || headOnly) {
    reset()
    return
  }
  const bytes = Buffer.from(body)
  response.writeHead(status, {...headers, 'content-length': bytes.length})
  // A reset would take back what the client has not read yet.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy())
}
