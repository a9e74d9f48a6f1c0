import type {SpaceAppAccess} from '../operations/resources.js'
import {spaceGrantList} from '../rules/facts.js'
import {requireSpaceGrants, spaceGrants, type TeamRole, teamPermissions} from '../rules/permissions.js'
import {refuse} from '../rules/refusal.js'
import {rolesThatMay} from '../rules/roles.js'
import type {Row} from '../store/schema.js'
import {type Context, nowText} from './context.js'
import {accept} from './errors.js'
import type {Handlers} from './handler.js'
import type {SpaceSubject} from './subjects/space.js'
import {wireTime} from './time.js'

/** Who may create apps in a space: every member of its team who sees it, with what they were granted. */
export const spaceAccessHandlers: Handlers<'space-app-access.info' | 'space-app-access.list' | 'space-app-access.update'> = {
  async 'space-app-access.list'(context, {space}) {
    const people = await membersOf(context, space)
      .where('memberships.role', 'in', rolesThatMay('view'))
      .orderBy('accounts.email')
      .execute()
    return people.map((person) => accessView(space, person))
  },

  async 'space-app-access.info'(context, {space, spaceMember}) {
    return accessView(space, await personOf(context, space, spaceMember.account_id))
  },

  async 'space-app-access.update'(context, {space, spaceMember}, {permissions}) {
    const granted = accept(requireSpaceGrants(permissions.map(({name}) => name)))
    if (teamPermissions(spaceMember.role).includes('manage spaces') && granted.length === 0)
      accept(refuse(`${spaceMember.email} is an admin of the team ${space.team_name}, who can always create apps in its spaces.`))
    if (!teamPermissions(spaceMember.role).includes('view'))
      accept(refuse(`${spaceMember.email} is a collaborator in the team ${space.team_name}, who cannot be granted permissions on its spaces.`))
    const times = {created_at: nowText(context), updated_at: nowText(context)}
    const change = {permissions_json: JSON.stringify(granted), updated_at: times.updated_at}
    await context.db
      .insertInto('space_members')
      .values({id: context.newId(), space_id: space.id, account_id: spaceMember.account_id, ...times, ...change})
      .onConflict((conflict) => conflict.columns(['space_id', 'account_id']).doUpdateSet(change))
      .execute()
    return accessView(space, await personOf(context, space, spaceMember.account_id))
  },
}

const membersOf = ({db}: Context, space: SpaceSubject) =>
  db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .leftJoin('space_members', (join) =>
      join.onRef('space_members.account_id', '=', 'memberships.account_id').on('space_members.space_id', '=', space.id),
    )
    .select(['accounts.email', 'memberships.account_id', 'memberships.role', 'space_members.permissions_json'])
    .select(['memberships.created_at', 'memberships.updated_at', 'space_members.updated_at as granted_at'])
    .where('memberships.team_id', '=', space.team_id)

const personOf = (context: Context, space: SpaceSubject, accountId: string) =>
  membersOf(context, space).where('memberships.account_id', '=', accountId).executeTakeFirstOrThrow()

interface Person extends Pick<Row<'memberships'>, 'account_id' | 'created_at' | 'updated_at'> {
  email: string
  role: TeamRole
  permissions_json: string | null
  granted_at: string | null
}

function accessView({id, name}: SpaceSubject, person: Person): SpaceAppAccess {
  const granted = person.permissions_json === null ? [] : (JSON.parse(person.permissions_json) as string[])
  const permissions = spaceGrants(person.role, granted)
  return {
    created_at: wireTime(person.created_at),
    id,
    permissions: spaceGrantList.filter((grant) => permissions.includes(grant.name)),
    space: {id, name},
    updated_at: wireTime(person.granted_at ?? person.updated_at),
    user: {email: person.email, id: person.account_id},
  }
}
