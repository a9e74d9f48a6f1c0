import type {Provision} from '../partner/protocol.js'
import {findRegion} from '../rules/regions.js'
import type {Row} from '../store/schema.js'
import type {CatalogueEntry} from './addon-catalogue.js'
import {optionsOf} from './addon-terms.js'
import {attach, planAttachment, setConfig} from './attaching.js'
import {after, type Context, nowText} from './context.js'
import {ApiError, conflict} from './errors.js'
import {type Outcome, Outside} from './outside.js'
import {allowsPrivate, ask, type Call, endCall, sideOf, startCall} from './partner-calls.js'
import {newGrant} from './partner-grants.js'
import {readApp} from './subjects/app.js'

type Addon = Row<'addons'>
type Service = Row<'addon_services'>

/** When an add-on is provisioned whose partner has not said yet. */
export const notYet = '9999-12-31T23:59:59.999Z'

/** Whether a partner's server answers for a service, and not the seeded world. */
export const hasPartner = ({owner_id}: Pick<Service, 'owner_id'>): boolean => owner_id !== null

/** What has been written down of a call, with what it is about. */
interface About {
  call: Call
  addon: Addon
  entry: CatalogueEntry
  /** Name of the attachment that was asked for. */
  attachment?: string | undefined
}

/** Asks the partner to provision an add-on that is written down, and attaches it when the partner has. */
export async function provisionByPartner(context: Context, {addon, attachment, call, entry}: About): Promise<Outside<Addon>> {
  const {partner, terms} = await sideOf(context, entry.service)
  const {provisionRequest, readProvision} = await import('../partner/protocol.js')
  const request = provisionRequest(partner, await bodyOf(context, addon, entry))
  const mayBePrivate = await allowsPrivate(context)
  return new Outside(
    () => ask(request, mayBePrivate),
    async (later, outcome) => {
      await endCall(later, call, request, outcome)
      tellSlow(later, entry, outcome)
      const reading = outcome.failure === undefined ? readProvision(outcome, terms) : {faults: [outcome.message]}
      const there = await later.db.selectFrom('addons').selectAll().where('id', '=', addon.id).executeTakeFirst()
      // Whoever took the call over, because this one took so long, has had the same answer.
      if (there && there.provisioned_at !== notYet) return there
      if (reading.result?.outcome === 'provisioned' && there) return finished(later, there, entry, attachment, {...reading.result, later: false})
      if (reading.result?.outcome === 'provisioning' && there && later.url !== undefined) return finished(later, there, entry, attachment, {...reading.result, config: {}, later: true})
      if (reading.result?.outcome === 'refused') {
        await later.db.deleteFrom('addons').where('id', '=', addon.id).execute()
        return refusedBy('create', entry.plan.name, reading.result)
      }
      // The partner may have something that nobody knows of here: it is to go.
      await later.db.deleteFrom('addons').where('id', '=', addon.id).execute()
      await startCall(later, {service: entry.service, addonId: addon.id, kind: 'deprovision', claimedFor: 0})
      if (!there) return conflict(`The app of ${addon.name} was destroyed while the add-on was being created.`)
      if (reading.result) return wrong('create', entry.plan.name, ['The answer has status 202, and nobody is there for the partner to call back. Start a control plane with control-plane:start, and create the add-on there.'])
      return wrong('create', entry.plan.name, reading.faults ?? [])
    },
  )
}

/** Asks the partner to change the plan of an add-on, which has the new one when the partner has agreed. */
export async function changePlanByPartner(context: Context, {addon, call, entry}: About, to: Row<'addon_plans'>): Promise<Outside<Addon>> {
  const {partner, terms} = await sideOf(context, entry.service)
  const {planChangeRequest, readPlanChange} = await import('../partner/protocol.js')
  const request = planChangeRequest(partner, addon.id, planSlug(entry.service, to))
  const mayBePrivate = await allowsPrivate(context)
  return new Outside(
    () => ask(request, mayBePrivate),
    async (later, outcome) => {
      await endCall(later, call, request, outcome)
      tellSlow(later, entry, outcome)
      const reading = outcome.failure === undefined ? readPlanChange(outcome, terms) : {faults: [outcome.message]}
      if (!reading.result) return wrong('change', to.name, reading.faults ?? [])
      if (reading.result.outcome === 'refused') return refusedBy('change', to.name, reading.result)
      const {config, message} = reading.result
      const now = await later.db.selectFrom('addons').selectAll().where('id', '=', addon.id).executeTakeFirst()
      if (!now) return conflict(`${addon.name} was destroyed while its plan was being changed.`)
      const merged = {...(JSON.parse(now.config_json) as Record<string, string>), ...config}
      const change = {plan_id: to.id, config_json: JSON.stringify(merged), provision_message: message ?? null, updated_at: nowText(later)}
      await later.db.updateTable('addons').set(change).where('id', '=', addon.id).execute()
      if (Object.keys(config).length > 0) await setConfig(later, {...now, ...change})
      return {...now, ...change}
    },
  )
}

