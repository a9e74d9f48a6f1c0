import {Args} from '@oclif/core'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import type {Snapshot} from '../../../lib/operations/control.js'

export default class ControlPlaneSnapshotsDelete extends ControlPlaneCommand {
  static override description = 'delete a saved world'
  static override examples = ['<%= config.bin %> control-plane:snapshots:delete before-migration']
  static override args = {name: Args.string({description: 'name of the snapshot', ignoreStdin: true, required: true})}

  async run(): Promise<Snapshot> {
    const {args} = await this.parse(ControlPlaneSnapshotsDelete)
    return this.progress(`Deleting the snapshot ${args.name}`, () => this.platform.call('control-plane-snapshot.delete', {snapshot: args.name}))
  }
}
