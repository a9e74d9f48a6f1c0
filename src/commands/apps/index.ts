import {Flags} from '@oclif/core'
import {listedApp, renderOwnApps} from '../../lib/command/app-list.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {shortJsonFlag, teamFlag} from '../../lib/command/flags.js'
import type {App, TeamApp} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'

export default class Apps extends SpacedockCommand {
  static override description = 'list your apps'
  static override examples = ['<%= config.bin %> apps', '<%= config.bin %> apps --space my-space']
  static override flags = {
    all: Flags.boolean({char: 'A', description: 'include apps in all teams'}),
    'internal-routing': Flags.boolean({char: 'i', description: 'filter to Internal Web Apps', hidden: true}),
    json: shortJsonFlag,
    personal: Flags.boolean({char: 'p', description: 'list apps in personal account when a default team is set'}),
    space: Flags.string({char: 's', description: 'filter by space'}),
    team: teamFlag(),
  }
  static override hiddenAliases = ['list', 'apps:list']

  async run(): Promise<(App | TeamApp)[]> {
    const {flags} = await this.parse(Apps)
    const {space} = flags
    const team = space === undefined ? this.#team(flags) : (await this.platform.call('space.info', {space})).team.name
    const all = await this.#list(team, flags.all)
    const apps = all
      .filter((app) => space === undefined || app.space?.name === space || app.space?.id === space)
      .filter(({internal_routing}) => !flags['internal-routing'] || internal_routing)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const place = space === undefined ? team && `team ${color.team(team)}` : `space ${color.space(space)}`
    if (apps.length === 0) this.log(place ? `There are no apps in ${place}.` : 'You have no apps.')
    else if (place) this.log([renderHeader(`Apps in ${place}`), ...apps.map(listedApp)].join('\n'))
    else if (!this.jsonEnabled()) this.log(renderOwnApps(apps, await this.platform.call('account.info', {})))
    return apps
  }

  /** The team whose apps are meant, unless those of a space or one's own are. */
  #team({personal, team}: {personal: boolean; team: string | undefined}): string | undefined {
    return personal ? undefined : (team ?? this.target.team)
  }

  #list(team: string | undefined, all: boolean): Promise<(App | TeamApp)[]> {
    if (team !== undefined) return this.platform.call('team-app.list-by-team', {team})
    return all ? this.platform.call('app.list', {}) : this.platform.call('app.list-owned-and-collaborated', {account: '~'})
  }
}
