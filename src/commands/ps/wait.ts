import {Flags} from '@oclif/core'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag, seconds} from '../../lib/command/flags.js'
import {resumable} from '../../lib/command/interrupt.js'
import {defaultTimeout} from '../../lib/command/space-wait.js'
import {intervalFor, waitUntil} from '../../lib/client/waiting.js'
import type {Dyno} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class PsWait extends SpacedockCommand {
  static override description = 'wait for all dynos to be running latest version after a release'
  static override examples = ['<%= config.bin %> ps:wait --app my-app']
  static override flags = {
    app: appFlag(),
    remote: remoteFlag(),
    type: Flags.string({char: 't', description: 'wait for one specific dyno type'}),
    'wait-interval': seconds({char: 'w', description: 'how frequently to poll in seconds (30 on Heroku, less where it costs nothing)'}),
    'with-run': Flags.boolean({char: 'R', description: 'whether to wait for one-off run dynos', exclusive: ['type']}),
  }

  async run(): Promise<Dyno[]> {
    const {flags} = await this.parse(PsWait)
    const app = await requireApp(flags)
    const [latest] = await this.platform.call('release.list', {app, range: 'version ..; order=desc,max=1'})
    if (!latest) {
      this.warn(`App ${color.app(app)} has no releases`)
      return []
    }
    const isAwaited = ({type}: Dyno) => type !== 'release' && (flags['with-run'] || type !== 'run') && (flags.type === undefined || type === flags.type)
    const isReady = ({state, release}: Dyno) => state === 'up' && release.version >= latest.version
    const dynos = async () => (await this.platform.call('dyno.list', {app})).filter(isAwaited)
    const first = await dynos()
    if (first.every(isReady)) return first

    const again = `${this.config.bin} ps:wait --app ${app}${this.contextFlags}`
    const wait = {
      interval: flags['wait-interval'] === undefined ? intervalFor(this.target) : flags['wait-interval'] * 1000,
      timeout: defaultTimeout * 1000,
      onTimeout: () => `The dynos of ${app} are not all running v${latest.version} after ${defaultTimeout} s. Wait on with ${again}.`,
    }
    return resumable(again, () =>
      this.progress(
        `Waiting for every dyno to be running v${latest.version}`,
        () =>
          waitUntil(async () => {
            const now = await dynos()
            return now.every(isReady) ? {done: true, value: now} : {done: false}
          }, wait),
        (ready) => `${ready.length} / ${ready.length}, done`,
      ),
    )
  }
}
