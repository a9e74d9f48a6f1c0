import {Flags} from '@oclif/core'
import {WaitFailed} from '../../../lib/client/failures.js'
import {intervalFor, waitUntil} from '../../../lib/client/waiting.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {seconds} from '../../../lib/command/flags.js'
import {resumable} from '../../../lib/command/interrupt.js'
import {renderVpnConfig, vpnArg} from '../../../lib/command/vpn.js'
import type {VpnConnection} from '../../../lib/operations/vpn-connections.js'
import {color} from '../../../lib/render/color.js'

/** As long as the official CLI waits, in seconds: 20 minutes. */
const defaultTimeout = 20 * 60

export default class SpacesVpnWait extends SpacedockCommand {
  static override args = {name: vpnArg('you are waiting on for allocation.')}
  static override description = 'wait for VPN Connection to be created'
  static override examples = ['<%= config.bin %> spaces:vpn:wait office --space my-space']
  static override flags = {
    interval: seconds({char: 'i', description: 'seconds to wait between poll intervals (30 on Heroku, less where it costs nothing)'}),
    space: Flags.string({char: 's', description: 'space the vpn connection belongs to', required: true}),
    timeout: seconds({char: 't', default: defaultTimeout, description: 'maximum number of seconds to wait'}),
  }

  async run(): Promise<VpnConnection> {
    const {args, flags} = await this.parse(SpacesVpnWait)
    const {name} = args
    const {interval, space, timeout} = flags
    const look = () => this.platform.call('vpn-connection.info', {space, vpnConnection: name})
    const first = await look()
    if (first.status === 'active') {
      this.log('VPN has been allocated.')
      return first
    }
    const again = `${this.config.bin} spaces:vpn:wait ${name} --space ${space}${this.contextFlags}`
    const wait = {
      interval: interval === undefined ? intervalFor(this.target) : interval * 1000,
      timeout: timeout * 1000,
      onTimeout: () => `Timeout waiting for VPN to become allocated. It has taken more than ${timeout} s. Wait on with ${again}.`,
    }
    const connection = await resumable(again, () =>
      this.progress(`Waiting for VPN Connection ${color.green(name)} to allocate...`, () =>
        waitUntil(async () => {
          const now = await look()
          if (now.status === 'failed') throw new WaitFailed('conflict', now.status_message)
          if (now.status === 'deprovisioning') throw new WaitFailed('conflict', `VPN connection ${name} is being destroyed; it will not be allocated.`)
          return now.status === 'active' ? {done: true, value: now} : {done: false}
        }, wait),
      ),
    )
    this.log(renderVpnConfig(name, connection))
    return connection
  }
}
