import type {Target} from '../client/contexts.js'
import {isNotFound, WaitFailed} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import {intervalFor, type Look, waitUntil} from '../client/waiting.js'
import type {Addon} from '../operations/resources.js'
import {color} from '../render/color.js'
import type {SpacedockCommand} from './base.js'
import {resumable} from './interrupt.js'

export interface AddonWait {
  target: Target
  /** Seconds between looks; when left out, what suits the target. */
  interval?: number | undefined
}

type Run = Pick<SpacedockCommand, 'config' | 'contextFlags' | 'progress'>

/** Longer than any data store has taken, in minutes. The official CLI waits without end. */
const longest = 120

/**
 * Waits until an add-on is provisioned.
 *
 * @throws {WaitFailed} `conflict` when it never will be, `gone` when it is no more
 * @throws {TimedOut}
 */
export function waitForAddon(run: Run, platform: Platform, addon: Addon, wait: AddonWait): Promise<Addon> {
  return waiting(run, `Creating ${color.addon(addon.name)}`, addon, wait, async () => {
    const now = await lookAt(platform, addon)
    if (!now) throw new WaitFailed('gone', `The add-on ${addon.name} was destroyed before it was created.`)
    if (now.state === 'provisioned') return {done: true, value: now}
    if (now.state === 'provisioning') return {done: false}
    throw notCreated(now)
  })
}

/** @throws {WaitFailed} `conflict` when an add-on that is being destroyed turns out to stay, or {TimedOut} */
export function waitForAddonToGo(run: Run, platform: Platform, addon: Addon, wait: AddonWait): Promise<Addon> {
  return waiting(run, `Destroying ${color.addon(addon.name)}`, addon, wait, async () => {
    const now = await lookAt(platform, addon)
    // The API forgets an add-on as soon as it is gone.
    if (!now || now.state === 'deprovisioned') return {done: true, value: {...addon, state: 'deprovisioned'}}
    if (now.state === 'deprovisioning') return {done: false}
    throw notDestroyed(now)
  })
}

export const notCreated = ({state}: Pick<Addon, 'state'>): WaitFailed =>
  new WaitFailed('conflict', `The add-on was unable to be created, with status ${state}`)

export const notDestroyed = ({state}: Pick<Addon, 'state'>): WaitFailed =>
  new WaitFailed('conflict', `The add-on was unable to be destroyed, with status ${state}.`)

/** The add-on as it is now, by its id: its name may change meanwhile. */
async function lookAt(platform: Platform, {app, id}: Addon): Promise<Addon | undefined> {
  try {
    return await platform.call('add-on.info-by-app', {app: app.id, addon: id, expand: 'addon_service,plan'})
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

function waiting(run: Run, message: string, {name}: Addon, {target, interval}: AddonWait, look: () => Promise<Look<Addon>>): Promise<Addon> {
  const again = `${run.config.bin} addons:wait ${name}${run.contextFlags}`
  const onTimeout = (trouble: Error | undefined) =>
    `Timeout waiting for add-on ${name}. It has taken more than ${longest} minutes${trouble ? `, and at last it could not be looked at (${trouble.message})` : ''}. Wait on with ${again}.`
  return resumable(again, () =>
    run.progress(message, () =>
      waitUntil(look, {interval: interval === undefined ? intervalFor(target) : interval * 1000, timeout: longest * 60_000, onTimeout}),
    ),
  )
}
