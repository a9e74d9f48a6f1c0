import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {createApp, createdText} from '../../lib/command/app-creation.js'
import {addAppRemote, gitUrl} from '../../lib/command/app-remotes.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import type {App, TeamApp} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AppsCreate extends SpacedockCommand {
  static override args = {app: Args.string({description: 'name of app to create', ignoreStdin: true})}
  static override description = 'creates a new app'
  static override examples = [
    '<%= config.bin %> apps:create my-app --space my-space',
    '<%= config.bin %> apps:create example-staging --remote staging',
    '<%= config.bin %> apps:create --region eu',
  ]
  static override flags = {
    addons: Flags.string({description: 'comma-delimited list of addons to install'}),
    app: Flags.string({hidden: true}),
    buildpack: Flags.string({char: 'b', description: 'buildpack url to use for this app'}),
    features: Flags.string({hidden: true}),
    'internal-routing': Flags.boolean({description: 'private space-only. create as an Internal Web App that is only routable in the local network.', hidden: true}),
    kernel: Flags.string({hidden: true}),
    locked: Flags.boolean({hidden: true}),
    manifest: Flags.boolean({char: 'm', description: 'use heroku.yml settings for this app', hidden: true}),
    'no-remote': Flags.boolean({char: 'n', description: 'do not create a git remote'}),
    region: Flags.string({description: 'specify region for the app to run in'}),
    remote: Flags.string({char: 'r', default: 'heroku', description: 'the git remote to create, default "heroku"'}),
    space: Flags.string({description: 'the private space to create the app in'}),
    stack: Flags.string({char: 's', description: 'the stack to create the app on'}),
    team: teamFlag(),
  }
  static override hiddenAliases = ['create']

  async run(): Promise<App | TeamApp> {
    const {args, flags} = await this.parse(AppsCreate)
    if (flags.manifest) throw new UsageFailure(`--manifest is not supported: ${this.config.bin} does not read heroku.yml. Give what it says as flags.`)
    if (flags['internal-routing'] && !flags.space)
      throw new UsageFailure(
        `Space name required.\nInternal Web Apps are only available for Private Spaces.\nUSAGE: ${this.config.bin} apps:create --space my-space --internal-routing`,
      )
    const name = flags.app || args.app || process.env['HEROKU_APP'] || undefined
    const creating = `Creating ${name ? color.app(name) : 'app'}${flags.space ? ` in space ${flags.space}` : ''}`
    // A team that only the context names would stand in the way of a space of another.
    const wanted = {...flags, team: flags.team ?? (flags.space ? undefined : this.target.team)}
    const app = await this.progress(creating, () => createApp(this.platform, name, wanted), (created) => createdText(created, name, wanted))
    for (const plan of flags.addons?.split(',') ?? []) await this.#addAddon(app.name, plan.trim())
    if (flags.buildpack) await this.#setBuildpack(app.name, flags.buildpack)
    if (!flags['no-remote']) await addAppRemote(flags.remote, app.name)
    this.log(`${color.info(app.web_url)} | ${color.info(gitUrl(app.name))}`)
    return app
  }

  #addAddon(app: string, plan: string) {
    return this.progress(`Adding ${color.addon(plan)}`, () => this.platform.call('add-on.create', {app, body: {plan}}))
  }

  #setBuildpack(app: string, buildpack: string) {
    return this.progress(`Setting buildpack to ${color.info(buildpack)}`, () =>
      this.platform.callUnlisted('PUT', `/apps/${app}/buildpack-installations`, {updates: [{buildpack}]}),
    )
  }
}
