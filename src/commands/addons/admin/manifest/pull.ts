import {Args} from '@oclif/core'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {isDeepStrictEqual} from 'node:util'
import {backUp, manifestPath, withoutSecrets, writeManifestFile} from '../../../../lib/command/manifest-file.js'
import {manifestFileFlag, showSecretsFlag} from '../../../../lib/command/manifest-flags.js'
import {contentsIn} from '../../../../lib/command/manifest-diff.js'
import {renderJson} from '../../../../lib/render/json.js'

export default class AddonsAdminManifestPull extends SpacedockCommand {
  static override args = {slug: Args.string({description: 'slug name of add-on', ignoreStdin: true, required: true})}
  static override description = `pull a manifest for a given slug
Writes it into the file. What stood there and is different is kept beside it, in a file that ends in .bak.`
  static override examples = ['<%= config.bin %> addons:admin:manifest:pull fast-db']
  static override flags = {manifest: manifestFileFlag, 'show-secrets': showSecretsFlag}

  async run(): Promise<object> {
    const {args, flags} = await this.parse(AddonsAdminManifestPull)
    const {contents} = await this.progress(`Fetching add-on manifest for ${args.slug}`, () => this.platform.call('add-on-manifest.current', {partnerService: args.slug}))
    const path = manifestPath((message) => this.warn(message), flags.manifest)
    const copy = isDeepStrictEqual(contentsIn(path), contents) ? undefined : backUp(path)
    await this.progress(`Updating ${path}`, async () => writeManifestFile({path, text: `${JSON.stringify(contents, null, 2)}\n`}))
    if (copy !== undefined) this.warn(`What stood in ${path} is in ${copy}.`)
    const shown = withoutSecrets(contents, flags['show-secrets'])
    this.log(renderJson(shown))
    return shown
  }
}
