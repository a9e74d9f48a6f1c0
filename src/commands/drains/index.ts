import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {LogDrain} from '../../lib/operations/drains.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class Drains extends SpacedockCommand {
  static override description = 'display the log drains of an app'
  static override examples = ['<%= config.bin %> drains --app my-app']
  static override flags = {app: appFlag(), extended: Flags.boolean({char: 'x', hidden: true}), remote: remoteFlag()}

  async run(): Promise<LogDrain[]> {
    const {flags} = await this.parse(Drains)
    const app = await requireApp(flags)
    const drains = await this.platform.call('log-drain.list', {app, ...(flags.extended && {query: {extended: 'true'}})})
    if (drains.length > 0) this.log(renderHeader('Drains'))
    for (const {url, token, extended} of drains) this.log(`${url} (${color.name(token)})${extended ? ` drain_id=${extended.drain_id}` : ''}`)
    return drains
  }
}
