import {Args} from '@oclif/core'
import {NotThere} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {findRelease} from '../../lib/command/releases.js'
import type {Release} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class ReleasesRollback extends SpacedockCommand {
  static override args = {release: Args.string({description: 'ID of the release. If omitted, we use the last eligible release.', ignoreStdin: true})}
  static override description = `Roll back to a previous release.

If RELEASE is not specified, it will roll back to the last eligible release.`
  static override examples = ['<%= config.bin %> releases:rollback v5 --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override hiddenAliases = ['rollback']

  async run(): Promise<Release> {
    const {args, flags} = await this.parse(ReleasesRollback)
    const app = await requireApp(flags)
    const release = await findRelease(this.platform, app, args.release, (latest) => latest.filter((each) => each.eligible_for_rollback)[1])
    if (!release) throw new NotThere(`No eligible release found for ${color.app(app)} to roll back to.`)
    const made = await this.progress(
      `Rolling back ${color.app(app)} to ${color.green(`v${release.version}`)}`,
      () => this.platform.call('release.create', {app, body: {release: release.id}, variant: 'sdk'}),
      ({version}) => `done, ${color.green(`v${version}`)}`,
    )
    this.warn("Rollback affects code and config vars; it doesn't add or remove addons.")
    this.warn(`To undo, run: ${color.code(`${this.config.bin} rollback v${made.version - 1}`)}`)
    return made
  }
}
