import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {missingFlag} from '../../lib/command/flags.js'
import type {ZoneState} from '../../lib/operations/zones.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class ControlPlaneAz extends ControlPlaneCommand {
  static override args = {
    action: Args.string({description: 'let the zone fail, or heal', options: ['fail', 'heal'], ignoreStdin: true}),
    zone: Args.string({description: 'availability zone: a, b or c', ignoreStdin: true}),
  }
  static override description = `show the availability zones of a space, let one fail or heal
Dynos of a zone that fails are started in the others at once; once it has healed they are redistributed, a quarter of a
process type at a time.`
  static override examples = ['<%= config.bin %> control-plane:az --space my-space', '<%= config.bin %> control-plane:az fail b --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space the zone is of'})}

  async run(): Promise<ZoneState[]> {
    const {args, flags} = await this.parse(ControlPlaneAz)
    if (!flags.space) throw missingFlag('space')
    const zones = await this.#zones(flags.space, args.action, args.zone)
    this.log(
      renderTable(zones, {
        name: {header: 'Zone'},
        state: {header: 'State', get: ({state}) => (state === 'working' ? color.success(state) : color.failure(state))},
        dynos: {header: 'Dynos'},
      }),
    )
    return zones
  }

  async #zones(space: string, action: string | undefined, zone: string | undefined): Promise<ZoneState[]> {
    if (action === undefined) return this.platform.call('control-plane-zone.list', {space})
    if (zone === undefined) throw new UsageFailure(`Name the zone: ${this.config.bin} control-plane:az ${action} b --space ${space}.`)
    const state = action === 'fail' ? 'failed' : 'working'
    const body = {zone: zone.toLowerCase(), state} as const
    return this.progress(`${action === 'fail' ? 'Letting fail' : 'Healing'} zone ${zone} of ${color.space(space)}`, () => this.platform.call('control-plane-zone.update', {space, body}))
  }
}
