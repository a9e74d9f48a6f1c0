import {NotThere} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {shownSize} from '../../lib/command/dyno-list.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {noProcessTypes, renderFormation} from '../../lib/command/formation.js'
import type {Formation} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class PsType extends SpacedockCommand {
  static override aliases = ['ps:resize', 'dyno:resize']
  static override description = `manage dyno sizes
Called with no arguments shows the current dyno size.

Called with one argument sets the size.
Where SIZE is one of those that apps in its space can have.

Called with 1..n TYPE=SIZE arguments sets the size per type.`
  static override examples = ['<%= config.bin %> ps:type --app my-app', '<%= config.bin %> ps:type web=private-m worker=private-l --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}
  static override hiddenAliases = ['resize', 'dyno:type']
  static override strict = false
  static override usage = 'ps:type [SIZE | TYPE=SIZE...]'

  async run(): Promise<Formation[]> {
    const {argv, flags} = await this.parse(PsType)
    const app = await requireApp(flags)
    if (argv.length > 0) await this.#resize(app, argv.map(String))
    const formation = await this.platform.call('formation.list', {app})
    const {space} = await this.platform.call('app.info', {app})
    if (formation.length === 0) throw noProcessTypes(app)
    const shown = formation.map((process) => ({...process, size: shownSize(process.size, space?.shield ?? false)}))
    this.log(renderFormation(shown))
    return shown
  }

  async #resize(app: string, words: readonly string[]) {
    const formation = await this.platform.call('formation.list', {app})
    const updates = words.some((word) => word.includes('='))
      ? words.map((word) => assignment(word, formation))
      : formation.map(({type}) => ({type, size: words[0] ?? ''}))
    if (updates.length === 0) return
    await this.progress(`Scaling dynos on ${color.app(app)}`, () => this.platform.call('formation.batch-update', {app, body: {updates}}))
  }
}

/** `web=private-m`, for a type that the app has. */
function assignment(word: string, formation: readonly Formation[]): {type: string; size: string} {
  const [, type, size] = /^([\w-]+)=([\w.-]+)$/.exec(word) ?? []
  if (type !== undefined && size !== undefined && formation.some((process) => process.type === type)) return {type, size}
  const types = color.info(formation.map((process) => process.type).join(', '))
  throw new NotThere(`Type ${color.failure(type ?? '')} not found in process formation.\nTypes: ${types}`)
}
