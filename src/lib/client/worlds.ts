import type {Send} from '../operations/wire.js'
import {worldHeader} from '../operations/worlds.js'

/** The same place, in the world of a name; undefined stands for the main one. */
export const inWorld = (send: Send, world: string | undefined): Send =>
  world === undefined ? send : (request) => send({...request, headers: {...request.headers, [worldHeader.toLowerCase()]: world}})
