import {Args} from '@oclif/core'
import {databaseFlag, OperatorCommand} from '../../lib/command/operator.js'
import type {KnownToken} from '../../lib/operations/tokens.js'

export default class TokensRevoke extends OperatorCommand {
  static override args = {id: Args.string({description: 'id of the token, as tokens shows it', ignoreStdin: true, required: true})}
  static override description = `take back a token
From then on it is refused, by every server at once.`
  static override examples = ['<%= config.bin %> tokens:revoke 01234567-89ab-cdef-0123-456789abcdef']
  static override flags = {database: databaseFlag()}

  async run(): Promise<KnownToken> {
    const {args} = await this.parse(TokensRevoke)
    return this.progress(`Revoking token ${args.id}`, () => this.platform.call('control-plane-token.delete', {token: args.id}))
  }
}
