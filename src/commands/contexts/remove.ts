import {Args} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {readPreferences, writePreferences} from '../../lib/client/preferences.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {isBuiltIn, requireStored} from '../../lib/command/context-list.js'

export default class ContextsRemove extends SpacedockCommand {
  static override args = {name: Args.string({description: 'context to remove', ignoreStdin: true, required: true})}
  static override description = `remove a context that was added, and its token
When it is the current one, local is current afterwards.`
  static override examples = ['<%= config.bin %> contexts:remove shared']

  async run(): Promise<{name: string; removed: true}> {
    const {args} = await this.parse(ContextsRemove)
    const {name} = args
    if (isBuiltIn(name)) throw new UsageFailure(`${name} is built in and cannot be removed.`)
    const preferences = readPreferences(this.folders.config)
    requireStored(preferences, name)
    const {[name]: _, ...contexts} = preferences.contexts
    const {current} = preferences
    await writePreferences(this.folders.config, {contexts, ...(current !== undefined && current !== name && {current})})
    this.log(`Removed context ${name}`)
    return {name, removed: true}
  }
}
