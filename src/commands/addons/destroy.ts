import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {appIfAny} from '../../lib/command/addon-app.js'
import {destroyAddon} from '../../lib/command/addon-destruction.js'
import {addonDescription, resolveAddon} from '../../lib/command/addon-lookup.js'
import {waitForAddonToGo} from '../../lib/command/addon-wait.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Addon} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AddonsDestroy extends SpacedockCommand {
  static override args = {addonName: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = `permanently destroy an add-on resource
Several may be given.`
  static override examples = ['<%= config.bin %> addons:destroy postgresql-amorphous-28398 --app my-app --confirm my-app']
  static override flags = {
    app: appFlag(),
    confirm: Flags.string({char: 'c', description: 'set to app name to bypass confirm prompt'}),
    force: Flags.boolean({char: 'f', description: 'allow destruction even if connected to other apps'}),
    remote: remoteFlag(),
    wait: Flags.boolean({description: 'watch add-on destruction status and exit when complete'}),
  }
  static override hiddenAliases = ['addons:remove']
  static override strict = false

  async run(): Promise<Addon[]> {
    const {argv, flags} = await this.parse(AddonsDestroy)
    const force = flags.force || process.env['HEROKU_FORCE'] === '1'
    const byApp = await this.#addonsByApp(argv.map(String), await appIfAny(flags))
    // All are confirmed before the first is destroyed.
    for (const app of byApp.keys()) await this.confirm(app, flags.confirm, `Destructive Action\nThis command will affect the app ${color.app(app)}\n`)
    const destroyed: Addon[] = []
    for (const addon of [...byApp.values()].flat()) {
      destroyed.push(await destroyAddon(this, this.platform, addon, force))
      if (destroyed.at(-1)?.state === 'deprovisioning' && !flags.wait) this.#tellPending(addon)
    }
    return flags.wait ? this.#awaited(destroyed) : destroyed
  }

  /** The add-ons that are meant, each once, by the name of the app that they are billed to. */
  async #addonsByApp(typed: readonly string[], app: string | undefined): Promise<Map<string, Addon[]>> {
    const byApp = new Map<string, Addon[]>()
    for (const name of typed) {
      const addon = await resolveAddon(this.platform, name, app)
      const owner = addon.app
      if (app !== undefined && app !== owner.name && app !== owner.id)
        throw new UsageFailure(`${color.addon(addon.name)} is on ${color.app(owner.name)} not ${color.app(app)}`)
      const others = byApp.get(owner.name) ?? []
      if (!others.some(({id}) => id === addon.id)) byApp.set(owner.name, [...others, addon])
    }
    return byApp
  }

  #tellPending({name}: Addon): void {
    this.log(`${color.addon(name)} is being destroyed in the background. The app will restart when complete...`)
    this.log(`Run ${color.code(`${this.config.bin} addons:info ${name}`)} to check destruction progress`)
  }

  async #awaited(addons: readonly Addon[]): Promise<Addon[]> {
    const gone: Addon[] = []
    for (const addon of addons) {
      if (addon.state === 'deprovisioning') this.log(`Waiting for ${color.addon(addon.name)}...`)
      gone.push(addon.state === 'deprovisioning' ? await waitForAddonToGo(this, this.platform, addon, {target: this.target}) : addon)
    }
    return gone
  }
}
