import {databaseFlag, OperatorCommand} from '../../lib/command/operator.js'
import type {KnownToken} from '../../lib/operations/tokens.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class Tokens extends OperatorCommand {
  static override description = `list the tokens of a control plane
Everybody's; what they are is known to nobody but who has made them.`
  static override examples = ['<%= config.bin %> tokens', '<%= config.bin %> tokens --json']
  static override flags = {database: databaseFlag()}

  async run(): Promise<KnownToken[]> {
    await this.parse(Tokens)
    const tokens = await this.platform.call('control-plane-token.list', {})
    this.log(
      tokens.length === 0
        ? 'There are no tokens.'
        : renderTable(tokens, {
            id: {header: 'ID'},
            account: {header: 'Account', get: ({account}) => color.user(account)},
            description: {header: 'Description'},
            scopes: {header: 'Scopes', get: ({scopes}) => scopes.join(', ')},
            created: {header: 'Created', get: ({created_at}) => created_at},
            expires: {header: 'Expires', get: ({expires_at}) => expires_at ?? 'never'},
          }),
    )
    return tokens
  }
}
