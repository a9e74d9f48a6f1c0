import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../lib/command/base.js'
import type {Region} from '../lib/operations/resources.js'
import {color} from '../lib/render/color.js'
import {renderTable} from '../lib/render/table.js'

export default class Regions extends SpacedockCommand {
  static override description = 'list available regions for deployment'
  static override examples = ['<%= config.bin %> regions', '<%= config.bin %> regions --private']
  static override flags = {
    common: Flags.boolean({description: 'show regions for common runtime'}),
    private: Flags.boolean({description: 'show regions for private spaces'}),
  }

  async run(): Promise<Region[]> {
    const {flags} = await this.parse(Regions)
    const all = await this.platform.call('region.list', {})
    const shown = all.filter(({private_capable}) => (flags.private ? private_capable : !flags.common || !private_capable))
    const regions = shown.sort((a, b) => Number(a.private_capable) - Number(b.private_capable) || a.name.localeCompare(b.name))
    this.log(
      renderTable(regions, {
        name: {header: 'ID', get: ({name}) => color.name(name)},
        description: {header: 'Location'},
        private_capable: {header: 'Runtime', get: ({private_capable}) => (private_capable ? 'Private Spaces' : 'Common Runtime')},
      }),
    )
    return regions
  }
}
