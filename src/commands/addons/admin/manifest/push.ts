import {SpacedockCommand} from '../../../../lib/command/base.js'
import {manifestPath, readManifestFile, withoutSecrets} from '../../../../lib/command/manifest-file.js'
import {manifestFileFlag, showSecretsFlag} from '../../../../lib/command/manifest-flags.js'
import {pushManifest} from '../../../../lib/command/manifest-push.js'
import {renderJson} from '../../../../lib/render/json.js'

export default class AddonsAdminManifestPush extends SpacedockCommand {
  static override description = `update remote manifest
The add-on is then in the catalogue, in the regions that the manifest names. Writes the new $base into the file.`
  static override examples = ['<%= config.bin %> addons:admin:manifest:push']
  static override flags = {manifest: manifestFileFlag, 'show-secrets': showSecretsFlag}

  async run(): Promise<object> {
    const {flags} = await this.parse(AddonsAdminManifestPush)
    const file = readManifestFile(manifestPath((message) => this.warn(message), flags.manifest))
    const pushed = withoutSecrets(await pushManifest(this, this.platform, file), flags['show-secrets'])
    this.log(renderJson(pushed))
    return pushed
  }
}
