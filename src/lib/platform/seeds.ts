import {statusOf} from './control.js'
import type {Handlers} from './handler.js'

/** Loaded only when it is asked for: a seed brings the rules of everything that it can name. */
export const seedHandlers: Handlers<'control-plane-seed.create' | 'control-plane-seed.info'> = {
  async 'control-plane-seed.info'(context) {
    const {writeSeed} = await import('./seed/writing.js')
    return writeSeed(context)
  },

  async 'control-plane-seed.create'(context, _, {world, deterministic}) {
    const {checkSeed} = await import('./seed/findings.js')
    const {replaceWorld} = await import('./seed/replacing.js')
    const now = await replaceWorld(context, checkSeed(world), deterministic)
    return statusOf({db: context.db, now})
  },
}
