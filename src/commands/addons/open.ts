import {Args, Flags} from '@oclif/core'
import {appIfAny} from '../../lib/command/addon-app.js'
import {openInBrowser} from '../../lib/command/addon-browser.js'
import {addonDescription, resolveAddon} from '../../lib/command/addon-lookup.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {writeSsoPage} from '../../lib/command/sso-form.js'
import type {AddonSso} from '../../lib/operations/addons.js'
import {color} from '../../lib/render/color.js'

export default class AddonsOpen extends SpacedockCommand {
  static override args = {addon: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = `open an add-on's dashboard in your browser
Signs on at the partner's server with a form, as Heroku does; --json shows the form instead.`
  static override examples = ['<%= config.bin %> addons:open fast-db-cubed-12345', '<%= config.bin %> addons:open FAST_DB --app my-app --json']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    'show-url': Flags.boolean({description: 'show URL, do not open browser'}),
  }

  async run(): Promise<AddonSso | {url: string}> {
    const {args, flags} = await this.parse(AddonsOpen)
    const {id, web_url: url} = await resolveAddon(this.platform, args.addon, await appIfAny(flags))
    const web_url = url ?? ''
    if (flags['show-url']) {
      this.log(web_url)
      return {url: web_url}
    }
    // On Heroku its own page signs on; here nobody else would.
    const sso = this.target.kind === 'heroku' ? undefined : await this.platform.call('add-on-sso.add-on-sso', {addon: id, variant: 'sdk'})
    if (this.jsonEnabled()) return sso ?? {url: web_url}
    this.log(`Opening ${color.info(sso?.action ?? web_url)}...`)
    const place = sso ? `file://${writeSsoPage(sso)}` : web_url
    if (!(await openInBrowser(place))) this.warn(`No browser could be opened. Open ${place} yourself, within five minutes.`)
    return sso ?? {url: web_url}
  }
}
