import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import {faultColumns} from '../../../lib/command/faults.js'
import type {Fault} from '../../../lib/operations/faults.js'
import {renderTable} from '../../../lib/render/table.js'

export default class ControlPlaneFaults extends ControlPlaneCommand {
  static override description = `list the faults that are set, and how often they have struck
A fault that has struck as often as it says strikes no more, and is listed until it is cleared. An answer that a fault has had a hand in names it in the header Spacedock-Fault.`
  static override examples = ['<%= config.bin %> control-plane:faults']

  async run(): Promise<Fault[]> {
    await this.parse(ControlPlaneFaults)
    const faults = await this.platform.call('control-plane-fault.list', {})
    if (faults.length === 0) this.log(`No fault is set. Set one with ${this.config.bin} control-plane:faults:add.`)
    else this.log(renderTable(faults, {id: {header: 'ID'}, ...faultColumns, ...(faults.some(({description}) => description !== '') && {description: {header: 'Set by'}})}))
    return faults
  }
}
