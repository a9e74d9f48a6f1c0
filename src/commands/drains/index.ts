import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {LogDrain} from '../../lib/operations/drains.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class Drains extends SpacedockCommand {
  static override description = `display the log drains of an app
Those that belong to add-ons are listed by plan and add-on, as their URLs are for the add-on alone.`
  static override examples = ['<%= config.bin %> drains --app my-app']
  static override flags = {app: appFlag(), extended: Flags.boolean({char: 'x', hidden: true}), remote: remoteFlag()}

  async run(): Promise<LogDrain[]> {
    const {flags} = await this.parse(Drains)
    const app = await requireApp(flags)
    const drains = await this.platform.call('log-drain.list', {app, ...(flags.extended && {query: {extended: 'true'}})})
    const own = drains.filter(({addon}) => addon === null)
    if (own.length > 0) this.log(renderHeader('Drains'))
    for (const drain of own) this.#show(drain.url, color.name(drain.token), drain)
    if (this.jsonEnabled()) return drains

    const ofAddons = drains.flatMap((drain) => (drain.addon ? [{...drain, addon: drain.addon}] : []))
    const addons = await Promise.all(ofAddons.map(({addon}) => this.platform.call('add-on.info-by-app', {app, addon: addon.name})))
    if (addons.length > 0) this.log(renderHeader('Add-on Drains'))
    for (const [index, {name, plan}] of addons.entries()) this.#show(color.addon(plan.name), color.addon(name), ofAddons[index])
    return drains
  }

  #show(what: string, name: string, drain: Pick<LogDrain, 'extended'> | undefined) {
    this.log(`${what} (${name})${drain?.extended ? ` drain_id=${drain.extended.drain_id}` : ''}`)
  }
}
