import type {Partner, PartnerRequest, ProvisionTerms} from '../partner/protocol.js'
import type {Manifest} from '../rules/manifests.js'
import type {Row} from '../store/schema.js'
import {after, type Context, nowText} from './context.js'
import {type ApiError, conflict} from './errors.js'
import {type Outcome, Outside} from './outside.js'

/*
 * What is asked of a partner is written down before it is asked, with the change that it belongs to: a process that
 * ends in between leaves a call that is pending, and whoever comes by after `claimed_until` asks again with the same
 * uuid, as Heroku does (facts/addon-partners.md 3.1). A call is never lost, and partners tell a repeated one by its uuid.
 */

export type Call = Row<'partner_calls'>
export type CallKind = Call['kind']

/** Seconds for which whoever asks has the call for itself: longer than a partner may take. */
export const claim = 60

/** What of a manifest a call needs. */
export interface Side {
  partner: Partner
  terms: ProvisionTerms
  ssoUrl: string | undefined
  salt: string | undefined
  /** Whether the manifest is of whoever has the state file, and not of somebody to whom it is served. */
  isOwn: boolean
}

interface NewCall {
  service: Pick<Row<'addon_services'>, 'id'>
  addonId: string
  /** For whom it is asked, where that is not whoever asks. */
  accountId?: string
  kind: CallKind
  /** The plan to change to. */
  plan?: string
  /** Name of the attachment that was asked for. */
  attachment?: string | null | undefined
  /** Seconds from when on whoever comes by is to ask; left out where it is asked at once. */
  later?: number
}

/** Writes down what is about to be asked. */
export async function startCall(context: Context, {accountId = context.actor.account.id, addonId, attachment, kind, later, plan, service}: NewCall): Promise<Call> {
  const call: Call = {
    id: context.newId(),
    service_id: service.id,
    addon_id: addonId,
    account_id: accountId,
    kind,
    plan: plan ?? null,
    attachment: attachment ?? null,
    state: 'pending',
    attempts: later === undefined ? 1 : 0,
    claimed_until: after(context, later ?? claim),
    request_json: null,
    status: null,
    answer: null,
    trouble: null,
    ms: null,
    created_at: nowText(context),
    ended_at: null,
  }
  await context.db.insertInto('partner_calls').values(call).execute()
  return call
}

interface Asked<T> {
  service: Pick<Row<'addon_services'>, 'id' | 'name'>
  request: (partner: Partner, terms: ProvisionTerms) => Promise<PartnerRequest>
  /** What comes of it, once it is written down what was answered. */
  finish: (context: Context, outcome: Outcome, terms: ProvisionTerms) => Promise<ApiError | T>
  /** Whether it is to be asked again later. */
  again?: (outcome: Outcome) => boolean
}

/**
 * Asks a partner what is written down. Addresses that are not public are called only where the operator lets them be, or
 * nobody else uses the control plane nor has pushed the manifest: what others have left behind may be asked by anybody.
 */
export async function asking<T>(context: Context, call: Call, {again = () => false, finish, request: requestOf, service}: Asked<T>): Promise<Outside<T>> {
  const {isOwn, partner, terms} = await sideOf(context, service)
  const request = await requestOf(partner, terms)
  const mayBePrivate = (!context.shared && isOwn) || (await context.settings())['private-partners'] === 1
  const ask = async (signal?: AbortSignal): Promise<Outcome> => {
    const [{callPartner}, {isPublicAddress}] = await Promise.all([import('../partner/call.js'), import('../partner/addresses.js')])
    return callPartner(request, {...(!mayBePrivate && {allows: isPublicAddress}), ...(signal && {signal})})
  }
  return new Outside(ask, async (later, outcome) => {
    const kept = await later.db.selectFrom('partner_calls').select('attempts').where('id', '=', call.id).executeTakeFirst()
    if (!kept) return conflict('The control plane was reset while the partner was being asked.')
    // What somebody else has asked again since is theirs to write down.
    if (kept.attempts === call.attempts) await endCall(later, call, request, outcome, again(outcome))
    return finish(later, outcome, terms)
  })
}

/** Whether a partner has let an add-on go, or does not know it, or no longer. */
export const isOver = (outcome: Outcome): boolean =>
  outcome.failure === undefined && ((outcome.status >= 200 && outcome.status < 300) || outcome.status === 404 || outcome.status === 410)

