import {secureSchemes, requireDrainUrl} from '../../rules/drains.js'
import {requireSize} from '../../rules/sizes.js'
import {accountId, enterpriseAccount, seedEnterpriseAccount} from '../../store/seed/world.js'
import {defaultAccount} from '../../store/seed/default-account.js'
import type {Finding} from '../../operations/wire.js'
import type {Row} from '../../store/schema.js'
import {catalogueEntry} from '../addon-catalogue.js'
import {attachmentVars} from '../addon-config.js'
import {placeOf} from '../addon-terms.js'
import {planAttachment} from '../attaching.js'
import {nowText} from '../context.js'
import {accept, invalid} from '../errors.js'
import {siteOf} from '../rollouts.js'
import {writeSettings} from '../settings.js'
import {accountBy, ensureAccount} from '../subjects/account.js'
import {type AppSubject, findApp} from '../subjects/app.js'
import {createTeam} from '../teams.js'
import {requireAccountName} from '../tokens.js'
import {appsIn, orDefault, rulesOf, type Seed, type SeedAddon, type SeedApp, type SeedPipeline, type SeedSpace, type SeedTeam, type SeedTelemetryDrain} from './document.js'
import {at} from './findings.js'
import {given, type Making, type Performer, performerFor} from './performing.js'

type Path = Finding['path']

/** What there was before, which a seed cannot know. */
export interface Before {
  /** Ids of accounts by email address: whoever is there again keeps theirs, and with it their tokens. */
  accounts: ReadonlyMap<string, string>
  /** Names of the add-on services that partners had pushed. */
  partners: ReadonlySet<string>
}

/** An app that has been made, with who makes the rest of it. */
interface Made {
  app: SeedApp
  path: Path
  performer: Performer
}

/**
 * Makes what a seed says in a world that has nothing but the catalogue, or where the seed names no teams, the people and teams
 * of a fresh one. Every team's things are made by its first admin, personal ones by their owners.
 *
 * @throws {ApiError} 422 for the first thing that the rules refuse, with its place
 */
export async function makeWorld(making: Making, seed: Seed, before: Before): Promise<void> {
  for (const [name, value] of Object.entries(seed.settings ?? {})) await at(['settings', name], () => writeSettings(making.db, {[name]: value}))
  const account = await makeAccounts(making, seed, before)
  const made: Made[] = []
  for (const [index, team] of (seed.teams ?? []).entries()) made.push(...(await makeTeam(making, team, ['teams', index], account)))
  for (const [index, app] of (seed.apps ?? []).entries()) {
    const performer = performerFor(making, await account(app.owner ?? defaultAccount))
    made.push(await makeApp(performer, app, ['apps', index], {}))
  }
  // What one app takes from another comes once all are there.
  const attachments = []
  for (const one of made) attachments.push(...(await makeAddons(one, before)))
  for (const attach of attachments) await attach(made)
  for (const one of made) await furnish(one)
  for (const [index, team] of (seed.teams ?? []).entries())
    for (const [number, pipeline] of (team.pipelines ?? []).entries())
      await makePipeline(performerFor(making, await account(adminOf(team))), pipeline, ['teams', index, 'pipelines', number], {id: team.name, type: 'team'})
  for (const [index, pipeline] of (seed.pipelines ?? []).entries())
    await makePipeline(performerFor(making, await account(pipeline.owner ?? defaultAccount)), pipeline, ['pipelines', index], {id: '~', type: 'user'})
}

type FindAccount = (address: string) => Promise<Row<'accounts'>>

