import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {commandLine, environmentOf, oneOffFlags} from '../../lib/command/one-off.js'
import type {Dyno} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class Run extends SpacedockCommand {
  static override description = `run a one-off process inside a dyno
The dyno is recorded and shows in ps until it ends by itself. Nothing is executed, so nothing can be attached to it: the
command ends with exit code 2. Use run:detached where that is what you want.`
  static override examples = ['<%= config.bin %> run bash --app my-app', '<%= config.bin %> run --size private-m --app my-app -- myscript.sh -a arg1']
  static override flags = {
    ...oneOffFlags,
    'exit-code': Flags.boolean({char: 'x', description: 'passthrough the exit code of the remote command'}),
    listen: Flags.boolean({description: 'listen on a local port', hidden: true}),
    'no-notify': Flags.boolean({description: 'disables notification when dyno is up (alternatively use HEROKU_NOTIFICATIONS=0)'}),
    'no-tty': Flags.boolean({description: 'force the command to not run in a tty'}),
  }
  static override strict = false
  static override usage = 'run COMMAND'

  /** @throws {UsageFailure} in any case: what a person waits for, the output, never comes */
  async run(): Promise<Dyno> {
    const {argv, flags} = await this.parse(Run)
    const app = await requireApp(flags)
    if (this.target.kind === 'heroku') throw new UsageFailure('spacedock cannot attach to a dyno on Heroku. Use the official CLI for that, or run:detached.')
    const command = await commandLine(this.platform, this.config.bin, app, argv.map(String), flags['no-launcher'])
    const {size, type} = flags
    const body = {
      attach: true,
      command,
      env: environmentOf(flags.env, (message) => this.warn(message)),
      force_no_tty: flags['no-tty'] ? true : null,
      ...(size !== undefined && {size}),
      ...(type !== undefined && {type}),
    }
    const dyno = await this.platform.call('dyno.create', {app, body})
    await this.progress(`Running ${color.code(command)} on ${color.app(app)}`, async () => dyno, ({name, state}) => `${state}, ${name}`)
    throw new UsageFailure(`Dyno ${dyno.name} is recorded, but nothing runs in it: spacedock executes no processes, so there is nothing to attach to. It shows in ${this.config.bin} ps --app ${app} until it ends by itself.`)
  }
}
