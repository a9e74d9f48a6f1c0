import {SpacedockCommand} from '../../../lib/command/base.js'
import {openInBrowser} from '../../../lib/command/addon-browser.js'
import {manifestPath, readManifestFile, slugIn} from '../../../lib/command/manifest-file.js'
import {slugArg} from '../../../lib/command/manifest-flags.js'

export default class AddonsAdminOpen extends SpacedockCommand {
  static override args = {slug: slugArg}
  static override description = `open add-on dashboard
It is Heroku's partner portal. What is set there, a control plane of ours has in addons:admin:plans.`
  static override examples = ['<%= config.bin %> addons:admin:open fast-db']

  async run(): Promise<{url: string}> {
    const {args} = await this.parse(AddonsAdminOpen)
    const slug = args.slug ?? slugIn(readManifestFile(manifestPath((message) => this.warn(message))))
    const url = `https://addons-next.heroku.com/addons/${encodeURIComponent(slug)}`
    if (this.jsonEnabled()) return {url}
    const opened = await this.progress(`Opening ${url}`, () => openInBrowser(url), (done) => (done ? undefined : '!'))
    if (!opened) this.warn(`There is nothing here to open a web address with. Open ${url} yourself.`)
    return {url}
  }
}
