import {secureSchemes, requireDrainUrl} from '../../rules/drains.js'
import {accountId, enterpriseAccount, seedEnterpriseAccount} from '../../store/seed/world.js'
import {defaultAccount} from '../../store/seed/default-account.js'
import type {Finding} from '../../operations/wire.js'
import type {Row} from '../../store/schema.js'
import {nowText} from '../context.js'
import {retentionSetting} from '../audit-retention.js'
import {accept, invalid} from '../errors.js'
import {writeSettings} from '../settings.js'
import {ensureAccount} from '../subjects/account.js'
import {createTeam} from '../teams.js'
import {requireAccountName} from '../tokens.js'
import {appsIn, rulesOf, type Seed, type SeedPipeline, type SeedSpace, type SeedTeam} from './document.js'
import {at} from './findings.js'
import {collaboratorsOf, furnish, type Made, makeAddons, makeApp, makeTelemetry} from './making-apps.js'
import {given, type Making, type Performer, performerFor} from './performing.js'

type Path = Finding['path']

/** What there was before, which a seed cannot know. */
export interface Before {
  /** Ids of accounts by email address: whoever is there again keeps theirs, and with it their tokens. */
  accounts: ReadonlyMap<string, string>
  /** Names of the add-on services that partners had pushed. */
  partners: ReadonlySet<string>
}

/**
 * Makes what a seed says in a world that has nothing but the catalogue, or where the seed names no teams, the people and teams
 * of a fresh one. Every team's things are made by its first admin, personal ones by their owners.
 *
 * @throws {ApiError} 422 for the first thing that the rules refuse, with its place
 */
export async function makeWorld(making: Making, seed: Seed, before: Before): Promise<void> {
  for (const [name, value] of Object.entries(seed.settings ?? {})) await at(['settings', name], () => makeSetting(making, name, value))
  const account = await makeAccounts(making, seed, before)
  const made: Made[] = []
  for (const [index, team] of (seed.teams ?? []).entries()) made.push(...(await makeTeam(making, team, ['teams', index], account)))
  for (const [index, app] of (seed.apps ?? []).entries()) {
    const performer = performerFor(making, await account(app.owner ?? defaultAccount))
    made.push(await makeApp(performer, app, ['apps', index], {}))
  }
  // What one app takes from another comes once all are there.
  const attachments = []
  for (const one of made) attachments.push(...(await makeAddons(one, before.partners)))
  for (const attach of attachments) await attach(made)
  for (const one of made) await furnish(one)
  for (const [index, team] of (seed.teams ?? []).entries())
    for (const [number, pipeline] of (team.pipelines ?? []).entries())
      await makePipeline(performerFor(making, await account(adminOf(team))), pipeline, ['teams', index, 'pipelines', number], {id: team.name, type: 'team'})
  for (const [index, pipeline] of (seed.pipelines ?? []).entries())
    await makePipeline(performerFor(making, await account(pipeline.owner ?? defaultAccount)), pipeline, ['pipelines', index], {id: '~', type: 'user'})
}

async function makeSetting({db}: Making, name: string, value: number): Promise<void> {
  if (name === retentionSetting) throw invalid(`${name} stays as it is, whatever becomes of a world. Leave it out, and set it with control-plane:settings.`)
  await writeSettings(db, {[name]: value})
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
    const body = {permissions: permissions.map((permission) => ({name: permission}))}
    await performer.perform([...path, 'members', address], 'space-app-access.update', {space: name, spaceMember: address}, body)
  }
  await makeTelemetry(performer, telemetry_drains, path, {type: 'space', id: name})
}

async function makePipeline(performer: Performer, {name, generation, apps}: SeedPipeline, path: Path, owner: {id: string; type: 'team' | 'user'}): Promise<void> {
  const {id} = await performer.perform([...path, 'name'], 'pipeline.create', {}, given({name, owner, generation}))
  for (const [app, stage] of Object.entries(apps ?? {})) await performer.perform([...path, 'apps', app], 'pipeline-coupling.create', {}, {app, pipeline: id, stage})
}
