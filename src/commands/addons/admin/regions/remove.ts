import {SpacedockCommand} from '../../../../lib/command/base.js'
import {type EditedRegions, editRegions, regionFlags, withFewer} from '../../../../lib/command/manifest-regions.js'

export default class AddonsAdminRegionsRemove extends SpacedockCommand {
  static override description = `remove regions from a manifest
Only the list of regions is changed; the rest of the file stays as it is. Needs no control plane, except for --push.`
  static override examples = ['<%= config.bin %> addons:admin:regions:remove frankfurt tokyo', '<%= config.bin %> addons:admin:regions:remove --space-regions --push']
  static override flags = regionFlags
  static override strict = false
  static override usage = 'addons:admin:regions:remove REGION...'

  async run(): Promise<EditedRegions> {
    const {argv, flags} = await this.parse(AddonsAdminRegionsRemove)
    return editRegions(this, this.platform, {names: argv.map(String), flags}, withFewer)
  }
}
