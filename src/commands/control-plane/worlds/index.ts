import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import {byteSize} from '../../../lib/command/byte-size.js'
import type {NamedWorld} from '../../../lib/operations/worlds.js'
import {renderTable} from '../../../lib/render/table.js'

export default class ControlPlaneWorlds extends ControlPlaneCommand {
  static override description = `list the worlds of a control plane beside its main one
Each has spaces, teams, add-ons, a clock, faults and settings of its own. Whoever names one with --world, SPACEDOCK_WORLD or the header Spacedock-World makes it, and comes into it with the token of the main one.`
  static override examples = ['<%= config.bin %> control-plane:worlds', '<%= config.bin %> spaces:create my-space --team acme --world ci-1']

  async run(): Promise<NamedWorld[]> {
    await this.parse(ControlPlaneWorlds)
    const worlds = await this.platform.call('control-plane-world.list', {})
    if (worlds.length === 0) this.log('There are no worlds beside the main one. Make one by naming it with --world NAME.')
    else this.log(renderTable(worlds, {name: {header: 'Name'}, created_at: {header: 'Made at'}, size: {header: 'Size', get: ({bytes}) => byteSize(bytes)}}))
    return worlds
  }
}
