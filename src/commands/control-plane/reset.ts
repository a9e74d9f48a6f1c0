import {Flags} from '@oclif/core'
import {isLoopback} from '../../lib/client/http.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {ControlPlaneStatus} from '../../lib/operations/control.js'

export default class ControlPlaneReset extends ControlPlaneCommand {
  static override description = `go back to the seeded world
Removes every space, app, add-on, account and setting that was made. On a control plane of another machine it asks first.`
  static override examples = ['<%= config.bin %> control-plane:reset']
  static override flags = {confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"})}

  async run(): Promise<ControlPlaneStatus> {
    const {flags} = await this.parse(ControlPlaneReset)
    const {target} = this
    if (target.kind !== 'embedded' && !isLoopback(new URL(target.url).hostname))
      await this.confirm(target.name, flags.confirm, `Destructive Action\nThis removes everything in the control plane ${target.name}\n`)
    return this.progress('Resetting the world', () => this.platform.call('control-plane.reset', {}))
  }
}
