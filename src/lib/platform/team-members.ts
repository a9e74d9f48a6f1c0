import type {TeamMember} from '../operations/resources.js'
import {requireTeamRole, type TeamRole} from '../rules/permissions.js'
import {refuse} from '../rules/refusal.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept, notFound} from './errors.js'
import type {Handlers} from './handler.js'
import {mapPage, pageOfQuery} from './range.js'
import {ensureAccount} from './subjects/account.js'
import type {TeamSubject} from './subjects/team.js'
import {wireTime} from './time.js'

type Member = Row<'memberships'> & {email: string; name: string | null}

export const teamMemberHandlers: Handlers<
  'team-member.create' | 'team-member.create-or-update' | 'team-member.delete' | 'team-member.list' | 'team-member.update'
> = {
  async 'team-member.list'(context, {team}) {
    const members = membersOf(context, team)
    const column = (attribute: string) => (attribute === 'email' ? 'accounts.email' : `memberships.${attribute}`)
    return mapPage(await pageOfQuery(context.range, members, 'memberships', column), memberView)
  },

  async 'team-member.create'(context, {team}, body) {
    const present = await memberByEmail(context, team, body.email)
    if (present) accept(refuse(`${present.email} is already a member of the team ${team.name}.`))
    return addMember(context, team, body)
  },

  async 'team-member.create-or-update'(context, {team}, body) {
    const present = await memberByEmail(context, team, body.email)
    return present ? changeRole(context, team, present, body.role) : addMember(context, team, body)
  },

  async 'team-member.update'(context, {team}, body) {
    const present = await memberByEmail(context, team, body.email)
    if (!present) throw notFound('team member')
    return changeRole(context, team, present, body.role)
  },

  async 'team-member.delete'(context, {team, teamMember}) {
    await requireOtherAdmin(context, team, teamMember)
    const {db} = context
    const inTeam = <T extends 'apps' | 'spaces'>(table: T) => db.selectFrom(table as 'apps').select('id').where('team_id', '=', team.id)
    await db.deleteFrom('memberships').where('id', '=', teamMember.id).execute()
    await db.deleteFrom('space_members').where('account_id', '=', teamMember.account_id).where('space_id', 'in', inTeam('spaces')).execute()
    await db.deleteFrom('collaborators').where('account_id', '=', teamMember.account_id).where('app_id', 'in', inTeam('apps')).execute()
    return memberView(teamMember)
  },
}

const membersOf = ({db}: Context, {id}: TeamSubject) =>
  db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .selectAll('memberships')
    .select(['accounts.email', 'accounts.name'])
    .where('memberships.team_id', '=', id)

const memberByEmail = (context: Context, team: TeamSubject, email: string): Promise<Member | undefined> =>
  membersOf(context, team).where('accounts.email', '=', email.toLowerCase()).executeTakeFirst()

async function addMember(context: Context, team: TeamSubject, body: {email: string; role: string}): Promise<TeamMember> {
  const role = accept(requireTeamRole(body.role, team.type))
  const account = await ensureAccount(context, body.email)
  const times = {created_at: nowText(context), updated_at: nowText(context)}
  const membership = {id: context.newId(), team_id: team.id, account_id: account.id, role, ...times}
  await context.db.insertInto('memberships').values(membership).execute()
  return memberView({...membership, email: account.email, name: account.name})
}

async function changeRole(context: Context, team: TeamSubject, member: Member, wanted: string): Promise<TeamMember> {
  const role = accept(requireTeamRole(wanted, team.type))
  if (!isAdmin(role)) await requireOtherAdmin(context, team, member)
  const change = {role, updated_at: nowText(context)}
  await context.db.updateTable('memberships').set(change).where('id', '=', member.id).execute()
  return memberView({...member, ...change})
}

const isAdmin = (role: TeamRole) => role === 'admin' || role === 'owner'

/** Nobody could manage a team without admins any more. @throws {ApiError} 422 */
async function requireOtherAdmin({db}: Context, team: TeamSubject, member: Member) {
  if (!isAdmin(member.role)) return
  const other = await db
    .selectFrom('memberships')
    .select('id')
    .where('team_id', '=', team.id)
    .where('role', 'in', ['admin', 'owner'])
    .where('id', '!=', member.id)
    .executeTakeFirst()
  if (!other) accept(refuse(`${member.email} is the only admin of the team ${team.name}. Make somebody else an admin first.`))
}

const memberView = (member: Member): TeamMember => ({
  created_at: wireTime(member.created_at),
  email: member.email,
  federated: false,
  id: member.id,
  identity_provider: null,
  role: member.role,
  two_factor_authentication: false,
  updated_at: wireTime(member.updated_at),
  user: {email: member.email, id: member.account_id, name: member.name},
})
