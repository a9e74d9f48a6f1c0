import {UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {TeamApp} from '../operations/resources.js'
import {color} from '../render/color.js'

type Run = {progress<T>(message: string, work: () => Promise<T>): Promise<T>}

/**
 * Locks a team's app, so that no member can join it, or unlocks it.
 *
 * @throws {UsageFailure} when it is so already
 */
export async function setLocked(run: Run, platform: Platform, app: string, locked: boolean): Promise<TeamApp> {
  const {name, locked: already} = await platform.call('team-app.info', {app})
  if (already && locked) throw new UsageFailure(`Error: cannot lock ${color.app(name)}.\nThis app is already locked.`)
  if (!already && !locked) throw new UsageFailure(`cannot unlock ${color.app(name)}\nThis app is not locked.`)
  return run.progress(`${locked ? 'Locking' : 'Unlocking'} ${color.app(name)}`, () => platform.call('team-app.update', {app: name, body: {locked}}))
}
