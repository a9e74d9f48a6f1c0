import {Args} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {renderTelemetryDrain} from '../../lib/command/telemetry.js'
import type {TelemetryDrain} from '../../lib/operations/telemetry.js'

export default class TelemetryInfo extends SpacedockCommand {
  static override args = {telemetry_drain_id: Args.string({description: 'ID of the drain to show info for', ignoreStdin: true, required: true})}
  static override description = "show a telemetry drain's info"
  static override examples = ['<%= config.bin %> telemetry:info 022e2e2e-2e2e-2e2e-2e2e-2e2e2e2e2e2e']

  async run(): Promise<TelemetryDrain> {
    const {args} = await this.parse(TelemetryInfo)
    const drain = await this.platform.call('telemetry-drain.info', {telemetryDrain: args.telemetry_drain_id, variant: 'sdk'})
    this.log(await renderTelemetryDrain(this.platform, drain))
    return drain
  }
}
