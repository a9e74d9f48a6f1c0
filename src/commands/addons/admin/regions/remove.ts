import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {withRegions} from '../../../../lib/command/manifest-edit.js'
import {manifestPath, readManifestFile, requireManifest, writeManifestFile} from '../../../../lib/command/manifest-file.js'
import {manifestFileFlag} from '../../../../lib/command/manifest-flags.js'
import {pushManifest} from '../../../../lib/command/manifest-push.js'
import {wantedRegions, withFewer} from '../../../../lib/command/manifest-regions.js'

interface Edited {
  file: string
  changed: boolean
  regions: string[]
}

export default class AddonsAdminRegionsRemove extends SpacedockCommand {
  static override description = `remove regions from a manifest
Only the list of regions is changed; the rest of the file stays as it is. Needs no control plane, except for --push.`
  static override examples = ['<%= config.bin %> addons:admin:regions:remove frankfurt tokyo', '<%= config.bin %> addons:admin:regions:remove --space-regions --push']
  static override flags = {
    all: Flags.boolean({description: 'all regions'}),
    manifest: manifestFileFlag,
    push: Flags.boolean({description: 'push the manifest afterwards'}),
    'space-regions': Flags.boolean({description: 'all regions in which a Private Space can be'}),
  }
  static override strict = false
  static override usage = 'addons:admin:regions:remove REGION...'

  async run(): Promise<Edited> {
    const {argv, flags} = await this.parse(AddonsAdminRegionsRemove)
    const wanted = wantedRegions(argv.map(String), {all: flags.all, spaces: flags['space-regions']})
    const file = readManifestFile(manifestPath((message) => this.warn(message), flags.manifest))
    const {regions: before} = requireManifest(file).api
    const regions = withFewer(before, wanted)
    const changed = regions.join() !== before.join()
    const edited = changed ? {path: file.path, text: withRegions(file.text, regions)} : file
    if (changed) writeManifestFile(edited)
    this.log(changed ? `Regions of ${file.path}: ${regions.join(', ')}` : `Nothing to change in ${file.path}: ${regions.join(', ')}`)
    if (flags.push) await pushManifest(this, this.platform, edited)
    return {file: file.path, changed, regions}
  }
}
