import type {PermissionEntity, Team} from '../operations/resources.js'
import {teamName, taken} from '../rules/names.js'
import {teamPermissions} from '../rules/permissions.js'
import {type Context, nowText} from './context.js'
import {accept, forbidden} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import {type TeamSubject, teamsSeenBy} from './subjects/team.js'
import {featuresOf} from './team-features.js'
import {wireTime} from './time.js'

export const teamHandlers: Handlers<
  | 'permission-entity.list'
  | 'team.create'
  | 'team.create-in-enterprise-account'
  | 'team.info'
  | 'team.list'
  | 'team.list-by-enterprise-account'
  | 'team-feature.info'
  | 'team-feature.list'
> = {
  async 'team.list'(context) {
    return mapPage(await pageOfQuery(context.range, ownTeams(context), 'teams'), teamView)
  },

  async 'team.list-by-enterprise-account'(context, {enterpriseAccount}) {
    const teams = ownTeams(context).where('teams.enterprise_account_id', '=', enterpriseAccount.id)
    return mapPage(await pageOfQuery(context.range, teams, 'teams'), teamView)
  },

  async 'team.info'(_, {team}) {
    return teamView(team)
  },

  async 'team.create'(context, _, {name}) {
    return teamView(await createTeam(context, name, null))
  },

  async 'team.create-in-enterprise-account'(context, {enterpriseAccount}, {name}) {
    const roles = await ownTeams(context).where('teams.enterprise_account_id', '=', enterpriseAccount.id).execute()
    if (!roles.some(({role}) => teamPermissions(role).includes('manage')))
      throw forbidden(`You do not have access to the enterprise account ${enterpriseAccount.name}.`)
    return teamView(await createTeam(context, name, enterpriseAccount))
  },

  async 'team-feature.list'(_, {team}) {
    return featuresOf(team)
  },

  async 'team-feature.info'(_, {teamFeature}) {
    return teamFeature
  },

  async 'permission-entity.list'(context, {team}) {
    return [...(await appEntities(context, team)), ...(await spaceEntities(context, team))]
  },
}

const ownTeams = (context: Context) => teamsSeenBy(context).where('memberships.role', 'is not', null)

/** Whoever creates a team is its first admin. */
export async function createTeam(context: Context, wanted: string, enterprise: {id: string; name: string} | null): Promise<TeamSubject> {
  const name = accept(teamName(wanted))
  const {db} = context
  if (await db.selectFrom('teams').select('id').where('name', '=', name).executeTakeFirst()) accept(taken(name))
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  const type = enterprise ? ('enterprise' as const) : ('team' as const)
  const team = {id: context.newId(), name, type, enterprise_account_id: enterprise?.id ?? null, ...times}
  await db.insertInto('teams').values(team).execute()
  const membership = {id: context.newId(), team_id: team.id, account_id: context.actor.account.id, role: 'admin' as const, ...times}
  await db.insertInto('memberships').values(membership).execute()
  return {...team, enterprise_account_name: enterprise?.name ?? null, role: 'admin'}
}

const appEntities = async ({db}: Context, {id}: TeamSubject): Promise<PermissionEntity[]> =>
  entities(
    'app',
    id,
    await db
      .selectFrom('apps')
      .leftJoin('collaborators', 'collaborators.app_id', 'apps.id')
      .leftJoin('accounts', 'accounts.id', 'collaborators.account_id')
      .select(['apps.id', 'apps.name', 'accounts.id as user_id', 'accounts.email', 'collaborators.permissions_json'])
      .where('apps.team_id', '=', id)
      .orderBy('apps.name')
      .execute(),
  )

const spaceEntities = async ({db}: Context, {id}: TeamSubject): Promise<PermissionEntity[]> =>
  entities(
    'space',
    id,
    await db
      .selectFrom('spaces')
      .leftJoin('space_members', 'space_members.space_id', 'spaces.id')
      .leftJoin('accounts', 'accounts.id', 'space_members.account_id')
      .select(['spaces.id', 'spaces.name', 'accounts.id as user_id', 'accounts.email', 'space_members.permissions_json'])
      .where('spaces.team_id', '=', id)
      .orderBy('spaces.name')
      .execute(),
  )

interface Grant {
  id: string
  name: string
  user_id: string | null
  email: string | null
  permissions_json: string | null
}

/** Grants, one row each, gathered by what they are on. */
function entities(type: 'app' | 'space', team_id: string, grants: Grant[]): PermissionEntity[] {
  const byId = new Map<string, PermissionEntity>()
  for (const {id, name, user_id, email, permissions_json} of grants) {
    const entity = byId.get(id) ?? {id, name, team_id, type, users: []}
    byId.set(id, entity)
    if (user_id && email) entity.users.push({id: user_id, email, permissions: JSON.parse(permissions_json ?? '[]') as string[]})
  }
  return [...byId.values()]
}

const teamView = (team: TeamSubject): Team => ({
  created_at: wireTime(team.created_at),
  credit_card_collections: false,
  default: false,
  enterprise_account:
    team.enterprise_account_id === null ? null : {id: team.enterprise_account_id, name: team.enterprise_account_name ?? ''},
  id: team.id,
  identity_provider: null,
  membership_limit: null,
  name: team.name,
  provisioned_licenses: team.type === 'enterprise',
  role: team.role,
  type: team.type,
  updated_at: wireTime(team.updated_at),
})
