import {TimedOut, UsageFailure} from '../../lib/client/failures.js'
import {askToEnd, isAlive} from '../../lib/client/running.js'
import {sleep} from '../../lib/client/sleep.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'

/** How long it may take to finish what is under way, in milliseconds. */
const patience = 15_000
const interval = 25

export default class ControlPlaneStop extends ControlPlaneCommand {
  static override description = 'stop the control plane that runs on this machine'
  static override examples = ['<%= config.bin %> control-plane:stop']

  async run(): Promise<{pid: number; url: string}> {
    const {raw} = await this.parse(ControlPlaneStop)
    // What the environment says is meant for others.
    if (raw.some((token) => token.type === 'flag' && token.flag === 'world'))
      throw new UsageFailure(`A control plane is stopped with all its worlds: leave out --world. ${this.config.bin} control-plane:worlds:delete deletes one.`)
    // The process of a record that was left behind may by now be somebody else's, which is not to be stopped.
    const {pid, url, stop_delay = 0} = await this.requireRunning()
    const limit = patience + stop_delay * 1000
    await this.progress(`Stopping control plane at ${url}`, async () => {
      const deadline = performance.now() + limit
      askToEnd(pid)
      while (isAlive(pid)) {
        if (performance.now() > deadline) throw new TimedOut(`The control plane (pid ${pid}) has not stopped within ${limit / 1000} s.`)
        await sleep(interval)
      }
    })
    return {pid, url}
  }
}
