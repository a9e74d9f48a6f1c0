import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import {generationName} from '../../lib/command/space-summary.js'
import {NothingToList} from '../../lib/client/failures.js'
import type {Space} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class Spaces extends SpacedockCommand {
  static override description = 'list available spaces'
  static override examples = ['<%= config.bin %> spaces --team acme']
  static override flags = {team: teamFlag()}

  async run(): Promise<Space[]> {
    const {flags} = await this.parse(Spaces)
    const all = await this.platform.call('space.list', {variant: 'sdk'})
    const spaces = all.filter(({team}) => flags.team === undefined || team.name === flags.team).sort(byName)
    if (spaces.length === 0 && !this.jsonEnabled())
      throw new NothingToList(flags.team ? `No spaces in ${color.team(flags.team)}.` : 'You do not have access to any spaces.')
    this.log(
      renderTable(spaces, {
        Name: {get: ({name}) => color.space(name)},
        Team: {get: ({team}) => color.team(team.name)},
        Region: {get: ({region}) => region.name},
        State: {get: ({state}) => paintState(state)},
        Generation: {get: generationName},
        createdAt: {header: 'Created At', get: ({created_at}) => created_at},
      }),
    )
    return spaces
  }
}

const byName = (a: Space, b: Space) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

const paintState = (state: Space['state']) =>
  state === 'allocated' ? color.success(state) : state === 'deleting' ? color.failure(state) : color.warning(state)
