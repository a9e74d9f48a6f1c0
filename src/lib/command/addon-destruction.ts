import {ApiFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Addon} from '../operations/resources.js'
import {color} from '../render/color.js'
import {notDestroyed} from './addon-wait.js'
import type {SpacedockCommand} from './base.js'

/**
 * Destroys an add-on. What is answered may still be on its way out.
 *
 * @param force also where it is attached to other apps
 */
export async function destroyAddon(run: Pick<SpacedockCommand, 'progress'>, platform: Platform, {app, id, name}: Addon, force: boolean): Promise<Addon> {
  const destroying = `Destroying ${color.addon(name)} on ${color.app(app.name)}`
  const destroyed = await run.progress(destroying, () => deleteAddon(platform, app.id, id, force), ({state}) =>
    state === 'deprovisioning' ? color.info('pending') : undefined,
  )
  if (destroyed.state !== 'deprovisioned' && destroyed.state !== 'deprovisioning') throw notDestroyed(destroyed)
  return destroyed
}

async function deleteAddon(platform: Platform, app: string, addon: string, force: boolean): Promise<Addon> {
  try {
    return await platform.call('add-on.delete', {app, addon, body: {force}, expand: 'plan'})
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    throw new ApiFailure(error.status, {...error.body, message: `The add-on was unable to be destroyed: ${error.message.replace(/\.$/, '')}.`}, error.headers)
  }
}
