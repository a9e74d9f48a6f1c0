import type {KnownAccount, KnownToken, MadeToken} from '../operations/tokens.js'
import {longestAccountName, longestTokenDescription} from '../rules/facts.js'
import {email as validEmail} from '../rules/names.js'
import type {Row} from '../store/schema.js'
import {issueToken, requireScopes} from './accounts.js'
import {operatorScope} from './authentication.js'
import {nowText} from './context.js'
import {accept, invalid, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {accountBy, ensureAccount} from './subjects/account.js'
import {wireTime} from './time.js'

export const tokenHandlers: Handlers<
  | 'control-plane-account.create'
  | 'control-plane-account.list'
  | 'control-plane-token.create'
  | 'control-plane-token.create-first'
  | 'control-plane-token.delete'
  | 'control-plane-token.list'
> = {
  async 'control-plane-account.list'({db, now}) {
    const accounts = await db.selectFrom('accounts').selectAll().orderBy('email').execute()
    const tokens = await db.selectFrom('tokens').select(['account_id', 'expires_at']).execute()
    const valid = tokens.filter(({expires_at}) => expires_at === null || expires_at > now.toISOString())
    const counts = new Map<string, number>()
    for (const {account_id} of valid) counts.set(account_id, (counts.get(account_id) ?? 0) + 1)
    return accounts.map((account) => accountView(account, counts.get(account.id) ?? 0))
  },

  async 'control-plane-account.create'(context, _, {email: address, name = null}) {
    const email = accept(validEmail(address))
    if (await accountBy(context, email)) throw invalid(`There is an account ${email} already.`)
    if (name !== null) requireAccountName(name)
    const account = await ensureAccount(context, email)
    if (name !== null) await context.db.updateTable('accounts').set({name}).where('id', '=', account.id).execute()
    return accountView({...account, name}, 0)
  },

  async 'control-plane-token.list'({db}) {
    const tokens = await db.selectFrom('tokens').innerJoin('accounts', 'accounts.id', 'tokens.account_id').selectAll('tokens').select('accounts.email').orderBy('tokens.created_at').orderBy('tokens.id').execute()
    return tokens.map((token) => tokenView(token, token.email))
  },

  async 'control-plane-token.create'(context, _, {account: identity, description = '', expires_in = null, operator = false, scope = ['global']}) {
    const account = await accountBy(context, identity)
    if (!account) throw notFound('account')
    requireScopes(scope)
    if (description.length > longestTokenDescription) throw invalid(`The description of a token has at most ${longestTokenDescription} characters.`)
    const {row, token} = await issueToken(context, account.id, {description, expiresIn: expires_in, scopes: operator ? [...scope, operatorScope] : scope})
    return madeView(row, account.email, token)
  },

  /** Asked by every server that starts, of which one is the first. */
  async 'control-plane-token.create-first'(context) {
    const {account} = context.actor
    const stored = await context.db
      .selectFrom('tokens')
      .select('id')
      .where('scopes_json', 'like', `%"${operatorScope}"%`)
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', nowText(context))]))
      .executeTakeFirst()
    if (stored) return {first: null}
    const {row, token} = await issueToken(context, account.id, {description: 'the first', expiresIn: null, scopes: ['global', operatorScope]})
    return {first: madeView(row, account.email, token)}
  },

  async 'control-plane-token.delete'({db}, {token}) {
    const {email} = await db.selectFrom('accounts').select('email').where('id', '=', token.account_id).executeTakeFirstOrThrow()
    await db.deleteFrom('tokens').where('id', '=', token.id).execute()
    return tokenView(token, email)
  },
}

/** @throws {ApiError} 422 */
export function requireAccountName(name: string): void {
  if (name.trim() === '' || name.length > longestAccountName) throw invalid(`The name of an account has 1 to ${longestAccountName} characters.`)
}

const accountView = ({id, email, name, created_at}: Row<'accounts'>, tokens: number): KnownAccount => ({id, email, name, tokens, created_at: wireTime(created_at)})

const tokenView = ({id, description, scopes_json, created_at, expires_at}: Row<'tokens'>, account: string): KnownToken => ({
  id,
  account,
  description,
  scopes: JSON.parse(scopes_json) as string[],
  created_at: wireTime(created_at),
  expires_at: expires_at === null ? null : wireTime(expires_at),
})

const madeView = (row: Row<'tokens'>, account: string, token: string): MadeToken => ({...tokenView(row, account), token})
