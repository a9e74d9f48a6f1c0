import {Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {ControlPlaneStatus} from '../../lib/operations/control.js'

export default class ControlPlaneReset extends ControlPlaneCommand {
  static override description = `go back to the seeded world, or to a saved one
Removes every space, app, add-on, account and setting that was made; with --to goes back to what control-plane:save has saved. On a control plane of another machine, and on one that serves another state file than the embedded world, it asks first.`
  static override examples = [
    '<%= config.bin %> control-plane:reset',
    '<%= config.bin %> control-plane:reset --to before-migration',
    '<%= config.bin %> control-plane:reset --deterministic 42',
  ]
  static override flags = {
    confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"}),
    deterministic: Flags.string({description: 'from now on give the same answers to the same requests: ids follow from the seed, the clock stands still, nothing takes time', exclusive: ['to'], helpValue: 'SEED'}),
    to: Flags.string({description: 'saved world to go back to', helpValue: 'NAME'}),
  }

  async run(): Promise<ControlPlaneStatus> {
    const {flags} = await this.parse(ControlPlaneReset)
    await this.confirmReplacing(flags.confirm)
    const {to} = flags
    if (to !== undefined) {
      await this.progress(`Loading the world ${to}`, () => this.platform.call('control-plane-snapshot.load', {snapshot: to}))
      return this.platform.call('control-plane.status', {})
    }
    return this.progress('Resetting the world', () => this.platform.call('control-plane.reset', {body: flags.deterministic === undefined ? {} : {deterministic: flags.deterministic}}))
  }
}
