import {Args} from '@oclif/core'
import {appIfAny} from '../../lib/command/addon-app.js'
import {addonDescription, resolveAddon} from '../../lib/command/addon-lookup.js'
import {createdText} from '../../lib/command/addon-summary.js'
import {waitForAddon, waitForAddonToGo} from '../../lib/command/addon-wait.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag, seconds} from '../../lib/command/flags.js'
import type {Addon} from '../../lib/operations/resources.js'

export default class AddonsWait extends SpacedockCommand {
  static override args = {addon: Args.string({description: addonDescription, ignoreStdin: true})}
  static override description = `wait for add-ons that are being created or destroyed
Without an add-on for all those of the app, and without an app for all there are.`
  static override examples = ['<%= config.bin %> addons:wait postgresql-amorphous-28398', '<%= config.bin %> addons:wait --app my-app']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    'wait-interval': seconds({description: 'how frequently to poll in seconds (30 on Heroku, less where it costs nothing)'}),
  }

  async run(): Promise<Addon[]> {
    const {args, flags} = await this.parse(AddonsWait)
    const wait = {target: this.target, interval: flags['wait-interval']}
    const awaited: Addon[] = []
    for (const addon of await this.#addons(args.addon, await appIfAny(flags))) {
      if (addon.state === 'deprovisioning') awaited.push(await waitForAddonToGo(this, this.platform, addon, wait))
      if (addon.state !== 'provisioning') continue
      const created = await waitForAddon(this, this.platform, addon, wait)
      if (created.config_vars.length > 0) this.log(createdText(created))
      awaited.push(created)
    }
    return awaited
  }

  async #addons(addon: string | undefined, app: string | undefined): Promise<Addon[]> {
    if (addon !== undefined) return [await resolveAddon(this.platform, addon, app)]
    return app === undefined ? this.platform.call('add-on.list', {}) : this.platform.call('add-on.list-by-app', {app})
  }
}
