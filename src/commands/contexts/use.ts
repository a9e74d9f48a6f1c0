import {Args} from '@oclif/core'
import {readPreferences, writePreferences} from '../../lib/client/preferences.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {isBuiltIn, listContexts, requireStored, type ShownContext} from '../../lib/command/context-list.js'

export default class ContextsUse extends SpacedockCommand {
  static override args = {name: Args.string({description: 'context to use from now on', ignoreStdin: true, required: true})}
  static override description = 'make a context the current one'
  static override examples = ['<%= config.bin %> contexts:use shared']

  async run(): Promise<ShownContext> {
    const {args} = await this.parse(ContextsUse)
    const preferences = readPreferences(this.folders.config)
    if (!isBuiltIn(args.name)) requireStored(preferences, args.name)
    const changed = {...preferences, current: args.name}
    await writePreferences(this.folders.config, changed)
    this.log(`Now using context ${args.name}`)
    return listContexts(changed).find((shown) => shown.current) as ShownContext
  }
}
