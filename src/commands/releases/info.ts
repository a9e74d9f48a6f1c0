import {Args, Flags} from '@oclif/core'
import {NotThere} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {findRelease, statusText} from '../../lib/command/releases.js'
import {shellQuote} from '../../lib/command/shell-quote.js'
import type {Release} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderObject} from '../../lib/render/object.js'

export default class ReleasesInfo extends SpacedockCommand {
  static override args = {release: Args.string({description: 'ID of the release. If omitted, we use the last release ID.', ignoreStdin: true})}
  static override description = 'view detailed information for a release'
  static override examples = ['<%= config.bin %> releases:info v5 --app my-app']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    shell: Flags.boolean({char: 's', description: 'output in shell format'}),
  }

  async run(): Promise<Release> {
    const {args, flags} = await this.parse(ReleasesInfo)
    const app = await requireApp(flags)
    const release = await findRelease(this.platform, app, args.release, ([latest]) => latest)
    if (!release) throw new NotThere(`${color.app(app)} has no releases.`)
    if (!this.jsonEnabled()) await this.#show(app, release, flags.shell)
    return release
  }

  async #show(app: string, release: Release, shell: boolean) {
    const config = await this.platform.call('config-var.info-for-app-release', {app, release: String(release.version)})
    const status = statusText(release)
    const version = color.name(`v${release.version}`)
    this.log(renderHeader(`Release ${version}`))
    this.log(
      renderObject({
        'Add-ons': release.addon_plan_names,
        By: color.user(release.user.email),
        Change: release.description + (status && ` (${status})`),
        'Eligible for Rollback?': release.eligible_for_rollback ? 'Yes' : 'No',
        When: release.created_at,
      }),
    )
    this.log(`\n${renderHeader(`${version} Config vars`)}`)
    if (shell) for (const [key, value] of Object.entries(config)) this.log(`${key}=${shellQuote(value)}`)
    else this.log(renderObject(config))
  }
}
