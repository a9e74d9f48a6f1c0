import {Args, Flags} from '@oclif/core'
import {availabilities, type Availability, renderAvailability, renderMatrix} from '../../lib/command/addon-availability.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Region} from '../../lib/operations/resources.js'

export default class AddonsAvailability extends SpacedockCommand {
  static override args = {service: Args.string({description: 'name of the add-on service; all of them when left out', ignoreStdin: true})}
  static override description = `show which add-ons are available in which regions
An add-on that is available can be added to apps in the region; one that is installable can also run inside a private
space there. Shows the regions of private spaces unless told otherwise.`
  static override examples = ['<%= config.bin %> addons:availability', '<%= config.bin %> addons:availability heroku-postgresql --common']
  static override flags = {
    common: Flags.boolean({description: 'show the regions of the common runtime'}),
    csv: Flags.boolean({description: 'output in csv format: a line for each service and region'}),
    spaces: Flags.boolean({description: 'show the regions of private spaces'}),
  }

  async run(): Promise<Availability[]> {
    const {args, flags} = await this.parse(AddonsAvailability)
    const {service} = args
    // First, so that one there is none of is told as what it is.
    const services = service === undefined ? await this.platform.call('add-on-service.list', {}) : [await this.platform.call('add-on-service.info', {service})]
    const capabilities =
      service === undefined
        ? await this.platform.call('add-on-region-capability.list', {})
        : await this.platform.call('add-on-region-capability.list-by-add-on-service', {service})
    const regions = await this.#regions(flags)
    services.sort((a, b) => a.human_name.localeCompare(b.human_name, 'en'))
    const rows = availabilities(services, regions, capabilities)
    if (flags.csv) this.log(['service,region,available,installable', ...rows.map((row) => [row.service, row.region, row.available, row.installable].join(','))].join('\n'))
    else this.log(service === undefined ? renderMatrix(services, regions, rows) : renderAvailability(rows))
    return rows
  }

  /** The regions of the kinds that are asked for, by name. */
  async #regions({common, spaces}: {common: boolean; spaces: boolean}): Promise<Region[]> {
    const all = await this.platform.call('region.list', {})
    return all.filter((region) => (region.private_capable ? spaces || !common : common)).sort((a, b) => a.name.localeCompare(b.name, 'en'))
  }
}
