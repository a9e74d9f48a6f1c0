import {answers} from './operation.js'

/** A world beside the main one of a control plane. */
export interface NamedWorld {
  name: string
  /** When it was made. */
  created_at: string
  /** What it takes up on the disk. */
  bytes: number
}

/** The header that names the world that a request is for. */
export const worldHeader = 'Spacedock-World'

/** They are made by naming them in a request; these are of the main world, whichever is named. */
export const worldOperations = {
  'control-plane-world.list': answers<NamedWorld[]>().get('/control-plane/worlds', {access: 'operator', live: true, upstream: []}),
  'control-plane-world.delete': answers<NamedWorld>().delete('/control-plane/worlds/{world}', {access: 'operator', upstream: []}),
}