/** Everybody who is named anywhere, and the default account: commands act as it. */
async function makeAccounts(making: Making, seed: Seed, {accounts: known}: Before): Promise<FindAccount> {
  const {context} = performerFor(making, nobodyYet)
  const ensure: FindAccount = (address) => {
    const email = address.toLowerCase()
    return ensureAccount({...context, newId: () => known.get(email) ?? accountId(email)}, email)
  }
  await ensure(defaultAccount)
  for (const [index, {email, name}] of (seed.accounts ?? []).entries()) {
    const {id} = await at(['accounts', index, 'email'], () => ensure(email))
    if (name != null) await at(['accounts', index, 'name'], () => nameAccount(making, id, name))
  }
  for (const [index, {members}] of (seed.teams ?? []).entries())
    for (const address of Object.keys(members ?? {})) await at(['teams', index, 'members', address], () => ensure(address))
  for (const {app, path} of appsIn(seed)) {
    const {owner} = app
    if (owner != null) await at([...path, 'owner'], () => ensure(owner))
    for (const [address, place] of collaboratorsOf(app)) await at([...path, 'collaborators', place], () => ensure(address))
  }
  for (const [index, {owner}] of (seed.pipelines ?? []).entries()) if (owner != null) await at(['pipelines', index, 'owner'], () => ensure(owner))
  return ensure
}

/** In whose name accounts are made, before there are any. */
const nobodyYet: Row<'accounts'> = {id: '', email: '', name: null, created_at: '', updated_at: ''}

async function nameAccount({db}: Making, id: string, name: string): Promise<void> {
  requireAccountName(name)
  await db.updateTable('accounts').set({name}).where('id', '=', id).execute()
}

const adminOf = ({members}: SeedTeam): string => Object.entries(members ?? {}).find(([, role]) => role === 'admin')?.[0] ?? defaultAccount

async function makeTeam(making: Making, team: SeedTeam, path: Path, account: FindAccount): Promise<Made[]> {
  const admin = await account(adminOf(team))
  const performer = performerFor(making, admin)
  const enterprise = team.type === 'team' ? null : await enterpriseAccountOf(making, team.enterprise_account ?? enterpriseAccount)
  const {id} = await at([...path, 'name'], () => createTeam(performer.context, team.name, enterprise))
  for (const [address, role] of Object.entries(team.members ?? {})) {
    const {id: account_id, email} = await account(address)
    if (email === admin.email) continue
    if (role === 'collaborator') await addPlainCollaborator(performer, id, account_id)
    else await performer.perform([...path, 'members', address], 'team-member.create', {team: team.name}, {email, role})
  }
  const made: Made[] = []
  for (const [index, space] of (team.spaces ?? []).entries()) {
    const there = [...path, 'spaces', index]
    await makeSpace(performer, team, space, there)
    for (const [number, app] of (space.apps ?? []).entries()) made.push(await makeApp(performer, app, [...there, 'apps', number], {team: team.name, space: space.name}))
  }
  for (const [index, app] of (team.apps ?? []).entries()) made.push(await makeApp(performer, app, [...path, 'apps', index], {team: team.name}))
  return made
}

async function enterpriseAccountOf({db}: Making, name: string): Promise<Row<'enterprise_accounts'>> {
  return (await db.selectFrom('enterprise_accounts').selectAll().where('name', '=', name).executeTakeFirst()) ?? seedEnterpriseAccount(db, name)
}

/** Requests give this role to whoever is added to an app; a fresh world has one who is on none. */
async function addPlainCollaborator({context}: Performer, team_id: string, account_id: string): Promise<void> {
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  await context.db.insertInto('memberships').values({id: context.newId(), team_id, account_id, role: 'collaborator', ...times}).execute()
}

async function makeSpace(performer: Performer, team: SeedTeam, space: SeedSpace, path: Path): Promise<void> {
  const {name, region, generation, shield, cidr, data_cidr, log_drain_url, trusted_ips, members, telemetry_drains} = space
  if (log_drain_url != null) await at([...path, 'log_drain_url'], () => accept(requireDrainUrl(log_drain_url, 'Log drain URL', secureSchemes, performer.context.shared)))
  await performer.perform([...path, 'name'], 'space.create', {}, given({name, team: team.name, region, generation, shield, cidr, data_cidr, log_drain_url}))
  if (trusted_ips != null) await performer.perform([...path, 'trusted_ips'], 'inbound-ruleset.create', {space: name}, {rules: rulesOf(trusted_ips)})
  for (const [address, permissions] of Object.entries(members ?? {})) {
    const there = [...path, 'members', address]
    const member = await accountBy(performer.context, address)
    const membership = member && (await performer.context.db.selectFrom('memberships').innerJoin('teams', 'teams.id', 'memberships.team_id').select('role').where('teams.name', '=', team.name).where('account_id', '=', member.id).executeTakeFirst())
    await at(there, () => refuse(membership === undefined, `${address} is not in the team ${team.name}. Add them to its members.`))
    await performer.perform(there, 'space-app-access.update', {space: name, spaceMember: address}, {permissions: permissions.map((one) => ({name: one}))})
  }
  await makeTelemetry(performer, telemetry_drains, path, {type: 'space', id: name})
}

