import {randomBytes} from 'node:crypto'
import type {Row} from '../store/schema.js'
import {digestOf} from './authentication.js'
import {after, type Context} from './context.js'

/** Seconds for which a grant can be exchanged (facts/addon-partners.md 3.2). */
const grantValidity = 300

/** Something that cannot be guessed: 192 random bits. */
export const newSecret = (): string => randomBytes(24).toString('base64url')

/** A grant for the tokens of an add-on, as it goes into the provision request. A repeated request carries a new one; what the first has been exchanged for stays good. */
export async function newGrant(context: Context, addon: Pick<Row<'addons'>, 'id'>, service: Pick<Row<'addon_services'>, 'id'>) {
  const code = newSecret()
  const grant = {code_digest: digestOf(code), code_expires_at: after(context, grantValidity)}
  await context.db
    .insertInto('partner_grants')
    .values({addon_id: addon.id, service_id: service.id, refresh_digest: null, ...grant})
    .onConflict((conflict) => conflict.column('addon_id').doUpdateSet(grant))
    .execute()
  return {code, expires_at: grant.code_expires_at, type: 'authorization_code' as const}
}
