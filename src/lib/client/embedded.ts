import type {Send} from '../operations/wire.js'

export interface EmbeddedOptions {
  /** The state file of the world, or the URL of the PostgreSQL database that holds it. */
  world: {file: string} | {database: string}
  /** The account to act as; the world's default account when left out. */
  as?: string
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
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
export async function openEmbedded({world, as, lockTimeout}: EmbeddedOptions): Promise<Embedded> {
  const {openControlPlane} = await import('../platform/open.js')
  const {address, guarded, trusted, close} = await openControlPlane('file' in world && lockTimeout !== undefined ? {...world, lockTimeout} : world)
  const underWay = new Set<Promise<unknown>>()
  const send: Send = (request) => {
    const answer = trusted(as === undefined ? request : {...request, headers: {...request.headers, 'spacedock-as': as}})
    underWay.add(answer)
    return answer.finally(() => underWay.delete(answer))
  }
  return {
    send,
    guarded,
    address,
    async close() {
      // A command that fails early may have asked for more than it has waited for.
      await Promise.allSettled(underWay)
      await close()
    },
  }
}
