import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {TelemetryDrain} from '../../lib/operations/telemetry.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderTable} from '../../lib/render/table.js'

export default class Telemetry extends SpacedockCommand {
  static override description = 'list telemetry drains'
  static override examples = ['<%= config.bin %> telemetry --app my-app', '<%= config.bin %> telemetry --space my-space']
  static override flags = {
    app: Flags.string({char: 'a', description: 'filter by app name'}),
    space: Flags.string({char: 's', description: 'filter by space name', exactlyOne: ['app', 'space']}),
  }

  async run(): Promise<TelemetryDrain[]> {
    const {flags} = await this.parse(Telemetry)
    const {app, space = ''} = flags
    const drains =
      app === undefined
        ? await this.platform.call('telemetry-drain.list-by-space', {space, variant: 'sdk'})
        : await this.platform.call('telemetry-drain.list-by-app', {app, variant: 'sdk'})
    const owner = app ?? space
    if (drains.length === 0) {
      this.log(`There are no telemetry drains in ${owner}`)
      return drains
    }
    this.log(renderHeader(`${owner} Telemetry Drains`))
    this.log(
      renderTable(drains, {
        ID: {get: ({id}) => id},
        Signals: {get: ({signals}) => signals.join(',')},
        Endpoint: {get: ({exporter}) => exporter.endpoint},
      }),
    )
    return drains
  }
}
