import {readPreferences} from '../../lib/client/preferences.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {listContexts, type ShownContext} from '../../lib/command/context-list.js'
import {renderTable} from '../../lib/render/table.js'

export default class Contexts extends SpacedockCommand {
  static override description = `list the control planes that commands can go to
The current one is used when neither --context, SPACEDOCK_CONTEXT nor HEROKU_HOST names another.`
  static override examples = ['<%= config.bin %> contexts']

  async run(): Promise<ShownContext[]> {
    await this.parse(Contexts)
    const contexts = listContexts(readPreferences(this.folders.config))
    this.log(
      renderTable(contexts, {
        current: {header: ' ', get: ({current}) => (current ? '*' : '')},
        name: {header: 'Name'},
        url: {header: 'Target', get: ({url}) => url ?? 'embedded'},
        team: {header: 'Team'},
        token: {header: 'Token', get: ({token}) => (token ? 'kept' : '')},
      }),
    )
    return contexts
  }
}
