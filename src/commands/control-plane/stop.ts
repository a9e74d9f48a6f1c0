import {TimedOut} from '../../lib/client/failures.js'
import {isAlive} from '../../lib/client/running.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'

/** How long it may take to finish what is under way, in milliseconds. */
const patience = 10_000
const interval = 25

export default class ControlPlaneStop extends ControlPlaneCommand {
  static override description = 'stop the control plane that runs on this machine'
  static override examples = ['<%= config.bin %> control-plane:stop']

  async run(): Promise<{pid: number; url: string}> {
    await this.parse(ControlPlaneStop)
    const {pid, url} = this.requireRunning()
    await this.progress(`Stopping control plane at ${url}`, async () => {
      process.kill(pid, 'SIGTERM')
      const deadline = Date.now() + patience
      while (isAlive(pid)) {
        if (Date.now() > deadline) throw new TimedOut(`The control plane (pid ${pid}) has not stopped within ${patience / 1000} s.`)
        await new Promise((resolve) => setTimeout(resolve, interval))
      }
    })
    return {pid, url}
  }
}
