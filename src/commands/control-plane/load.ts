import {Args, Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {Snapshot} from '../../lib/operations/control.js'

export default class ControlPlaneLoad extends ControlPlaneCommand {
  static override description = `go back to a saved world
What was changed since is gone. Tokens of accounts that were there then stay valid. It asks first where control-plane:reset does.`
  static override examples = ['<%= config.bin %> control-plane:load before-migration']
  static override args = {name: Args.string({description: 'name of the snapshot', ignoreStdin: true, required: true})}
  static override flags = {confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"})}

  async run(): Promise<Snapshot> {
    const {args, flags} = await this.parse(ControlPlaneLoad)
    await this.confirmReplacing(flags.confirm)
    return this.progress(`Loading the world ${args.name}`, () => this.platform.call('control-plane-snapshot.load', {snapshot: args.name}))
  }
}
