import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {isLoopback} from '../../lib/client/http.js'
import {createPlatform} from '../../lib/client/platform.js'
import type {RunningControlPlane} from '../../lib/client/running.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {officialEnvironment} from '../../lib/command/official-environment.js'
import {type Shell, exportLines, shellOf, shells} from '../../lib/command/shells.js'

export default class ControlPlaneEnv extends ControlPlaneCommand {
  static override description = `print what points the official heroku CLI at the control plane of this machine
Evaluate it in a shell: from then on heroku talks to the control plane, as the account of --as.`
  static override examples = ['eval "$(<%= config.bin %> control-plane:env)"', '<%= config.bin %> control-plane:env --shell fish | source']
  static override flags = {
    as: Flags.string({description: 'account whose token to print', helpValue: 'EMAIL'}),
    shell: Flags.string({description: 'shell to print for; by default the one of $SHELL', options: [...shells]}),
  }

  async run(): Promise<Record<string, string>> {
    const {flags} = await this.parse(ControlPlaneEnv)
    const running = await this.requireRunning()
    if (!isLoopback(new URL(running.url).hostname))
      throw new UsageFailure(`The official CLI sends its token to localhost and 127.0.0.1 only, and this control plane listens on ${running.url}. Start one on 127.0.0.1.`)
    const variables = officialEnvironment(running.url, flags.as === undefined ? running.token : await tokenFor(flags.as, running, this.config.userAgent))
    // The options of the flag are the shells.
    this.log(exportLines(variables, (flags.shell as Shell | undefined) ?? shellOf(process.env)))
    return variables
  }
}

async function tokenFor(account: string, {url, token}: RunningControlPlane, userAgent: string): Promise<string> {
  const {openHttp} = await import('../../lib/client/http.js')
  const {send, close} = await openHttp({url, token, userAgent})
  try {
    const made = await createPlatform(send).call('control-plane-token.create', {body: {account, description: 'control-plane:env'}})
    return made.token
  } finally {
    close()
  }
}
