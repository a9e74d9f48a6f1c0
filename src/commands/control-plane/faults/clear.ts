import {Args} from '@oclif/core'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import {faultColumns} from '../../../lib/command/faults.js'
import type {Fault} from '../../../lib/operations/faults.js'
import {renderTable} from '../../../lib/render/table.js'

export default class ControlPlaneFaultsClear extends ControlPlaneCommand {
  static override description = `clear a fault, or all of them
Shows how often they have struck. Spaces that a fault has kept from being allocated are allocated from then on.`
  static override examples = ['<%= config.bin %> control-plane:faults:clear', '<%= config.bin %> control-plane:faults:clear 01234567-89ab-cdef-0123-456789abcdef']
  static override args = {id: Args.string({description: 'id of the fault; by default all are cleared', ignoreStdin: true})}

  async run(): Promise<Fault[]> {
    const {args} = await this.parse(ControlPlaneFaultsClear)
    const cleared =
      args.id === undefined ? await this.platform.call('control-plane-fault.clear', {}) : [await this.platform.call('control-plane-fault.delete', {fault: args.id})]
    if (cleared.length === 0) this.log('No fault was set.')
    else this.log(renderTable(cleared, {id: {header: 'Cleared'}, ...faultColumns}))
    return cleared
  }
}
