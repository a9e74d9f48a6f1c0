import type {ApiRequest, Send} from '../operations/wire.js'
import {worldHeader} from '../operations/worlds.js'
import type {Database} from '../store/store.js'
import type {KeptWorld} from '../store/worlds.js'
import type {Handlers} from './handler.js'
import {Outside} from './outside.js'

/** The header that names a world, as it arrives: in lower case. */
export const worldKey = worldHeader.toLowerCase()

/** Names a world as the header does, for clients that send no headers of their own: what follows the name is the path in that world. */
export const worldPrefix = '/worlds/'

/** The worlds beside the main one, as its handlers use them. */
export interface Worlds {
  /** Those that are there. @param db of the main world */
  list(db: Database): Promise<KeptWorld[]>
  /** Deletes one for all that use it. */
  delete(name: string): Promise<void>
}

/** Leads requests that name a world there, and all others, at the price of a look at one header, to the main one. */
export const betweenWorlds =
  (main: Send, named: Send): Send =>
  (request) =>
    namesWorld(request) ? named(request) : main(request)

const namesWorld = ({headers, path}: ApiRequest): boolean => headers[worldKey] !== undefined || path.startsWith(worldPrefix)

export const worldHandlers: Handlers<'control-plane-world.delete' | 'control-plane-world.list'> = {
  async 'control-plane-world.list'({db, worlds}) {
    return (await worlds?.list(db)) ?? []
  },

  /** Outside the transaction: what is under way in that world asks the main one who may. */
  async 'control-plane-world.delete'({worlds}, {world}) {
    return Outside.after(
      async () => worlds?.delete(world.name),
      async () => world,
    )
  },
}
