import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {exporterTypes, headersFrom, signalsFrom} from '../../lib/command/telemetry.js'
import type {TelemetryDrain} from '../../lib/operations/telemetry.js'

export default class TelemetryAdd extends SpacedockCommand {
  static override args = {endpoint: Args.string({description: 'drain url', ignoreStdin: true, required: true})}
  static override description = 'Add and configure a new telemetry drain. Defaults to collecting all telemetry unless otherwise specified.'
  static override examples = [`<%= config.bin %> telemetry:add https://my-endpoint.example.com --app my-app --signals logs,traces --headers '{"x-api-key": "API_KEY"}'`]
  static override flags = {
    app: Flags.string({char: 'a', description: 'app to add a drain to', exactlyOne: ['app', 'space']}),
    headers: Flags.string({default: '{}', description: 'custom headers to configure the drain in json format', noCacheDefault: true}),
    signals: Flags.string({default: 'all', description: 'comma-delimited list of signals to collect (traces, metrics, logs). Use "all" to collect all signals.'}),
    space: Flags.string({char: 's', description: 'space to add a drain to'}),
    transport: Flags.string({default: 'http', description: 'transport protocol for the drain'}),
  }

  async run(): Promise<TelemetryDrain> {
    const {args, flags} = await this.parse(TelemetryAdd)
    const {app, space, transport} = flags
    const type = transportType(transport)
    const exporter = {endpoint: args.endpoint, headers: headersFrom(flags.headers), type}
    const signals = signalsFrom(flags.signals, this.config.bin)
    const {id} = app === undefined ? await this.platform.call('space.info', {space: space ?? ''}) : await this.platform.call('app.info', {app, variant: 'sdk'})
    const drain = await this.platform.call('telemetry-drain.create', {
      variant: 'sdk',
      body: {exporter, owner: {id, type: app === undefined ? 'space' : 'app'}, signals},
    })
    this.log(`successfully added drain ${drain.exporter.endpoint}`)
    return drain
  }
}

/** Splunk's own protocol is taken and not offered, as in the official CLI. */
function transportType(transport: string) {
  if (transport !== 'http' && transport !== 'grpc' && transport !== 'splunk') throw new UsageFailure(`Expected --transport=${transport} to be one of: http, grpc`)
  return exporterTypes[transport]
}