async function makeTelemetry(performer: Performer, drains: readonly SeedTelemetryDrain[] | null | undefined, path: Path, owner: {id: string; type: 'app' | 'space'}): Promise<void> {
  for (const [index, {signals, exporter}] of (drains ?? []).entries()) {
    const {type, endpoint, headers} = exporter
    await performer.perform([...path, 'telemetry_drains', index], 'telemetry-drain.create', {}, {owner, signals, exporter: {type, endpoint, ...(headers != null && {headers})}})
  }
}

/** The app, who works on it, and from what it is built. */
async function makeApp(performer: Performer, app: SeedApp, path: Path, place: {team?: string; space?: string}): Promise<Made> {
  const {name, region, stack, build_stack, internal_routing, locked} = app
  const create = place.team === undefined ? ('app.create' as const) : ('team-app.create' as const)
  await performer.perform([...path, 'name'], create, {}, given({name, region, stack, internal_routing, locked, ...place}))
  if (build_stack != null) await performer.perform([...path, 'build_stack'], 'app.update', {app: name}, {build_stack})
  for (const [user, where, permissions] of collaboratorsOf(app)) {
    const there = [...path, 'collaborators', where]
    if (permissions.length > 0) await performer.perform(there, 'team-app-collaborator.create', {app: name}, {user, permissions})
    else await performer.perform(there, 'collaborator.create', {app: name}, {user})
  }
  return {app, path, performer}
}

/** Who works on an app, where that is written, and what they are granted. */
function collaboratorsOf({collaborators}: SeedApp): [address: string, place: number | string, permissions: readonly string[]][] {
  if (Array.isArray(collaborators)) return collaborators.map((address, index) => [address, index, []])
  return Object.entries(collaborators ?? {}).map(([address, permissions]) => [address, address, permissions ?? []])
}

type Attach = (made: readonly Made[]) => Promise<void>

/** The add-ons of an app. @returns what attaches them elsewhere, once there is an elsewhere */
async function makeAddons({app, path, performer}: Made, {partners}: Before): Promise<Attach[]> {
  const later: Attach[] = []
  for (const [index, one] of (app.addons ?? []).entries()) {
    const addon: SeedAddon = typeof one === 'string' ? {plan: one} : one
    const here = [...path, 'addons', index]
    const there = typeof one === 'string' ? here : [...here, 'plan']
    const subject = await findApp(performer.context, app.name)
    await at(there, () => refusePartner(addon.plan, partners))
    await at([...here, 'as'], () => refuseReplacing(performer, subject, addon.plan, addon.as))
    const body = given({plan: addon.plan, name: addon.name, attachment: addon.as == null ? undefined : {name: addon.as}, config: addon.options, confirm: app.name})
    const {name} = await performer.perform(there, 'add-on.create', {app: app.name}, body)
    for (const [number, attachment] of (addon.attachments ?? []).entries())
      later.push((made) => attachTo({app, path: [...here, 'attachments', number], performer}, {...attachment, addon: name, plan: addon.plan}, made))
  }
  return later
}

/** @throws {ApiError} 422 */
function refuse(wrong: boolean, message: string): void {
  if (wrong) throw invalid(message)
}

/** @throws {ApiError} 422 for what a partner's server would have to provision */
function refusePartner(plan: string, partners: ReadonlySet<string>): void {
  const [service = ''] = plan.split(':')
  refuse(partners.has(service), `${service} is of a partner, whose server would have to provision it. Leave it out; push its manifest again, and add it with addons:create.`)
}

