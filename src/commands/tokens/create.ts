import {Flags} from '@oclif/core'
import {duration} from '../../lib/command/duration.js'
import {databaseFlag, OperatorCommand} from '../../lib/command/operator.js'
import type {MadeToken} from '../../lib/operations/tokens.js'
import {color} from '../../lib/render/color.js'

export default class TokensCreate extends OperatorCommand {
  static override description = `make a token of an account
The token alone is on standard output; it cannot be shown again. Scopes are Heroku's: global may do all that the account may, read and write leave out config vars and releases, read-protected and write-protected do not, identity shows who it is.`
  static override examples = [
    '<%= config.bin %> tokens:create --account ada@acme.example --description ci --expires-in 30d',
    '<%= config.bin %> tokens:create --account ada@acme.example --scope read --scope write',
    'TOKEN="$(<%= config.bin %> tokens:create --account admin@acme.example --operator --database "$DATABASE_URL")"',
  ]
  static override flags = {
    account: Flags.string({description: 'email address or id of the account', helpValue: 'EMAIL', required: true}),
    database: databaseFlag(),
    description: Flags.string({description: 'what it is for'}),
    'expires-in': duration({description: 'time until it expires; without it never'}),
    operator: Flags.boolean({description: 'let it run the control plane too: settings, accounts, tokens, reset'}),
    scope: Flags.string({description: 'what it may do; repeatable', helpValue: 'SCOPE', multiple: true}),
  }

  async run(): Promise<MadeToken> {
    const {flags} = await this.parse(TokensCreate)
    const {account, description, operator, scope} = flags
    const expires = flags['expires-in']
    const body = {account, operator, ...(description !== undefined && {description}), ...(scope && {scope}), ...(expires !== undefined && {expires_in: expires})}
    const made = await this.progress(`Creating token of ${color.user(account)}`, () => this.platform.call('control-plane-token.create', {body}))
    this.log(made.token)
    return made
  }
}
