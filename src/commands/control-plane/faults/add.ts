import {Flags} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import {secondsIn} from '../../../lib/command/duration.js'
import {aimText, countText, faultText} from '../../../lib/command/faults.js'
import {type Fault, faultKinds} from '../../../lib/operations/faults.js'

export default class ControlPlaneFaultsAdd extends ControlPlaneCommand {
  static override description = `have requests fail on purpose
Kinds of faults, of which error is the default (and latency where only --latency is given):
error: the answer is an error, and nothing is done
latency: the request is carried out later
reset: the connection is reset, and nothing is done
lost-reply: the request is carried out, and the connection is reset
truncate: the request is carried out, and the answer ends in its middle
stuck-allocating: the space that is created is not allocated until the fault is cleared
not-ready: a space is said to be allocated, and what needs it is refused
not-applied: new trusted IP ranges are answered as if they were in force, and are not
Each fault counts the requests it is for: it lets some pass (--after), strikes some (--times), and then no more. What operators do with the control plane is never struck.`
  static override examples = [
    '<%= config.bin %> control-plane:faults:add --operation space.create --status 503 --times 2',
    '<%= config.bin %> control-plane:faults:add --operation "*" --status 429 --retry-after 1 --after 10 --times 5',
    '<%= config.bin %> control-plane:faults:add --operation "*" --method GET --latency 500ms --always',
    '<%= config.bin %> control-plane:faults:add --kind lost-reply --operation team-app.create',
    '<%= config.bin %> control-plane:faults:add --kind stuck-allocating',
  ]
  static override flags = {
    after: Flags.integer({description: 'requests to let pass first', min: 0}),
    always: Flags.boolean({description: 'strike every request', exclusive: ['times']}),
    kind: Flags.string({description: 'what goes wrong', options: [...faultKinds]}),
    latency: Flags.string({description: 'how long a struck request waits first: 500ms, 2s, 1m', helpValue: 'TIME'}),
    method: Flags.string({description: 'strike only requests of this method'}),
    operation: Flags.string({description: 'operation to strike, as docs/operations.md names it, or * for all', helpValue: 'ID|*'}),
    'retry-after': Flags.integer({description: 'seconds that the answer of an error asks to wait', min: 0}),
    status: Flags.integer({description: 'status of the answer of an error; by default 503'}),
    times: Flags.integer({description: 'requests to strike; by default 1', min: 1}),
  }

  async run(): Promise<Fault> {
    const {flags} = await this.parse(ControlPlaneFaultsAdd)
    const {after, always, kind, latency, method, operation, status, times} = flags
    const body = {after, kind, latency: latency === undefined ? undefined : milliseconds(latency), method, operation, retry_after: flags['retry-after'], status, times: always ? null : times}
    const fault = await this.platform.call('control-plane-fault.create', {body})
    this.log(`Set the fault ${fault.id}: ${faultText(fault)}, for ${aimText(fault)}, ${countText(fault)}.`)
    this.log(`Clear it with ${this.config.bin} control-plane:faults:clear ${fault.id}`)
    return fault
  }
}

function milliseconds(text: string): number {
  const seconds = secondsIn(text)
  if (seconds === undefined) throw new UsageFailure(`--latency takes a time, not ${text}. Give it like 500ms, 2s or 1m.`)
  return Math.round(seconds * 1000)
}
