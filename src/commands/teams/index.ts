import {SpacedockCommand} from '../../lib/command/base.js'
import type {Team} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class Teams extends SpacedockCommand {
  static override description = `list the teams that you are a member of

Use <%= config.bin %> members:* to manage team members.`
  static override examples = ['<%= config.bin %> teams']

  async run(): Promise<Team[]> {
    await this.parse(Teams)
    const teams = await this.platform.call('team.list', {})
    this.log(
      renderTable(teams.toSorted((a, b) => (a.name > b.name ? 1 : -1)), {
        name: {header: 'Team'},
        role: {header: 'Role', get: ({role}) => color.info(role ?? '')},
      }),
    )
    return teams
  }
}
