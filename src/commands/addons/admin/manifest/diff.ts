import {SpacedockCommand} from '../../../../lib/command/base.js'
import {exitCodes} from '../../../../lib/command/exit-codes.js'
import {type Difference, differencesBetween} from '../../../../lib/command/manifest-diff.js'
import {hidden, isSecret, manifestPath, readManifestFile, slugIn, withoutSecrets} from '../../../../lib/command/manifest-file.js'
import {manifestFileFlag, showSecretsFlag} from '../../../../lib/command/manifest-flags.js'
import {color} from '../../../../lib/render/color.js'
import {withoutBom} from '../../../../lib/rules/manifests.js'

const withHidden = (value: unknown, path: string): unknown => (value !== undefined && isSecret(path) ? hidden : withoutSecrets(value, false))

export default class AddonsAdminManifestDiff extends SpacedockCommand {
  static override description = `compares remote manifest to local manifest and finds differences
By meaning, not by the order of keys. Ends with 0 where both say the same, with 2 where they differ.`
  static override examples = ['<%= config.bin %> addons:admin:manifest:diff']
  static override flags = {manifest: manifestFileFlag, 'show-secrets': showSecretsFlag}

  async run(): Promise<Difference[]> {
    const {flags} = await this.parse(AddonsAdminManifestDiff)
    const file = readManifestFile(manifestPath((message) => this.warn(message), flags.manifest))
    const slug = slugIn(file)
    const {contents} = await this.progress(`Fetching add-on manifest for ${slug}`, () => this.platform.call('add-on-manifest.current', {partnerService: slug}))
    const found = differencesBetween(contents, JSON.parse(withoutBom(file.text)))
    const shown = flags['show-secrets'] ? found : found.map(({path, remote, local}) => ({path, remote: withHidden(remote, path), local: withHidden(local, path)}))
    for (const {path, remote, local} of shown) {
      this.log(path)
      if (remote !== undefined) this.log(color.red(`- ${JSON.stringify(remote)}`))
      if (local !== undefined) this.log(color.green(`+ ${JSON.stringify(local)}`))
    }
    if (found.length === 0) this.log(`${file.path} says what was pushed last.`)
    if (found.length > 0) process.exitCode = exitCodes.refused
    return shown
  }
}
