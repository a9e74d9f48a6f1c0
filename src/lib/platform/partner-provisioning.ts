import type {Provision, ProvisionResult, ProvisionTerms, Reading} from '../partner/protocol.js'
import {slowAnswer} from '../rules/addons.js'
import {findRegion} from '../rules/regions.js'
import type {Row} from '../store/schema.js'
import type {CatalogueEntry} from './addon-catalogue.js'
import {optionsOf} from './addon-terms.js'
import {attach, type PlannedAttachment, planAttachment, setConfig} from './attaching.js'
import {after, type Context, nowText} from './context.js'
import {ApiError, conflict} from './errors.js'
import {addonState} from './lifecycle.js'
import {requirePartnerDrain, storeDrain} from './log-drains.js'
import type {Outcome, Outside} from './outside.js'
import {asking, type Call, claim, isOver, sideOf, startCall} from './partner-calls.js'
import {newGrant} from './partner-grants.js'
import {readApp} from './subjects/app.js'

type Addon = Row<'addons'>
type Service = Row<'addon_services'>

/** When an add-on is provisioned whose partner has not said yet. */
export const notYet = '9999-12-31T23:59:59.999Z'

/** Whether a partner's server answers for a service, and not the seeded world. */
export const hasPartner = ({owner_id}: Pick<Service, 'owner_id'>): boolean => owner_id !== null

/** Whether the partner of a service has logs sent to it: it says so in its manifest, or its `log_drain_url` counts for nothing. */
export const readsLogs = async (context: Context, service: Service): Promise<boolean> =>
  hasPartner(service) && (await sideOf(context, service)).terms.requires.includes('syslog_drain')

/** What has been written down of a call, with what it is about. */
interface About {
  call: Call
  addon: Addon
  entry: CatalogueEntry
}

/** Asks the partner to provision an add-on that is written down, and attaches it when the partner has. */
export async function provisionByPartner(context: Context, {addon, call, entry}: About): Promise<Outside<Addon>> {
  const {provisionRequest, readProvision} = await import('../partner/protocol.js')
  const {plan, service} = entry
  return asking<Addon>(context, call, {
    service,
    request: async (partner, terms) => provisionRequest(partner, await bodyOf(context, addon, entry, terms)),
    async finish(later, outcome, terms) {
      tellSlow(later, entry, outcome)
      const there = await later.db.selectFrom('addons').selectAll().where('id', '=', addon.id).executeTakeFirst()
      // Whoever took the call over, because this one took so long, has had the same answer.
      if (there && there.provider_id !== '') return there
      const reading = outcome.failure === undefined ? await withDrain(later, readProvision(outcome, terms)) : {faults: [outcome.message]}
      const {faults = [], result} = await checkedId(later, addon, service, reading)
      const waits = result?.outcome === 'provisioning' && later.url !== undefined
      let obstacle: ApiError | undefined
      if (there && (waits || result?.outcome === 'provisioned')) {
        const planned = await attachmentNow(later, there, service, call.attachment)
        if (!(planned instanceof ApiError)) return finished(later, there, service, planned, {config: {}, ...result, later: waits})
        obstacle = planned
      }
      await later.db.deleteFrom('addons').where('id', '=', addon.id).execute()
      // One that has not answered in time may still be at work, and would not know yet what is to go.
      if (mayBeThere(call, outcome)) await startCall(later, {service, addonId: addon.id, kind: 'deprovision', later: outcome.failure === 'time-out' ? claim : 0})
      if (result?.outcome === 'refused') return refusedBy('create', plan.name, result)
      if (!there) return conflict(`${addon.name} was destroyed while it was being created.`)
      if (obstacle) return obstacle
      return wrong('create', plan.name, result ? ['The answer has status 202, and nobody is there for the partner to call back. Start a control plane with control-plane:start and create the add-on there, or create it with --wait.'] : faults)
    },
  })
}

/** Asks the partner to change the plan of an add-on, which has the new one when the partner has agreed. */
export async function changePlanByPartner(context: Context, {addon, call, entry}: About, to: Row<'addon_plans'>): Promise<Outside<Addon>> {
  const {planChangeRequest, readPlanChange} = await import('../partner/protocol.js')
  return asking<Addon>(context, call, {
    service: entry.service,
    request: async (partner) => planChangeRequest(partner, addon.id, planSlug(entry.service, to)),
    async finish(later, outcome, terms) {
      tellSlow(later, entry, outcome)
      const {faults = [], result} = outcome.failure === undefined ? readPlanChange(outcome, terms) : {faults: [outcome.message]}
      if (!result) return wrong('change', to.name, faults)
      if (result.outcome === 'refused') return refusedBy('change', to.name, result)
      const now = await later.db.selectFrom('addons').selectAll().where('id', '=', addon.id).executeTakeFirst()
      if (!now) return conflict(`${addon.name} was destroyed while its plan was being changed.`)
      const config = {...(JSON.parse(now.config_json) as Record<string, string>), ...result.config}
      const change = {plan_id: to.id, config_json: JSON.stringify(config), provision_message: result.message ?? null, updated_at: nowText(later)}
      await later.db.updateTable('addons').set(change).where('id', '=', addon.id).execute()
      if (Object.keys(result.config).length > 0 && addonState(now, later.now) === 'provisioned') await setConfig(later, {...now, ...change})
      return {...now, ...change}
    },
  })
}

