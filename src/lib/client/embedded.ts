import type {Send} from '../operations/wire.js'

export interface EmbeddedOptions {
  /** The state file of the world. */
  file: string
  /** The account to act as; the world's default account when left out. */
  as?: string
  /** How long to wait for another process's lock, in milliseconds. */
  lockTimeout?: number
}

export interface Embedded {
  send: Send
  close: () => Promise<void>
}

/** The control plane in this process, on a state file. Loads it only now: a remote command needs none of it. */
export async function openEmbedded({file, as, lockTimeout}: EmbeddedOptions): Promise<Embedded> {
  const {openControlPlane} = await import('../platform/open.js')
  const {trusted: send, close} = await openControlPlane({file, ...(lockTimeout !== undefined && {lockTimeout})})
  if (as === undefined) return {send, close}
  return {send: (request) => send({...request, headers: {...request.headers, 'spacedock-as': as}}), close}
}
