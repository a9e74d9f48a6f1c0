import {databaseFlag, OperatorCommand} from '../../lib/command/operator.js'
import type {KnownAccount} from '../../lib/operations/tokens.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

export default class Accounts extends OperatorCommand {
  static override description = `list the accounts of a control plane
With the number of tokens that each of them has.`
  static override examples = ['<%= config.bin %> accounts', '<%= config.bin %> accounts --database postgres://spacedock@db.example.com/spacedock']
  static override flags = {database: databaseFlag()}

  async run(): Promise<KnownAccount[]> {
    await this.parse(Accounts)
    const accounts = await this.platform.call('control-plane-account.list', {})
    this.log(
      renderTable(accounts, {
        email: {header: 'Email', get: ({email}) => color.user(email)},
        name: {header: 'Name'},
        tokens: {header: 'Tokens'},
        created: {header: 'Created', get: ({created_at}) => created_at},
      }),
    )
    return accounts
  }
}
