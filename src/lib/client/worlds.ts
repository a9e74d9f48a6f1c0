import type {Send} from '../operations/wire.js'

/** The header that names a world beside the main one of a control plane. */
export const worldHeader = 'Spacedock-World'

/** The same place, in the world of a name; undefined stands for the main one. */
export const inWorld = (send: Send, world: string | undefined): Send =>
  world === undefined ? send : (request) => send({...request, headers: {...request.headers, [worldHeader.toLowerCase()]: world}})
