import {timingSafeEqual} from 'node:crypto'
import type {AddonConfigVar, PartnerTokens} from '../operations/partner-api.js'
import type {Row} from '../store/schema.js'
import {entryOf} from './addon-catalogue.js'
import {viewOf} from './addons.js'
import {removeAddon, setConfig} from './attaching.js'
import {digestOf} from './authentication.js'
import {after, type Context, nowText} from './context.js'
import {ApiError, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {addonState} from './lifecycle.js'
import {sideOf} from './partner-calls.js'
import {newSecret} from './partner-grants.js'

type Addon = Row<'addons'>

/** Seconds for which a token is good (facts/addon-partners.md 3.6). */
const tokenValidity = 28_799

export const partnerApiHandlers: Handlers<
  'add-on-action.deprovision' | 'add-on-action.provision' | 'add-on-config.list' | 'add-on-config.update' | 'partner-token.exchange'
> = {
  async 'partner-token.exchange'(context, _, {client_secret, code, grant_type, refresh_token}) {
    const secret = grant_type === 'authorization_code' ? code : refresh_token
    if (secret === undefined) throw invalid(`Require params: ${grant_type === 'authorization_code' ? 'code' : 'refresh_token'}.`)
    const column = grant_type === 'authorization_code' ? ('code_digest' as const) : ('refresh_digest' as const)
    const grant = await context.db.selectFrom('partner_grants').selectAll().where(column, '=', digestOf(secret)).executeTakeFirst()
    const service = grant && (await context.db.selectFrom('addon_services').selectAll().where('id', '=', grant.service_id).executeTakeFirst())
    if (!grant || !service?.owner_id || !isSame(service.client_secret ?? '', client_secret)) throw noGrant()
    if (grant_type === 'authorization_code' && grant.code_expires_at <= nowText(context)) throw noGrant()
    return newTokens(context, grant, service.owner_id, refresh_token)
  },

  async 'add-on-config.list'(_, {partnerAddon}) {
    return configView(partnerAddon)
  },

  /** Releases at once what is provisioned; before that, with the add-on (Dev Center "Asynchronous Provisioning of Add-ons"). */
  async 'add-on-config.update'(context, {partnerAddon}, {config}) {
    const {service} = await entryOf(context, partnerAddon)
    const {terms} = await sideOf(context, service)
    const {configNameFaults} = await import('../partner/protocol.js')
    const faults = config.flatMap(({name}) => configNameFaults(name, terms))
    if (faults.length > 0) throw invalid(faults.join(' '))
    const merged = {...(JSON.parse(partnerAddon.config_json) as Record<string, string | null>), ...Object.fromEntries(config.map(({name, value}) => [name, value]))}
    const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    const changed = {...partnerAddon, config_json: JSON.stringify(kept), updated_at: nowText(context)}
    await context.db.updateTable('addons').set({config_json: changed.config_json, updated_at: changed.updated_at}).where('id', '=', changed.id).execute()
    if (addonState(changed, context.now) === 'provisioned') await setConfig(context, changed, config.flatMap(({name, value}) => (value === null ? [name] : [])))
    return configView(changed)
  },

  async 'add-on-action.provision'(context, {partnerAddon}) {
    if (addonState(partnerAddon, context.now) === 'provisioned') return viewOf(context, partnerAddon)
    const change = {provisioned_at: nowText(context), fails_at: null, updated_at: nowText(context)}
    await context.db.updateTable('addons').set(change).where('id', '=', partnerAddon.id).execute()
    await setConfig(context, {...partnerAddon, ...change})
    return viewOf(context, {...partnerAddon, ...change})
  },

  /** The partner could not provision it, or it is over. */
  async 'add-on-action.deprovision'(context, {partnerAddon}) {
    const view = await viewOf(context, partnerAddon)
    await removeAddon(context, partnerAddon)
    return {...view, state: 'deprovisioned'}
  },
}

async function newTokens(context: Context, {addon_id}: Row<'partner_grants'>, ownerId: string, refresh: string | undefined): Promise<PartnerTokens> {
  const [access_token, refresh_token] = [`HRKU-${newSecret()}`, refresh ?? newSecret()]
  await context.db.deleteFrom('tokens').where('addon_id', '=', addon_id).where('expires_at', '<=', nowText(context)).execute()
  await context.db
    .insertInto('tokens')
    .values({
      id: context.newId(),
      digest: digestOf(access_token),
      account_id: ownerId,
      addon_id,
      scopes_json: '[]',
      description: 'add-on partner',
      expires_at: after(context, tokenValidity),
      created_at: nowText(context),
      updated_at: nowText(context),
    })
    .execute()
  if (refresh === undefined) await context.db.updateTable('partner_grants').set({code_digest: null, refresh_digest: digestOf(refresh_token)}).where('addon_id', '=', addon_id).execute()
  return {access_token, expires_in: tokenValidity, refresh_token, session_nonce: null, token_type: 'Bearer', user_id: ownerId}
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(digestOf(expected)), Buffer.from(digestOf(given))]
  return expected !== '' && timingSafeEqual(one, other)
}

/** One answer for whatever is wrong: unknown, used, expired, or another's secret. */
const noGrant = () => new ApiError(401, {id: 'unauthorized', message: 'The grant is not good: it is unknown, used already, older than five minutes, or the client secret is another.'})

const configView = ({config_json}: Pick<Addon, 'config_json'>): AddonConfigVar[] =>
  Object.entries(JSON.parse(config_json) as Record<string, string>).map(([name, value]) => ({name, value}))
