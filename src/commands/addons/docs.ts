import {Args, Flags} from '@oclif/core'
import {isNotFound} from '../../lib/client/failures.js'
import {appIfAny} from '../../lib/command/addon-app.js'
import {openInBrowser} from '../../lib/command/addon-browser.js'
import {addonDescription, resolveAddon, splitPlan} from '../../lib/command/addon-lookup.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Reference} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AddonsDocs extends SpacedockCommand {
  static override args = {addon: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = "open an add-on's Dev Center documentation in your browser"
  static override examples = ['<%= config.bin %> addons:docs heroku-postgresql', '<%= config.bin %> addons:docs DATABASE --app my-app --show-url']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    'show-url': Flags.boolean({description: 'show URL, do not open browser'}),
  }

  async run(): Promise<{url: string}> {
    const {args, flags} = await this.parse(AddonsDocs)
    const {addon} = splitPlan(args.addon)
    const {name} = (await this.#service(addon)) ?? (await resolveAddon(this.platform, addon, await appIfAny(flags))).addon_service
    const url = `https://devcenter.heroku.com/articles/${encodeURIComponent(name)}`
    if (flags['show-url']) this.log(url)
    else if (!this.jsonEnabled()) await this.#open(url)
    return {url}
  }

  /** The service of that name, if there is one: most know the service rather than the add-on. */
  async #service(name: string): Promise<Reference | undefined> {
    try {
      return await this.platform.call('add-on-service.info', {service: name})
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  async #open(url: string): Promise<void> {
    this.log(`Opening ${color.info(url)}...`)
    if (!(await openInBrowser(url))) this.warn(`No browser could be opened. The documentation is at ${url}`)
  }
}
