import {teamOwnerDomain} from '../../rules/facts.js'
import {email as validEmail} from '../../rules/names.js'
import type {Row} from '../../store/schema.js'
import {type Context, nowText} from '../context.js'
import {accept, invalid, notFound} from '../errors.js'
import {idOrEmail} from '../identity.js'

/** An account by id or email address, or undefined. */
export async function accountBy(context: Context, identity: string): Promise<Row<'accounts'> | undefined> {
  const {column, value} = idOrEmail(identity)
  return context.db.selectFrom('accounts').selectAll().where(column, '=', value).executeTakeFirst()
}

/**
 * The account of an email address. Who has none in this world gets one: there is nobody to accept an invitation.
 *
 * @throws {ApiError} 422 for what is no email address of a person
 */
export async function ensureAccount(context: Context, address: string): Promise<Row<'accounts'>> {
  const email = accept(validEmail(address))
  const known = await accountBy(context, email)
  if (known) return known
  if (email.endsWith(`@${teamOwnerDomain}`)) throw invalid(`${email} stands for a team and cannot be somebody's address.`)
  const account = {id: context.newId(), email, name: null, created_at: nowText(context), updated_at: nowText(context)}
  await context.db.insertInto('accounts').values(account).execute()
  return account
}

/**
 * The account in a path: `~` is the caller's own, and the only one a caller may look into.
 *
 * @throws {ApiError} 404
 */
export async function findOwnAccount(context: Context, identity: string): Promise<Row<'accounts'>> {
  const {account} = context.actor
  if (identity === '~' || identity.toLowerCase() === account.email || identity.toLowerCase() === account.id) return account
  throw notFound('account')
}