/** Tells the partner that an add-on is over. One that the partner does not know, or no longer, is over as well. */
export async function deprovisionByPartner<T>(context: Context, {addonId, call, entry}: {addonId: string; call: Call; entry: Pick<CatalogueEntry, 'service'> & {name: string}}, finish: (later: Context) => Promise<T>): Promise<Outside<T>> {
  const {partner} = await sideOf(context, entry.service)
  const {deprovisionRequest, isSuccess, messageOf} = await import('../partner/protocol.js')
  const request = deprovisionRequest(partner, addonId)
  const mayBePrivate = await allowsPrivate(context)
  return new Outside(
    () => ask(request, mayBePrivate),
    async (later, outcome) => {
      const isOver = outcome.failure === undefined && (isSuccess(outcome.status) || outcome.status === 404 || outcome.status === 410)
      await endCall(later, call, request, outcome)
      if (isOver) return finish(later)
      if (outcome.failure !== undefined) return wrong('destroy', entry.name, [outcome.message])
      const message = messageOf(outcome.body)
      return refusedBy('destroy', entry.name, {status: outcome.status, ...(message !== undefined && {message})})
    },
  )
}

const planSlug = ({name}: Pick<Service, 'name'>, plan: Pick<Row<'addon_plans'>, 'name'>): string => plan.name.slice(name.length + 1)

async function bodyOf(context: Context, addon: Addon, {plan, service}: CatalogueEntry): Promise<Provision> {
  const app = await readApp(context, 'id', addon.app_id)
  const {provider} = findRegion(app?.region ?? '') ?? {provider: {name: '', region: ''}}
  const {regionString} = await import('../partner/protocol.js')
  const {requires} = (await sideOf(context, service)).terms
  return {
    uuid: addon.id,
    name: addon.name,
    plan: planSlug(service, plan),
    region: regionString(provider),
    callback_url: `${context.url ?? 'http://127.0.0.1'}/addons/${addon.id}`,
    options: Object.fromEntries(Object.entries(optionsOf(addon)).map(([name, value]) => [name, String(value)])),
    // Without a server nobody is there to exchange it with.
    oauth_grant: context.url === undefined ? null : await newGrant(context, addon, service),
    ...(requires.includes('log_input') && {log_input_url: `https://token:t.${addon.id}@logs.spacedock.example/logs`}),
    ...(requires.includes('syslog_drain') && {log_drain_token: `d.${addon.id}`}),
  }
}

/** What a partner has said. `later`: it calls back when it is done. */
interface Provided {
  id: string
  config: Readonly<Record<string, string>>
  message?: string
  later: boolean
}

/** Seconds in which a partner that answers later has to be done: 12 hours (Dev Center "Asynchronous Provisioning of Add-ons"). */
const patience = 12 * 60 * 60

async function finished(context: Context, addon: Addon, {service}: CatalogueEntry, name: string | undefined, provided: Provided): Promise<Addon> {
  const change = {
    provider_id: provided.id,
    config_json: JSON.stringify(provided.config),
    provision_message: provided.message ?? null,
    ...(provided.later ? {fails_at: after(context, patience)} : {provisioned_at: nowText(context)}),
    updated_at: nowText(context),
  }
  await context.db.updateTable('addons').set(change).where('id', '=', addon.id).execute()
  const app = await readApp(context, 'id', addon.app_id)
  if (!app) throw new Error('An add-on without its app.')
  const whole = {...addon, ...change}
  await attach(context, app, whole, await planAttachment(context, {app, service, name}))
  return whole
}

/** A partner that takes longer than it should is told of (Dev Center: 3 s). */
function tellSlow(context: Context, {service}: CatalogueEntry, {ms}: Outcome): void {
  if (ms > 3000) context.warn(`${service.human_name} took ${(ms / 1000).toFixed(1)} s to answer. Partners should answer within 3 s, and must within 25.`)
}

/** 422 for what a partner does not want to do, 503 for what it cannot (facts/addon-partners.md 4; the id is ours). */
function refusedBy(doing: 'change' | 'create' | 'destroy', plan: string, {message, status}: {status: number; message?: string}): ApiError {
  const shown = status === 422 || status === 503 ? message : undefined
  const text = shown === undefined ? `${general(doing, plan)} The partner answered with status ${status}.` : `We tried to ${doing} ${plan}, but received an error from the add-on provider. Try the request again, or log a support ticket and include this message: ${shown}`
  return new ApiError(status === 422 ? 422 : 503, {id: 'addon_provider_error', message: text})
}

const wrong = (doing: 'change' | 'create' | 'destroy', plan: string, faults: readonly string[]): ApiError =>
  new ApiError(503, {id: 'addon_provider_error', message: `${general(doing, plan)} ${faults.join(' ')}`})

const general = (doing: string, plan: string): string => `An error was encountered when contacting the add-on partner to ${doing} ${plan}.`
