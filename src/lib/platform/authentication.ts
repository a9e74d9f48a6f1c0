import {createHash, randomBytes, timingSafeEqual} from 'node:crypto'
import type {ApiRequest} from '../operations/wire.js'
import {didYouMean} from '../rules/suggest.js'
import {prepared} from '../store/prepared.js'
import type {Database} from '../store/store.js'
import type {Actor} from './context.js'
import {unauthorized} from './errors.js'
import {inTime} from './lifecycle.js'

/** Finds out who is asking. */
export type Identify = (request: ApiRequest, db: Database, now: Date) => Promise<Actor>

/** The header in which an embedded control plane is told as whom to act; a served one ignores it. */
export const actAsHeader = 'spacedock-as'

/** For the embedded control plane: whoever can open the file may act as any of its accounts. */
export function trustCaller(defaultEmail: string): Identify {
  return async (request, db) => {
    const email = request.headers[actAsHeader] ?? defaultEmail
    return {account: await accountOf(email, db), scopes: ['global'], operator: true}
  }
}

const accountByEmail = prepared((db, {email}: {email: string}) => db.selectFrom('accounts').selectAll().where('email', '=', email))

async function accountOf(email: string, db: Database): Promise<Actor['account']> {
  const [account] = await accountByEmail(db, {email})
  if (account) return account
  const emails = await db.selectFrom('accounts').select('email').orderBy('email').execute()
  const known = emails.map((row) => row.email)
  throw unauthorized(`There is no account ${email} in this world.${didYouMean(email, known)}`)
}

/** For a served control plane: a bearer token, or Basic with the token as its password (facts/platform-api.md 1.1). */
export const requireToken: Identify = async (request, db, now) => {
  const token = tokenOf(request.headers['authorization'])
  if (!token) throw unauthorized()
  const at = now.toISOString()
  const [found] = await tokenByDigest(db, {digest: digestOf(token), at})
  if (!found || (found.expires_at !== null && found.expires_at <= at)) throw unauthorized()
  const {addon_id, token_id, scopes_json, expires_at, ...account} = found
  const scopes = JSON.parse(scopes_json) as string[]
  return {account, scopes, operator: scopes.includes(operatorScope), tokenId: token_id, ...(addon_id !== null && {addonId: addon_id})}
}

/** A token with its account; that of a partner lasts no longer than its add-on. */
const tokenByDigest = prepared((db, {digest, at}: {digest: string; at: string}) =>
  db
    .selectFrom('tokens')
    .innerJoin('accounts', 'accounts.id', 'tokens.account_id')
    .leftJoin('addons', 'addons.id', 'tokens.addon_id')
    .selectAll('accounts')
    .select(['tokens.id as token_id', 'tokens.addon_id', 'tokens.scopes_json', 'tokens.expires_at'])
    .where('tokens.digest', '=', digest)
    .where(inTime(at)),
)

/** For a named world, of whoever has no token of the main one: the partners of add-ons that are in it. */
export const requirePartnerToken: Identify = async (request, db, now) => {
  const actor = await requireToken(request, db, now)
  if (actor.addonId === undefined) throw unauthorized()
  return actor
}

/**
 * Takes one token besides: an operator's, which lives as long as the process that made it and stands in no store, where
 * a process that is killed would leave it behind.
 */
export function acceptToken(own: string, email: string, otherwise: Identify): Identify {
  const expected = bytesOf(own)
  return async (request, db, now) => {
    const given = tokenOf(request.headers['authorization'])
    if (given === undefined || !timingSafeEqual(bytesOf(given), expected)) return otherwise(request, db, now)
    return {account: await accountOf(email, db), scopes: ['global', operatorScope], operator: true}
  }
}

/** Always as many, so that comparing them takes as long for every token. */
const bytesOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A scope of ours beside Heroku's: running the control plane itself. */
export const operatorScope = 'operator'

/** A new token: 192 random bits, with a prefix by which scanners of secrets can know it. */
export const newToken = (): string => `SPCD-${randomBytes(24).toString('base64url')}`

/** What is kept of a token. Tokens are 128 random bits and more, so a plain hash cannot be guessed back. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

function tokenOf(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^\s*(\w+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const decoded = Buffer.from(value, 'base64').toString()
  return decoded.slice(decoded.indexOf(':') + 1)
}
