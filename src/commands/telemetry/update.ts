import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {exporterTypes, headersFrom, renderTelemetryDrain, signalsFrom} from '../../lib/command/telemetry.js'
import type {TelemetryDrain} from '../../lib/operations/telemetry.js'

export default class TelemetryUpdate extends SpacedockCommand {
  static override args = {telemetry_drain_id: Args.string({description: 'ID of the drain to update', ignoreStdin: true, required: true})}
  static override description = 'updates a telemetry drain with provided attributes (attributes not provided remain unchanged)'
  static override examples = ['<%= config.bin %> telemetry:update acde070d-8c4c-4f0d-9d8a-162843c10333 --signals logs,metrics --endpoint https://my-new-endpoint.example.com']
  static override flags = {
    endpoint: Flags.string({description: 'drain url'}),
    headers: Flags.string({description: 'custom headers to configure the drain in json format'}),
    signals: Flags.string({description: 'comma-delimited list of signals to collect (traces, metrics, logs). Use "all" to collect all signals.'}),
    transport: Flags.string({description: 'transport protocol for the drain', options: ['http', 'grpc']}),
  }

  async run(): Promise<TelemetryDrain> {
    const {args, flags} = await this.parse(TelemetryUpdate)
    const id = args.telemetry_drain_id
    const {endpoint, headers, signals, transport} = flags
    if (!(endpoint || headers || signals || transport))
      throw new UsageFailure('Requires either --signals, --endpoint, --transport or HEADERS to be provided.\nSee more help with --help')
    const exporter = {
      ...(headers !== undefined && {headers: headersFrom(headers)}),
      ...(endpoint !== undefined && {endpoint}),
      ...(transport !== undefined && {type: exporterTypes[transport === 'grpc' ? 'grpc' : 'http']}),
    }
    const body = {
      ...(signals !== undefined && {signals: signalsFrom(signals, this.config.bin)}),
      ...(Object.keys(exporter).length > 0 && {exporter}),
    }
    const drain = await this.progress(`Updating telemetry drain ${id}`, () => this.platform.call('telemetry-drain.update', {telemetryDrain: id, variant: 'sdk', body}))
    this.log(await renderTelemetryDrain(this.platform, drain))
    return drain
  }
}
