import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {shownSize} from '../../lib/command/dyno-list.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {noProcessTypes, parseChange} from '../../lib/command/formation.js'
import type {Formation} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class PsScale extends SpacedockCommand {
  static override aliases = ['dyno:scale']
  static override description = `scale dyno quantity up or down
Appending a size (eg. web=2:Standard-2X) allows simultaneous scaling and resizing.

Omitting any arguments will display the app's current dyno formation, in a
format suitable for passing back into ps:scale.`
  static override examples = ['<%= config.bin %> ps:scale web=3:Private-M worker+1 --app my-app', '<%= config.bin %> ps:scale --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override hiddenAliases = ['scale']
  static override strict = false
  static override usage = 'ps:scale [TYPE=QUANTITY[:SIZE]...]'

  async run(): Promise<Formation[]> {
    const {argv, flags} = await this.parse(PsScale)
    const app = await requireApp(flags)
    const changes = argv.map((argument) => parseChange(String(argument)))
    if (changes.length === 0) return this.#show(app)
    return this.progress(
      'Scaling dynos',
      async () => {
        const {space} = await this.platform.call('app.info', {app})
        const formation = await this.platform.call('formation.batch-update', {app, body: {updates: changes}})
        return withSizes(formation, space?.shield).filter(({type}) => changes.some((change) => change.type === type))
      },
      (changed) => `done, now running ${changed.map(({type, quantity, size}) => `${color.green(type)} at ${quantity}:${size}`).join(', ')}`,
    )
  }

  async #show(app: string): Promise<Formation[]> {
    const formation = await this.platform.call('formation.list', {app})
    if (formation.length === 0) throw noProcessTypes(color.app(app))
    const {space} = await this.platform.call('app.info', {app})
    const shown = withSizes(formation, space?.shield)
    this.log(shown.map(({type, quantity, size}) => `${type}=${quantity}:${size}`).sort().join(' '))
    return shown
  }
}

const withSizes = (formation: readonly Formation[], shield = false): Formation[] => formation.map((process) => ({...process, size: shownSize(process.size, shield)}))
