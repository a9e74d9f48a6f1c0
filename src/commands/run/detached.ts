import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {commandLine, environmentOf, oneOffFlags} from '../../lib/command/one-off.js'
import type {Dyno} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class RunDetached extends SpacedockCommand {
  static override description = 'run a detached dyno, where output is sent to your logs'
  static override examples = ['<%= config.bin %> run:detached ls --app my-app']
  static override flags = {...oneOffFlags, tail: Flags.boolean({char: 't', description: 'continually stream logs'})}
  static override strict = false
  static override usage = 'run:detached COMMAND'

  async run(): Promise<Dyno> {
    const {argv, flags} = await this.parse(RunDetached)
    const app = await requireApp(flags)
    if (flags.tail) throw new UsageFailure('spacedock runs no processes, so there are no logs to follow. Leave --tail out.')
    const command = await commandLine(this.platform, this.config.bin, app, argv.map(String), flags['no-launcher'])
    const body = {attach: false, command, env: environmentOf(flags.env, (message) => this.warn(message)), ...chosen(flags)}
    // Told only once there is a dyno, as in the official CLI.
    const dyno = await this.platform.call('dyno.create', {app, body})
    await this.progress(`Running ${color.code(command)} on ${color.app(app)}`, async () => dyno, ({name}) => `done, ${name}`)
    this.log(`Run ${color.code(`${this.config.bin} logs --app ${app} --dyno ${dyno.name}`)} to view the output.\n`)
    return dyno
  }
}

const chosen = ({size, type}: {size?: string | undefined; type?: string | undefined}) => ({...(size !== undefined && {size}), ...(type !== undefined && {type})})
