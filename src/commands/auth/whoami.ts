import {ApiFailure} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Account} from '../../lib/operations/resources.js'

export default class AuthWhoami extends SpacedockCommand {
  static override aliases = ['whoami']
  static override description = 'display the current logged in user'
  static override examples = ['<%= config.bin %> auth:whoami', '<%= config.bin %> whoami --as member@acme.example']

  async run(): Promise<Account> {
    await this.parse(AuthWhoami)
    const {target} = this
    const key = process.env['HEROKU_API_KEY']
    if (key && target.kind !== 'embedded' && target.token === key) this.warn('HEROKU_API_KEY is set')
    const account = await this.platform.call('account.info', {}).catch((error: unknown) => {
      const tokenless = target.kind !== 'embedded' && target.token === undefined
      throw tokenless && error instanceof ApiFailure && error.status === 401 ? notLoggedIn(error) : error
    })
    this.log(account.email)
    return account
  }
}

const notLoggedIn = ({status, body, headers}: ApiFailure) => new ApiFailure(status, {...body, message: 'not logged in'}, headers)
