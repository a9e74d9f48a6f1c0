import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {manifestPath, readManifestFile, slugIn, withoutSecrets} from '../../../../lib/command/manifest-file.js'
import {showSecretsFlag, slugArg} from '../../../../lib/command/manifest-flags.js'
import {renderJson} from '../../../../lib/render/json.js'

export default class AddonsAdminManifestsInfo extends SpacedockCommand {
  static override args = {slug: slugArg}
  static override description = 'show an individual history manifest'
  static override examples = ['<%= config.bin %> addons:admin:manifests:info fast-db --manifest 01234567-89ab-cdef-0123-456789abcdef']
  static override flags = {manifest: Flags.string({char: 'm', description: 'manifest history id', required: true}), 'show-secrets': showSecretsFlag}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(AddonsAdminManifestsInfo)
    const slug = args.slug ?? slugIn(readManifestFile(manifestPath((message) => this.warn(message))))
    const {contents} = await this.progress(`Fetching add-on manifest for ${slug}`, () => this.platform.call('add-on-manifest.info', {partnerService: slug, manifest: flags.manifest}))
    const shown = withoutSecrets(contents, flags['show-secrets'])
    this.log(renderJson(shown))
    return shown
  }
}
