import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {stateLabel} from '../../lib/command/state-location.js'
import type {ControlPlaneStatus as Status} from '../../lib/operations/control.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderObject} from '../../lib/render/object.js'

interface Shown extends Status {
  /** Null for the embedded world, which needs no server. */
  url: string | null
  /** The one that --world names. */
  world?: string
  pid?: number
  started_at?: string
  data?: string
}

export default class ControlPlaneStatus extends ControlPlaneCommand {
  static override description = `show the control plane that commands talk to
The one this machine serves, else the embedded world, else that of --context.`
  static override examples = ['<%= config.bin %> control-plane:status']

  async run(): Promise<Shown> {
    await this.parse(ControlPlaneStatus)
    const {target, running} = this
    const status = await this.platform.call('control-plane.status', {})
    const url = target.kind === 'embedded' ? null : target.url
    const here = running?.url === url && running ? {pid: running.pid, started_at: running.started_at, data: running.data} : {}
    const {namedWorld} = this
    const shown = {url, ...(namedWorld !== undefined && {world: namedWorld}), ...(url === null && {data: this.folders.world}), ...here, ...status}
    this.log(renderHeader(url === null ? 'Embedded control plane' : `Control plane at ${url}`))
    this.log(
      renderObject({
        World: namedWorld,
        [stateLabel(shown.data)]: shown.data,
        Pid: here.pid,
        'Started at': here.started_at,
        ...Object.fromEntries(Object.entries(status.counts).map(([name, count]) => [name[0]?.toUpperCase() + name.slice(1), String(count)])),
      }),
    )
    return shown
  }
}
