import {SpacedockCommand} from '../../../../lib/command/base.js'
import {manifestPath, readManifestFile, slugIn} from '../../../../lib/command/manifest-file.js'
import {slugArg} from '../../../../lib/command/manifest-flags.js'
import type {PushedManifest} from '../../../../lib/operations/manifests.js'
import {renderTable} from '../../../../lib/render/table.js'

export default class AddonsAdminManifests extends SpacedockCommand {
  static override args = {slug: slugArg}
  static override description = 'list manifests history'
  static override examples = ['<%= config.bin %> addons:admin:manifests fast-db']

  async run(): Promise<Omit<PushedManifest, 'contents'>[]> {
    const {args} = await this.parse(AddonsAdminManifests)
    const slug = args.slug ?? slugIn(readManifestFile(manifestPath((message) => this.warn(message))))
    const pushed = await this.progress(`Fetching add-on manifests for ${slug}`, () => this.platform.call('add-on-manifest.list', {partnerService: slug}))
    this.log(renderTable(pushed, {id: {header: 'Manifest'}, created_at: {header: 'Created At'}}))
    return pushed.map(({created_at, id}) => ({created_at, id}))
  }
}