/** Asks the partner to let an add-on go, and removes it when the partner has. */
export async function deprovisionByPartner<T>(context: Context, {addon, call, entry}: About, remove: (later: Context) => Promise<T>): Promise<Outside<T>> {
  const {deprovisionRequest, messageOf} = await import('../partner/protocol.js')
  return asking<T>(context, call, {
    service: entry.service,
    request: async (partner) => deprovisionRequest(partner, addon.id),
    async finish(later, outcome) {
      if (isOver(outcome)) return remove(later)
      if (outcome.failure !== undefined) return wrong('destroy', entry.plan.name, [outcome.message])
      const message = messageOf(outcome.body)
      return refusedBy('destroy', entry.plan.name, {status: outcome.status, ...(message !== undefined && {message})})
    },
  })
}

/** An answer whose id is the resource's own: not the add-on's name, which customers change, and no other add-on's (facts/addon-partners.md 3.2). */
async function checkedId({db}: Context, addon: Addon, service: Service, reading: Reading<ProvisionResult>): Promise<Reading<ProvisionResult>> {
  const {result} = reading
  if (!result || result.outcome === 'refused') return reading
  if (result.id === addon.name) return {faults: ['`id` is the name of the add-on, which can change.']}
  const others = db.selectFrom('addons').innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id').select('addons.id').where('addon_plans.service_id', '=', service.id)
  const other = await others.where('addons.provider_id', '=', result.id).where('addons.id', '!=', addon.id).executeTakeFirst()
  return other ? {faults: ['`id` is that of another add-on.']} : reading
}

/** Whether a partner may have something of an add-on that nobody knows of here: not where it says no, or was not reached, when it was asked for the first time. */
function mayBeThere({attempts}: Call, outcome: Outcome): boolean {
  if (attempts > 1) return true
  if (outcome.failure !== undefined) return !['forbidden-address', 'unreachable', 'untrusted'].includes(outcome.failure)
  return !((outcome.status >= 400 && outcome.status < 500) || outcome.status === 503)
}

const planSlug = ({name}: Pick<Service, 'name'>, plan: Pick<Row<'addon_plans'>, 'name'>): string => plan.name.slice(name.length + 1)

async function bodyOf(context: Context, addon: Addon, {plan, service}: CatalogueEntry, {requires}: ProvisionTerms): Promise<Provision> {
  const app = await readApp(context, 'id', addon.app_id)
  const {provider} = findRegion(app?.region ?? '') ?? {provider: {name: '', region: ''}}
  const {regionString} = await import('../partner/protocol.js')
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
    ...(requires.includes('syslog_drain') && {log_drain_token: drainToken(addon)}),
  }
}

/** The answer of a partner, whose log drain has to be one as apps have it. */
async function withDrain(context: Context, reading: Reading<ProvisionResult>): Promise<Reading<ProvisionResult>> {
  const url = reading.result && 'logDrainUrl' in reading.result ? reading.result.logDrainUrl : undefined
  const refused = url === undefined ? undefined : await requirePartnerDrain(context, url)
  return refused ? {faults: [`\`log_drain_url\`: ${refused.message}`]} : reading
}

/** By which the partner tells the logs of the app that an add-on is billed to. */
const drainToken = ({id}: Pick<Addon, 'id'>): string => `d.${id}`

/** What a partner has said. `later`: it calls back when it is done. */
interface Provided {
  id: string
  config: Readonly<Record<string, string>>
  message?: string
  logDrainUrl?: string
  later: boolean
}

/** Seconds in which a partner that answers later has to be done: 12 hours (Dev Center "Asynchronous Provisioning of Add-ons"). */
const patience = 12 * 60 * 60

/**
 * How an add-on is attached now that its partner has answered. Others may have taken the name meanwhile, or config vars
 * of it: nobody has agreed to replace those, so that it gets another name.
 */
async function attachmentNow(context: Context, addon: Addon, service: Service, name: string | null): Promise<ApiError | PlannedAttachment> {
  const app = await readApp(context, 'id', addon.app_id)
  if (!app) throw new Error('An add-on without its app.')
  const wanted = await orRefusal(planAttachment(context, {app, service, name}))
  const isAgreed = !(wanted instanceof ApiError) && (!wanted.replaces || wanted.replaces.created_at <= addon.created_at)
  return isAgreed ? wanted : orRefusal(planAttachment(context, {app, service, name: null}))
}

async function orRefusal<T>(work: Promise<T>): Promise<ApiError | T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

async function finished(context: Context, addon: Addon, service: Service, planned: PlannedAttachment, provided: Provided): Promise<Addon> {
  // A quick partner may have called back before its answer came.
  const before = JSON.parse(addon.config_json) as Record<string, string>
  const isDone = addon.provisioned_at !== notYet
  const change = {
    provider_id: provided.id,
    config_json: JSON.stringify({...before, ...provided.config}),
    provision_message: provided.message ?? null,
    ...(!isDone && (provided.later ? {fails_at: after(context, patience)} : {provisioned_at: nowText(context)})),
    updated_at: nowText(context),
  }
  await context.db.updateTable('addons').set(change).where('id', '=', addon.id).execute()
  const whole = {...addon, ...change}
  if (provided.logDrainUrl !== undefined && (await readsLogs(context, service))) await storeDrain(context, {app_id: addon.app_id, addon_id: addon.id, token: drainToken(addon), url: provided.logDrainUrl})
  // What a partner sets before it is done, its apps have when it is.
  await attach(context, {id: addon.app_id}, whole.provisioned_at === notYet ? {...whole, config_json: '{}'} : whole, planned)
  return whole
}

function tellSlow(context: Context, {service}: CatalogueEntry, {ms}: Outcome): void {
  const warning = slowAnswer(service.human_name, ms)
  if (warning !== undefined) context.warn(warning)
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
