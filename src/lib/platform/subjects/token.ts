import type {Row} from '../../store/schema.js'
import {requireOperator} from '../authorization.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'

/** A token that anybody has, for whoever runs the control plane. @throws {ApiError} 403 for everybody else, who is not to learn which there are */
export async function findToken({actor, db}: Context, identity: string): Promise<Row<'tokens'>> {
  requireOperator(actor)
  const token = await db.selectFrom('tokens').selectAll().where('id', '=', identity).executeTakeFirst()
  if (!token) throw notFound('token')
  return token
}
