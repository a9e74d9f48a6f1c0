import {Args, Flags} from '@oclif/core'
import {databaseFlag, OperatorCommand} from '../../lib/command/operator.js'
import type {KnownAccount} from '../../lib/operations/tokens.js'
import {color} from '../../lib/render/color.js'

export default class AccountsCreate extends OperatorCommand {
  static override args = {email: Args.string({description: 'email address of the account', ignoreStdin: true, required: true})}
  static override description = `make an account
It is in no team until a team's admin adds it, and signs in with a token of tokens:create.`
  static override examples = ['<%= config.bin %> accounts:create ada@acme.example --name "Ada Lovelace"']
  static override flags = {database: databaseFlag(), name: Flags.string({description: 'name of the person', helpValue: 'NAME'})}

  async run(): Promise<KnownAccount> {
    const {args, flags} = await this.parse(AccountsCreate)
    return this.progress(`Creating account ${color.user(args.email)}`, () =>
      this.platform.call('control-plane-account.create', {body: {email: args.email, ...(flags.name !== undefined && {name: flags.name})}}),
    )
  }
}
