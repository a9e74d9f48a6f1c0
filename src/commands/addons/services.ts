import {SpacedockCommand} from '../../lib/command/base.js'
import type {AddonService} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class AddonsServices extends SpacedockCommand {
  static override description = 'list all available add-on services'
  static override examples = ['<%= config.bin %> addons:services']

  async run(): Promise<AddonService[]> {
    await this.parse(AddonsServices)
    const services = await this.platform.call('add-on-service.list', {})
    this.log(renderTable(services, {name: {header: 'Slug'}, human_name: {header: 'Name'}, state: {header: 'State'}}))
    this.log(`\nSee plans with ${color.code(`${this.config.bin} addons:plans SERVICE`)}`)
    return services
  }
}
