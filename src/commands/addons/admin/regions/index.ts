import {SpacedockCommand} from '../../../../lib/command/base.js'
import {manifestPath, readManifestFile, requireManifest} from '../../../../lib/command/manifest-file.js'
import {manifestFileFlag, slugArg} from '../../../../lib/command/manifest-flags.js'
import {color} from '../../../../lib/render/color.js'
import {renderTable} from '../../../../lib/render/table.js'
import {type Manifest, regionNames, regionsOf, spaceRegionNames} from '../../../../lib/rules/manifests.js'

interface Supported {
  region: string
  runtime: 'common' | 'spaces'
  supported: boolean
}

export default class AddonsAdminRegions extends SpacedockCommand {
  static override args = {slug: slugArg}
  static override description = `show which regions a manifest supports
The manifest of the file, or with a slug the one that was pushed last.`
  static override examples = ['<%= config.bin %> addons:admin:regions', '<%= config.bin %> addons:admin:regions fast-db']
  static override flags = {manifest: manifestFileFlag}

  async run(): Promise<Supported[]> {
    const {args, flags} = await this.parse(AddonsAdminRegions)
    const manifest = args.slug === undefined ? requireManifest(readManifestFile(manifestPath((message) => this.warn(message), flags.manifest))) : await this.#pushed(args.slug)
    const supported = regionsOf(manifest)
    const rows = regionNames.map((region): Supported => ({region, runtime: spaceRegionNames.includes(region) ? 'spaces' : 'common', supported: supported.includes(region)}))
    this.log(
      renderTable(rows, {
        region: {header: 'Region'},
        runtime: {header: 'Runtime', get: ({runtime}) => (runtime === 'spaces' ? 'Private Spaces' : 'Common Runtime')},
        supported: {header: 'Supported', get: (row) => (row.supported ? color.success('yes') : color.gray('no'))},
      }),
    )
    return rows
  }

  async #pushed(slug: string): Promise<Manifest> {
    const {contents} = await this.platform.call('add-on-manifest.current', {partnerService: slug})
    // Checked when it was pushed.
    return contents as unknown as Manifest
  }
}