/** When the next try is, in seconds after each: then it is given up. */
const pauses = [60, 300, 1800, 3600, 7200, 14_400, 21_600]

/** Keeps what came of a call. */
async function endCall(context: Context, call: Call, request: PartnerRequest, outcome: Outcome, again: boolean): Promise<void> {
  const pause = again ? pauses[call.attempts - 1] : undefined
  const kept = {
    state: pause === undefined ? (again ? ('given-up' as const) : ('done' as const)) : ('pending' as const),
    claimed_until: after(context, pause ?? 0),
    request_json: JSON.stringify({method: request.method, url: request.url, body: request.body === undefined ? null : redacted(request.body)}),
    ...(outcome.failure === undefined
      ? {status: outcome.status, answer: redacted(outcome.body), trouble: null}
      : {status: null, answer: null, trouble: outcome.message}),
    ms: outcome.ms,
    ended_at: nowText(context),
  }
  await context.db.updateTable('partner_calls').set(kept).where('id', '=', call.id).execute()
}

const longestKept = 10_000

/** A body without what must not be read later: values of config vars, grants, addresses of log drains. */
export function redacted(body: string): string {
  try {
    const value = JSON.parse(body) as unknown
    return JSON.stringify(hide(value)).slice(0, longestKept)
  } catch {
    return body === '' ? '' : `${body.length} characters that are not JSON`
  }
}

const secretKeys = new Set(['access_token', 'client_secret', 'code', 'log_drain_token', 'log_drain_url', 'log_input_url', 'password', 'refresh_token', 'token'])
const hidden = '[redacted]'

function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (secretKeys.has(key)) return [key, hidden]
      if (key === 'config' || key === 'options') return [key, withoutValues(each)]
      return [key, hide(each)]
    }),
  )
}

/** The names in an object; of anything else nothing, as it may be the values themselves. */
const withoutValues = (value: unknown): unknown =>
  value === null ? null : typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, hidden])) : hidden

/** How the partner of a service is called, by the manifest that was pushed last. */
export async function sideOf({db}: Context, {id, name}: Pick<Row<'addon_services'>, 'id' | 'name'>): Promise<Side> {
  const {contents_json, shared} = await db.selectFrom('manifests').select(['contents_json', 'shared']).where('service_id', '=', id).orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow()
  const {api} = JSON.parse(contents_json) as Manifest
  const {defaultPrefix} = await import('../partner/protocol.js')
  return {
    partner: {id: name, password: api.password, baseUrl: api.production.base_url},
    terms: {configVars: api.config_vars ?? [], prefix: api.config_vars_prefix ?? defaultPrefix(name), requires: api.requires ?? []},
    ssoUrl: api.production.sso_url,
    salt: api.sso_salt,
    isOwn: shared === 0,
  }
}

/** The partners of the add-ons of an app that is about to be destroyed are to be told; how they answer changes nothing. */
export async function abandonAddons(context: Context, app: Pick<Row<'apps'>, 'id'>): Promise<void> {
  const addons = await partnersAddons(context).where('addons.app_id', '=', app.id).execute()
  for (const {id, service_id} of addons) await startCall(context, {service: {id: service_id}, addonId: id, kind: 'deprovision', later: 0})
}

/**
 * Removes the add-ons whose partners have taken too long; they are to be told, as they may be at it still.
 *
 * @returns whether there were any
 */
export async function removeFailed(context: Context): Promise<boolean> {
  const failed = await partnersAddons(context).where('addons.fails_at', '<=', nowText(context)).execute()
  for (const {id, owner_id, service_id} of failed) {
    await context.db.deleteFrom('addons').where('id', '=', id).execute()
    await startCall(context, {service: {id: service_id}, addonId: id, accountId: owner_id, kind: 'deprovision', later: 0})
  }
  return failed.length > 0
}

const partnersAddons = ({db}: Context) =>
  db
    .selectFrom('addons')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .innerJoin('addon_services', 'addon_services.id', 'addon_plans.service_id')
    .select(['addons.id', 'addon_services.id as service_id'])
    .select(({ref}) => ref('addon_services.owner_id').$notNull().as('owner_id'))
    .where('addon_services.owner_id', 'is not', null)
