import {Args, Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {Snapshot} from '../../lib/operations/control.js'

export default class ControlPlaneSave extends ControlPlaneCommand {
  static override description = `save the world as it is now under a name
Everything in it, to come back to with control-plane:load. Snapshots are kept with the world, and stay when it is reset.`
  static override examples = ['<%= config.bin %> control-plane:save before-migration']
  static override args = {name: Args.string({description: 'name of the snapshot', ignoreStdin: true, required: true})}
  static override flags = {force: Flags.boolean({description: 'replace the snapshot of this name if there is one'})}

  async run(): Promise<Snapshot> {
    const {args, flags} = await this.parse(ControlPlaneSave)
    return this.progress(`Saving the world as ${args.name}`, () => this.platform.call('control-plane-snapshot.create', {body: {name: args.name, replace: flags.force}}))
  }
}
