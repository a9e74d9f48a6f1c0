import {Flags} from '@oclif/core'
import {NothingToList} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {renderDynos, renderExtendedDynos, shownSize} from '../../lib/command/dyno-list.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Dyno} from '../../lib/operations/processes.js'
import {color} from '../../lib/render/color.js'

export default class Ps extends SpacedockCommand {
  static override description = 'list dynos for an app'
  static override examples = ['<%= config.bin %> ps --app my-app', '<%= config.bin %> ps run --app my-app # specifying types']
  static override flags = {
    app: appFlag(),
    extended: Flags.boolean({char: 'x', description: 'show where each dyno runs', hidden: true}),
    'no-wrap': Flags.boolean({description: 'disable wrapped table cells for easier copy/paste'}),
    remote: remoteFlag(),
  }
  static override strict = false
  static override usage = 'ps [TYPE [TYPE ...]]'

  async run(): Promise<Dyno[]> {
    const {argv, flags} = await this.parse(Ps)
    const app = await requireApp(flags)
    const types = argv.map(String)
    const [all, {space}] = await Promise.all([
      this.platform.call('dyno.list', {app, variant: 'sdk', ...(flags.extended && {query: {extended: 'true'}})}),
      this.platform.call('app.info', {app, variant: 'sdk'}),
    ])
    for (const type of types) {
      if (!all.some((dyno) => dyno.type === type)) throw new NothingToList(`No ${color.info(type)} dynos on ${color.app(app)}`)
    }
    const dynos = all
      .filter(({type}) => types.length === 0 || types.includes(type))
      .map((dyno) => ({...dyno, size: shownSize(dyno.size, space?.shield ?? false)}))
      .sort((a, b) => (a.name > b.name ? 1 : a.name < b.name ? -1 : 0))
    if (flags.extended) this.log(renderExtendedDynos(dynos, flags['no-wrap']))
    else this.log(dynos.length === 0 ? `No dynos on ${color.app(app)}` : renderDynos(dynos))
    return dynos
  }
}
