import {SpacedockCommand} from '../../../../lib/command/base.js'
import {type EditedRegions, editRegions, regionFlags, withMore} from '../../../../lib/command/manifest-regions.js'

export default class AddonsAdminRegionsAdd extends SpacedockCommand {
  static override description = `add regions to a manifest
Only the list of regions is changed; the rest of the file stays as it is. Needs no control plane, except for --push.`
  static override examples = ['<%= config.bin %> addons:admin:regions:add frankfurt tokyo', '<%= config.bin %> addons:admin:regions:add --space-regions --push']
  static override flags = regionFlags
  static override strict = false
  static override usage = 'addons:admin:regions:add REGION...'

  async run(): Promise<EditedRegions> {
    const {argv, flags} = await this.parse(AddonsAdminRegionsAdd)
    return editRegions(this, this.platform, {names: argv.map(String), flags}, withMore)
  }
}
