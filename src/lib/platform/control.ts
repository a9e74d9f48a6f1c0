import {sql} from 'kysely'
import type {ControlPlaneStatus} from '../operations/control.js'
import {schemaVersion} from '../store/store.js'
import {issueToken} from './accounts.js'
import {operatorScope} from './authentication.js'
import {type Context, nowText} from './context.js'
import {notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {listSettings, readSettings, writeSettings} from './settings.js'
import {accountBy} from './subjects/account.js'

export const controlHandlers: Handlers<
  | 'control-plane.reset'
  | 'control-plane.status'
  | 'control-plane-setting.list'
  | 'control-plane-setting.update'
  | 'control-plane-token.create'
  | 'control-plane-token.create-first'
> = {
  async 'control-plane.status'(context) {
    return statusOf(context)
  },

  async 'control-plane.reset'(context) {
    const {resetWorld} = await import('../store/seed/world.js')
    await resetWorld(context.db)
    return statusOf(context)
  },

  async 'control-plane-setting.list'(context) {
    return listSettings(await context.settings())
  },

  async 'control-plane-setting.update'({db}, _, body) {
    await writeSettings(db, body)
    return listSettings(await readSettings(db))
  },

  async 'control-plane-token.create'(context, _, {account: identity, description, expires_in, operator}) {
    const account = await accountBy(context, identity)
    if (!account) throw notFound('account')
    const scopes = operator ? ['global', operatorScope] : ['global']
    const {row, token} = await issueToken(context, account.id, {description, expiresIn: expires_in ?? null, scopes})
    return {id: row.id, token, account: account.email, expires_at: row.expires_at}
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
    return {first: {id: row.id, token, account: account.email, expires_at: null}}
  },
}

/** What an operator counts. */
const counted = ['accounts', 'addons', 'apps', 'spaces', 'teams'] as const

async function statusOf({db}: Context): Promise<ControlPlaneStatus> {
  const counts: Record<string, number> = {}
  for (const table of counted) {
    const {count} = await db.selectFrom(table).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()
    counts[table] = Number(count)
  }
  return {counts, schema_version: schemaVersion}
}
