import type {Account, OauthAuthorization} from '../operations/resources.js'
import {longestTokenLife, oauthScopes} from '../rules/facts.js'
import type {Row} from '../store/schema.js'
import {digestOf, newToken} from './authentication.js'
import {after, type Context, nowText} from './context.js'
import {forbidden, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {wireTime} from './time.js'

export const accountHandlers: Handlers<
  | 'account.info'
  | 'account.info-by-user'
  | 'oauth-authorization.create'
  | 'oauth-authorization.delete'
  | 'oauth-authorization.info'
  | 'oauth-authorization.list'
> = {
  async 'account.info'({actor}) {
    return accountView(actor.account)
  },

  async 'account.info-by-user'(_, {account}) {
    return accountView(account)
  },

  async 'oauth-authorization.list'(context) {
    const {account} = context.actor
    const tokens = await context.db.selectFrom('tokens').selectAll().where('account_id', '=', account.id).where('addon_id', 'is', null).orderBy('created_at').execute()
    return tokens.map((token) => authorizationView(context, token))
  },

  async 'oauth-authorization.info'(context, {authorization}) {
    return authorizationView(context, authorization)
  },

  async 'oauth-authorization.create'(context, _, {description = 'Long-lived user authorization', expires_in, scope = ['global']}) {
    const {account, scopes: own} = context.actor
    requireScopes(scope)
    if (!own.includes('global') && scope.some((name) => !own.includes(name)))
      throw forbidden(`A token of scope ${own.join(', ')} cannot make one of scope ${scope.join(', ')}.`)
    const {row, token} = await issueToken(context, account.id, {description, expiresIn: expires_in ?? null, scopes: scope})
    return authorizationView(context, row, token)
  },

  async 'oauth-authorization.delete'(context, {authorization}) {
    await context.db.deleteFrom('tokens').where('id', '=', authorization.id).execute()
    return authorizationView(context, authorization)
  },
}

/** @throws {ApiError} 422 for a scope that Heroku has not, or none at all */
export function requireScopes(wanted: readonly string[]): void {
  const unknown = wanted.find((name) => !(oauthScopes as readonly string[]).includes(name))
  if (unknown !== undefined || wanted.length === 0) throw invalid(`Couldn't find that scope: ${unknown ?? ''}. Scopes are ${oauthScopes.join(', ')}.`)
}

interface TokenRequest {
  description: string
  /** Seconds from now; null for a token that stays valid. */
  expiresIn: number | null
  scopes: readonly string[]
}

/**
 * Makes a token. The only moment at which it can be told: the store keeps its digest.
 *
 * @throws {ApiError} 422 for one that would be good for longer than any is
 */
export async function issueToken(context: Context, accountId: string, request: TokenRequest): Promise<{row: Row<'tokens'>; token: string}> {
  if (request.expiresIn !== null && request.expiresIn > longestTokenLife) throw invalid(`expires_in is at most ${longestTokenLife} seconds, which are ten years, not ${request.expiresIn}. Leave it out for a token that does not expire.`)
  const token = newToken()
  const row: Row<'tokens'> = {
    id: context.newId(),
    digest: digestOf(token),
    account_id: accountId,
    addon_id: null,
    scopes_json: JSON.stringify(request.scopes),
    description: request.description,
    expires_at: request.expiresIn === null ? null : after(context, request.expiresIn),
    created_at: nowText(context),
    updated_at: nowText(context),
  }
  await context.db.insertInto('tokens').values(row).execute()
  return {row, token}
}

const accountView = (account: Row<'accounts'>): Account => ({
  allow_tracking: false,
  beta: false,
  country_of_residence: null,
  created_at: wireTime(account.created_at),
  default_organization: null,
  default_team: null,
  delinquent_at: null,
  email: account.email,
  federated: false,
  id: account.id,
  identity_provider: null,
  last_login: null,
  name: account.name,
  sms_number: null,
  suspended_at: null,
  two_factor_authentication: false,
  updated_at: wireTime(account.updated_at),
  verified: true,
})

/** The token itself is in the answer only when it has just been made; afterwards nobody knows it. */
function authorizationView({actor, now}: Context, row: Row<'tokens'>, token = ''): OauthAuthorization {
  const expires_in = row.expires_at === null ? null : Math.max(0, Math.ceil((Date.parse(row.expires_at) - now.getTime()) / 1000))
  return {
    access_token: {expires_in, id: row.id, token},
    client: null,
    created_at: wireTime(row.created_at),
    description: row.description,
    grant: null,
    id: row.id,
    refresh_token: null,
    scope: JSON.parse(row.scopes_json) as string[],
    session: null,
    updated_at: wireTime(row.updated_at),
    user: {email: actor.account.email, full_name: actor.account.name, id: actor.account.id},
  }
}
