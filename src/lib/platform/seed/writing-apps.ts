import type {ConfigVars} from '../../operations/resources.js'
import type {SeedDocument} from '../../operations/seeds.js'
import type {Exporter} from '../../operations/telemetry.js'
import {defaultStack} from '../../rules/facts.js'
import {defaultAccount} from '../../store/seed/default-account.js'
import {attachmentVars} from '../addon-config.js'
import {optionsOf} from '../addon-terms.js'
import {type Context, nowText} from '../context.js'
import {currentCode, formationOf} from '../formations.js'
import {inTime} from '../lifecycle.js'
import {configOf} from '../releases.js'
import {accountBy} from '../subjects/account.js'
import {type AppSubject, findApp, isFineGrained} from '../subjects/app.js'
import {type AttachmentRow, attachmentsIn} from '../subjects/attachment.js'
import {performerFor} from './performing.js'

/** How much there is that a seed has no words for. */
export class LeftOut {
  readonly #counts = new Map<string, number>()

  add(what: string, count = 1) {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  counts = (): Record<string, number> => Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** An app as it stands in a seed, with its add-ons. */
export async function writeApp(context: Context, app: AppSubject, leftOut: LeftOut): Promise<SeedDocument> {
  const {db} = context
  const drains = await db.selectFrom('log_drains').select('url').where('app_id', '=', app.id).where('addon_id', 'is', null).orderBy('url').execute()
  const domains = await db.selectFrom('domains').select('hostname').where('app_id', '=', app.id).orderBy('hostname').execute()
  const formation = await writeFormation(context, app)
  return {
    ...withoutEmpty({
      name: app.name,
      owner: app.owner_email === defaultAccount ? undefined : app.owner_email,
      region: app.space_id === null ? app.region : undefined,
      stack: app.stack === defaultStack[app.generation] ? undefined : app.stack,
      build_stack: app.build_stack === app.stack ? undefined : app.build_stack,
      internal_routing: app.internal_routing === 1 || undefined,
      locked: app.locked === 1 || undefined,
      maintenance: app.maintenance === 1 || undefined,
      collaborators: await collaboratorsOf(context, app),
      addons: await addonsOf(context, app, leftOut),
      config_vars: await ownConfig(context, app),
    }),
    ...(formation && {formation}),
    ...withoutEmpty({
      domains: domains.map(({hostname}) => hostname),
      log_drains: drains.map(({url}) => url),
      telemetry_drains: await telemetryOf(context, 'app_id', app.id),
    }),
  }
}

async function collaboratorsOf({db}: Context, app: AppSubject): Promise<string[] | Record<string, string[]>> {
  const people = await db
    .selectFrom('collaborators')
    .innerJoin('accounts', 'accounts.id', 'collaborators.account_id')
    .select(['accounts.email', 'permissions_json'])
    .where('app_id', '=', app.id)
    .orderBy('accounts.email')
    .execute()
  if (!isFineGrained(app)) return people.map(({email}) => email)
  return Object.fromEntries(people.map(({email, permissions_json}) => [email, JSON.parse(permissions_json) as string[]]))
}

/** Without what add-ons set: they set it anew. */
async function ownConfig(context: Context, {id}: AppSubject): Promise<ConfigVars> {
  const attached = await attachmentVars(context, id)
  const own = Object.entries(await configOf(context, id)).filter(([key]) => !attached.has(key))
  return Object.fromEntries(own.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Of an app that runs something: its process types, also where it has none. */
async function writeFormation(context: Context, {id}: AppSubject): Promise<Record<string, SeedDocument> | undefined> {
  const {release, commands} = await currentCode(context, id)
  if (!release?.artifact_id) return undefined
  const rows = await formationOf(context, id)
  return Object.fromEntries(rows.map(({type, quantity, size}) => [type, {command: commands[type] ?? '', quantity, size}]))
}

async function addonsOf(context: Context, app: AppSubject, leftOut: LeftOut): Promise<SeedDocument[]> {
  const addons = await context.db
    .selectFrom('addons')
    .innerJoin('addon_plans', 'addon_plans.id', 'addons.plan_id')
    .innerJoin('addon_services', 'addon_services.id', 'addon_plans.service_id')
    .selectAll('addons')
    .select(['addon_plans.name as plan', 'addon_services.owner_id as partner'])
    .where('addons.app_id', '=', app.id)
    .where(inTime(nowText(context)))
    .orderBy('addons.name')
    .execute()
  const written: SeedDocument[] = []
  for (const addon of addons) {
    const attachments = await attachmentsIn(context).where('attachments.addon_id', '=', addon.id).orderBy('attachments.name').orderBy('app_name').execute()
    const first = attachments.find(({app_id, namespace}) => app_id === app.id && namespace === null)
    if (addon.partner !== null) leftOut.add("partners' add-ons")
    else if (!first) leftOut.add('add-ons that are not attached to their own app')
    else {
      const others = await attachable(context, app, attachments.filter((one) => one !== first), leftOut)
      written.push(withoutEmpty({plan: addon.plan, name: addon.name, as: first.name, options: optionsOf(addon), attachments: others}))
    }
  }
  return written
}

/** Those that somebody could make who makes one of the two apps. */
async function attachable(context: Context, app: AppSubject, attachments: readonly AttachmentRow[], leftOut: LeftOut): Promise<SeedDocument[]> {
  const written: SeedDocument[] = []
  for (const {app_id, app_name, name, namespace} of attachments) {
    const isOwn = app_id === app.id
    if (isOwn || (await mayBoth(context, app.name, app_name))) written.push(withoutEmpty({app: isOwn ? undefined : app_name, as: name, namespace}))
    else leftOut.add('attachments between apps that nobody has both of')
  }
  return written
}

async function mayBoth(context: Context, one: string, other: string): Promise<boolean> {
  const may = async (maker: string, name: string) => {
    const account = await accountBy(context, maker)
    if (!account) return false
    const {context: theirs} = performerFor(context, account)
    return findApp(theirs, name).then(({permissions}) => permissions.includes('deploy'), () => false)
  }
  return (await may(await makerOf(context, one), other)) || may(await makerOf(context, other), one)
}

/** Who makes an app of a seed: its owner, or the first admin of its team. */
async function makerOf({db}: Context, name: string): Promise<string> {
  const app = await db.selectFrom('apps').leftJoin('accounts', 'accounts.id', 'apps.owner_id').select(['apps.team_id', 'accounts.email']).where('apps.name', '=', name).executeTakeFirstOrThrow()
  if (app.email !== null) return app.email
  const admins = db.selectFrom('memberships').innerJoin('accounts', 'accounts.id', 'memberships.account_id').select('accounts.email').where('team_id', '=', app.team_id).where('role', '=', 'admin')
  return (await admins.orderBy('accounts.email').executeTakeFirst())?.email ?? defaultAccount
}

/** Where the telemetry of an app or a space goes. */
export async function telemetryOf({db}: Context, column: 'app_id' | 'space_id', id: string): Promise<SeedDocument[]> {
  const drains = await db.selectFrom('telemetry_drains').selectAll().where(column, '=', id).execute()
  const written = drains.map(({signals_json, exporter_json}) => {
    const {type, endpoint, headers} = JSON.parse(exporter_json) as Exporter
    return {signals: JSON.parse(signals_json) as string[], exporter: withoutEmpty({type, endpoint, headers})}
  })
  return written.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** Without what is by default: nothing, no keys, no items. */
export function withoutEmpty(thing: Record<string, unknown>): SeedDocument {
  const isEmpty = (value: unknown) => value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => !isEmpty(value)))
}
