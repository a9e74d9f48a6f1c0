import {Flags} from '@oclif/core'
import {appIfAny} from '../../lib/command/addon-app.js'
import {addonsOfApp, allAddons, type ListedAddon, renderAddonsOfApp, renderAllAddons} from '../../lib/command/addon-list.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'

export default class Addons extends SpacedockCommand {
  static override description = `list your add-ons and attachments
Without --app those of the app that the git remotes of the current folder lead to; where they lead to none, and with
--all, those of all apps.`
  static override examples = ['<%= config.bin %> addons --app my-app', '<%= config.bin %> addons --all']
  static override flags = {
    all: Flags.boolean({char: 'A', description: 'show add-ons and attachments for all accessible apps'}),
    app: appFlag(),
    'no-wrap': Flags.boolean({description: 'disable wrapped table cells for easier copy/paste'}),
    remote: remoteFlag(),
  }
  static override usage = 'addons [--all|--app APP]'

  async run(): Promise<ListedAddon[]> {
    const {flags} = await this.parse(Addons)
    const app = flags.all ? undefined : await appIfAny(flags)
    const addons = app === undefined ? await allAddons(this.platform) : await addonsOfApp(this.platform, app)
    this.log(app === undefined ? renderAllAddons(addons, flags['no-wrap']) : renderAddonsOfApp(app, addons, flags['no-wrap']))
    return addons
  }
}