/** @throws {ApiError} 422 for the name of an attachment that is there: a request would have to confirm that it goes */
async function refuseReplacing({context}: Performer, app: AppSubject, plan: string, name: string | null | undefined): Promise<void> {
  if (name == null) return
  const {service} = await catalogueEntry(context, plan, placeOf(app).space)
  const {replaces} = await planAttachment(context, {app, service, name})
  refuse(replaces !== undefined, `${app.name} has an attachment ${replaces?.name} already, to ${replaces?.addon_name}. Give this one another name.`)
}

interface Elsewhere {
  addon: string
  plan: string
  app?: string | null | undefined
  as?: string | null | undefined
  namespace?: string | null | undefined
}

/** By whoever may do that with both apps, where that is the one or the other's. */
async function attachTo({app: own, path, performer: ownPerformer}: Made, {addon, plan, app: name, as, namespace}: Elsewhere, made: readonly Made[]): Promise<void> {
  const other = name == null ? undefined : made.find(({app}) => app.name === name)
  const target = name ?? own.name
  const subject = await at([...path, 'app'], () => findApp((other?.performer ?? ownPerformer).context, target))
  await at([...path, 'as'], () => refuseReplacing(ownPerformer, subject, plan, as))
  const mayBoth = other && (await findApp(other.performer.context, own.name).then((seen) => seen.permissions.includes('deploy'), () => false))
  await (mayBoth ? other.performer : ownPerformer).perform([...path, 'app'], 'add-on-attachment.create', {}, given({addon, app: target, name: as, namespace}))
}

/** What an app has and does, once its add-ons have set theirs. */
async function furnish({app, path, performer}: Made): Promise<void> {
  const {name, config_vars, formation, domains, log_drains, telemetry_drains, maintenance} = app
  if (config_vars != null) {
    const {id} = await findApp(performer.context, name)
    for (const [key, attachment] of await attachmentVars(performer.context, id))
      await at([...path, 'config_vars', key], () => refuse(Object.hasOwn(config_vars, key), `${key} of ${name} is set by the attachment ${attachment}. Leave it out of config_vars.`))
    await performer.perform([...path, 'config_vars'], 'config-var.update', {app: name}, config_vars)
  }
  if (formation != null) await deploy(performer, name, formation, [...path, 'formation'])
  for (const [index, hostname] of (domains ?? []).entries()) await performer.perform([...path, 'domains', index], 'domain.create', {app: name}, {hostname, sni_endpoint: null})
  for (const [index, url] of (log_drains ?? []).entries()) await performer.perform([...path, 'log_drains', index], 'log-drain.create', {app: name}, {url})
  await makeTelemetry(performer, telemetry_drains, path, {type: 'app', id: name})
  if (maintenance === true) await performer.perform([...path, 'maintenance'], 'app.update', {app: name}, {maintenance})
}

/** Releases something that runs these process types, and scales them. */
async function deploy(performer: Performer, app: string, formation: NonNullable<SeedApp['formation']>, path: Path): Promise<void> {
  const types = Object.entries(formation)
  const process_types = Object.fromEntries(types.map(([type, {command}]) => [type, command]))
  const {generation, id} = await findApp(performer.context, app)
  const [create, released] = generation === 'fir' ? (['oci-image.create', 'oci_image'] as const) : (['slug.create', 'slug'] as const)
  const artifact = await performer.perform(path, create, {app}, {process_types})
  await performer.perform(path, 'release.create', {app}, {[released]: artifact.id})
  const site = await siteOf(performer.context, id)
  for (const [type, {size}] of types) if (size != null) await at([...path, type, 'size'], () => accept(requireSize(size, site)))
  const updates = types.flatMap(([type, {quantity, size}]) => (quantity == null && size == null ? [] : [{type, quantity: orDefault(quantity), size: orDefault(size)}]))
  if (updates.length > 0) await performer.perform(path, 'formation.batch-update', {app}, {updates})
}

async function makePipeline(performer: Performer, {name, generation, apps}: SeedPipeline, path: Path, owner: {id: string; type: 'team' | 'user'}): Promise<void> {
  const {id} = await performer.perform([...path, 'name'], 'pipeline.create', {}, given({name, owner, generation}))
  for (const [app, stage] of Object.entries(apps ?? {})) await performer.perform([...path, 'apps', app], 'pipeline-coupling.create', {}, {app, pipeline: id, stage})
}
