import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {renderSpaceDynos, shownSize} from '../../lib/command/dyno-list.js'
import {hiddenSpaceArg, requireSpace} from '../../lib/command/flags.js'
import type {SpaceDynos} from '../../lib/operations/processes.js'

export default class SpacesPs extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'list dynos for a space'
  static override examples = ['<%= config.bin %> spaces:ps my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get dynos of'})}

  async run(): Promise<SpaceDynos[]> {
    const {args, flags} = await this.parse(SpacesPs)
    const name = requireSpace(flags, args, `Space name required.\nUSAGE: ${this.config.bin} spaces:ps my-space`)
    const [apps, {shield}] = await Promise.all([
      this.platform.call('space-dyno.list', {space: name}),
      this.platform.call('space.info', {space: name}),
    ])
    const shown = apps.map((app) => ({...app, dynos: app.dynos.map((dyno) => ({...dyno, size: shownSize(dyno.size, shield)}))}))
    if (shown.length > 0) this.log(renderSpaceDynos(shown))
    return shown
  }
}
