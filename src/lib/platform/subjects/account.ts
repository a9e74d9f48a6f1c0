import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrEmail} from '../identity.js'

/** An account by id or email address, or undefined. */
export async function accountBy(context: Context, identity: string): Promise<Row<'accounts'> | undefined> {
  const {column, value} = idOrEmail(identity)
  return context.db.selectFrom('accounts').selectAll().where(column, '=', value).executeTakeFirst()
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
