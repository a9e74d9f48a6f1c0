import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import type {Snapshot} from '../../../lib/operations/control.js'
import {renderTable} from '../../../lib/render/table.js'

export default class ControlPlaneSnapshots extends ControlPlaneCommand {
  static override description = 'list the saved worlds'
  static override examples = ['<%= config.bin %> control-plane:snapshots']

  async run(): Promise<Snapshot[]> {
    await this.parse(ControlPlaneSnapshots)
    const snapshots = await this.platform.call('control-plane-snapshot.list', {})
    if (snapshots.length === 0) this.log(`No world has been saved. Save one with ${this.config.bin} control-plane:save NAME.`)
    else
      this.log(
        renderTable(snapshots, {
          name: {header: 'Name'},
          created_at: {header: 'Saved at'},
          spaces: {header: 'Spaces', get: ({rows}) => rows['spaces'] ?? 0},
          apps: {header: 'Apps', get: ({rows}) => rows['apps'] ?? 0},
          addons: {header: 'Add-ons', get: ({rows}) => rows['addons'] ?? 0},
        }),
      )
    return snapshots
  }
}
