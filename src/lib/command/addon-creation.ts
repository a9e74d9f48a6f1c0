import {createOnce} from '../client/create-once.js'
import type {Platform} from '../client/platform.js'
import type {Addon} from '../operations/resources.js'
import {color} from '../render/color.js'
import {createdText} from './addon-summary.js'
import {type AddonWait, notCreated, waitForAddon} from './addon-wait.js'
import type {SpacedockCommand} from './base.js'

/** Asks providers to say what they say on the command line. */
export const providerMessages = {'x-heroku-legacy-provider-messages': 'true'}

export interface WantedAddon {
  app: string
  /** `service` or `service:plan`. */
  plan: string
  /** Name of the add-on; left out, the platform makes one up. */
  name: string | undefined
  /** Name of its attachment to the app. */
  attachment: string | undefined
  config: Record<string, boolean | string>
}

/** Creates an add-on, once: where the reply is lost, and it was to have a name, it is looked up by that. */
export function createAddon(platform: Platform, {app, attachment, config, name, plan}: WantedAddon, confirm: string | undefined): Promise<Addon> {
  const body = {attachment: {name: attachment}, config, confirm, name, plan: {name: plan}}
  const create = () => platform.call('add-on.create', {app, body, expand: 'plan', headers: providerMessages})
  if (name === undefined) return create()
  return createOnce(create, () => platform.call('add-on.info-by-app', {app, addon: name, expand: 'plan'}), platform.serverTime)
}

type Run = Pick<SpacedockCommand, 'config' | 'contextFlags' | 'log' | 'progress'>

/**
 * Tells what has become of an add-on that was asked for: it is there, or on its way, or, where it is to be waited for,
 * there in the end.
 *
 * @throws {WaitFailed | TimedOut}
 */
export async function untilCreated(run: Run, platform: Platform, addon: Addon, wait: AddonWait | false): Promise<Addon> {
  const name = color.addon(addon.name)
  if (addon.state === 'deprovisioned' || addon.state === 'deprovisioning') throw notCreated(addon)
  if (addon.state === 'provisioning' && !wait) {
    run.log(`${name} is being created in the background. The app will restart when complete...`)
    run.log(`Run ${color.code(`${run.config.bin} addons:info ${addon.name}`)} to check creation progress.`)
    return addon
  }
  if (addon.state === 'provisioning') run.log(`Waiting for ${name}...`)
  const created = wait && addon.state === 'provisioning' ? await waitForAddon(run, platform, addon, wait) : addon
  run.log(createdText(created))
  return created
}
