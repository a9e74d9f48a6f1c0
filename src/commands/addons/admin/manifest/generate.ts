import {randomBytes} from 'node:crypto'
import {Flags} from '@oclif/core'
import {UsageFailure} from '../../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {backUp, withoutSecrets, writeManifestFile} from '../../../../lib/command/manifest-file.js'
import {requireRegionNames} from '../../../../lib/command/manifest-regions.js'
import {checkManifest, defaultPrefix, regionNames} from '../../../../lib/rules/manifests.js'

const path = 'addon-manifest.json'

interface Wanted {
  slug: string
  name: string
  regions: readonly string[]
  secrets: boolean
}

export default class AddonsAdminManifestGenerate extends SpacedockCommand {
  static override description = `generate a manifest template
Asks for what it needs. Without a terminal, or with --yes, the flags say it.`
  static override examples = ['<%= config.bin %> addons:admin:manifest:generate', '<%= config.bin %> addons:admin:manifest:generate --slug fast-db --addon "Fast DB" --regions us,frankfurt --yes']
  static override flags = {
    addon: Flags.string({char: 'a', description: 'add-on name (name displayed on addon dashboard)'}),
    regions: Flags.string({description: 'regions to support, with commas between'}),
    slug: Flags.string({char: 's', description: 'slugname/manifest id'}),
    yes: Flags.boolean({char: 'y', description: 'ask nothing: take the flags, and what is usual for the rest'}),
  }

  async run(): Promise<object> {
    const {flags} = await this.parse(AddonsAdminManifestGenerate)
    const {addon, slug, yes} = flags
    const regions = flags.regions === undefined ? undefined : requireRegionNames(flags.regions.split(',').map((name) => name.trim()))
    if (!yes && !this.interactive) throw new UsageFailure('Nobody is there to answer. Give --slug, and --yes to make the manifest without questions.')
    if (yes && slug === undefined) throw new UsageFailure('--yes asks for nothing: give the slug with --slug.')
    const wanted = yes ? {slug: slug ?? '', name: addon ?? 'MyAddon', regions: regions ?? ['us'], secrets: true} : await this.#ask({slug, name: addon, regions})
    if (wanted === undefined) {
      this.log(`${path} will not be created. Have a good day!`)
      return {}
    }
    const manifest = templateOf(wanted)
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    const [problem] = checkManifest(text).findings.filter(({severity}) => severity === 'error')
    if (problem) throw new UsageFailure(`${problem.message} ${problem.fix}`)
    const copy = backUp(path)
    await this.progress('Generating add-on manifest', async () => writeManifestFile({path, text}))
    if (copy !== undefined) this.warn(`What stood in ${path} is in ${copy}.`)
    this.log(`The file ${path} has been saved!`)
    return withoutSecrets(manifest, false)
  }

  async #ask(given: {slug: string | undefined; name: string | undefined; regions: readonly string[] | undefined}): Promise<Wanted | undefined> {
    const {askFor, choose, confirmed} = await import('../../../../lib/command/prompt.js')
    this.log('Input manifest information below: ')
    const slug = given.slug ?? (await askFor('Enter slugname/manifest id:'))
    const name = given.name ?? (await askFor('Addon name (Name displayed to on addon dashboard):'))
    const regions = given.regions ?? (await choose('Choose regions to support', regionNames.map((region) => ({name: region, value: region}))))
    if (regions.length === 0) throw new UsageFailure('Please select at least one region.')
    const secrets = await confirmed('Would you like to generate the password and sso_salt?')
    const isOkay = await confirmed(`This prompt will create/replace ${path}. Is that okay with you?`)
    return isOkay ? {slug, name, regions, secrets} : undefined
  }
}

/** Keys in the order of the official plugin. */
function templateOf({name, regions, secrets, slug}: Wanted) {
  const prefix = defaultPrefix(slug)
  const secret = () => (secrets ? randomBytes(24).toString('base64url').slice(0, 32) : 'CHANGEME')
  return {
    api: {
      config_vars: [`${prefix}_URL`],
      config_vars_prefix: prefix,
      password: secret(),
      production: {base_url: 'https://myaddon.com/heroku/resources', sso_url: 'https://myaddon.com/sso/login'},
      regions: [...regions],
      requires: [],
      sso_salt: secret(),
      version: '3',
    },
    id: slug,
    name,
  }
}
