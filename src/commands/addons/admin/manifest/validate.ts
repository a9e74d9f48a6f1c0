import {Args} from '@oclif/core'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {exitCodes} from '../../../../lib/command/exit-codes.js'
import {manifestPath, readManifestFile} from '../../../../lib/command/manifest-file.js'
import {color} from '../../../../lib/render/color.js'
import {checkManifest, type Finding} from '../../../../lib/rules/manifests.js'

export default class AddonsAdminManifestValidate extends SpacedockCommand {
  static override args = {file: Args.string({description: 'file with the manifest', default: 'addon-manifest.json', ignoreStdin: true})}
  static override description = `check a manifest against every rule
Needs no control plane. Ends with 2 where there are errors, with 0 where there are none or only warnings.`
  static override examples = ['<%= config.bin %> addons:admin:manifest:validate', '<%= config.bin %> addons:admin:manifest:validate --json']

  async run(): Promise<{file: string; findings: Finding[]}> {
    const {args} = await this.parse(AddonsAdminManifestValidate)
    const {path, text} = readManifestFile(manifestPath((message) => this.warn(message), args.file))
    const {findings} = checkManifest(text)
    for (const {fix, message, path: place, severity} of findings)
      this.log(`${severity === 'error' ? color.failure('error') : color.warning('warning')} ${place}\n  ${message}\n  ${fix}`)
    const errors = findings.filter(({severity}) => severity === 'error').length
    this.log(findings.length === 0 ? `${path} is valid.` : `${path} has ${counted(errors, 'error')} and ${counted(findings.length - errors, 'warning')}.`)
    if (errors > 0) process.exitCode = exitCodes.refused
    return {file: path, findings}
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
