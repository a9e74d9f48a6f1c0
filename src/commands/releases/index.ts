import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {renderReleases} from '../../lib/command/releases.js'
import type {Release} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class Releases extends SpacedockCommand {
  static override description = 'display the releases for an app'
  static override examples = ['<%= config.bin %> releases --app my-app', '<%= config.bin %> releases --app my-app --num 50']
  static override flags = {
    app: appFlag(),
    extended: Flags.boolean({char: 'x', hidden: true}),
    num: Flags.string({char: 'n', description: 'number of releases to show'}),
    remote: remoteFlag(),
  }

  async run(): Promise<Release[]> {
    const {flags} = await this.parse(Releases)
    const app = await requireApp(flags)
    const range = `version ..; max=${flags.num || 15}, order=desc`
    const releases = await this.platform.call('release.list', {app, range, variant: 'sdk', ...(flags.extended && {query: {extended: 'true'}})})
    if (releases.length === 0) {
      this.log(`${color.app(app)} has no releases.`)
      return releases
    }
    const current = releases.find((release) => release.current)
    this.log(renderHeader(`${color.app(app)} Releases${current ? ` - ${color.name(`Current: v${current.version}`)}` : ''}`))
    this.log(renderReleases(releases, process.stdout.isTTY ? process.stdout.columns : undefined))
    return releases
  }
}
