import {Flags} from '@oclif/core'
import {isLoopback} from '../../lib/client/http.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {ControlPlaneStatus} from '../../lib/operations/control.js'

export default class ControlPlaneReset extends ControlPlaneCommand {
  static override description = `go back to the seeded world
Removes every space, app, add-on, account and setting that was made. On a control plane of another machine, and on one that serves another state file than the embedded world, it asks first.`
  static override examples = ['<%= config.bin %> control-plane:reset']
  static override flags = {confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"})}

  async run(): Promise<ControlPlaneStatus> {
    const {flags} = await this.parse(ControlPlaneReset)
    const {running, target} = this
    if (target.kind !== 'embedded' && running?.url === target.url && running.data !== this.folders.world)
      await this.confirm(target.name, flags.confirm, `Destructive Action\nThis removes everything in ${running.data}, which ${target.name} serves; the embedded world stays as it is\n`)
    else if (target.kind !== 'embedded' && !isLoopback(new URL(target.url).hostname))
      await this.confirm(target.name, flags.confirm, `Destructive Action\nThis removes everything in the control plane ${target.name}\n`)
    return this.progress('Resetting the world', () => this.platform.call('control-plane.reset', {}))
  }
}
