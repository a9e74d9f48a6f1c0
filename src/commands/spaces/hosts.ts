import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../lib/command/flags.js'
import {hostStatus} from '../../lib/command/network-status.js'
import type {SpaceHost} from '../../lib/operations/processes.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderTable} from '../../lib/render/table.js'

export default class SpacesHosts extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'list dedicated hosts for a space'
  static override examples = ['<%= config.bin %> spaces:hosts my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get host list from'})}
  static override hidden = true

  async run(): Promise<SpaceHost[]> {
    const {args, flags} = await this.parse(SpacesHosts)
    const space = requireSpace(flags, args, 'Error: Missing 1 required arg:\nspace\nSee more help with --help\n')
    const hosts = await this.platform.call('space-host.list', {space, variant: 'dogwood'})
    this.log(renderHeader(`${space} Hosts`))
    this.log(
      renderTable(hosts, {
        host_id: {header: 'Host ID'},
        state: {header: 'State', get: ({state}) => hostStatus(state)},
        available_capacity_percentage: {header: 'Available Capacity', get: ({available_capacity_percentage}) => `${available_capacity_percentage}%`},
        allocated_at: {header: 'Allocated At'},
        released_at: {header: 'Released At'},
      }),
    )
    return hosts
  }
}
