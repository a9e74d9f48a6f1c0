import type {TeamRole} from '../../operations/resources.js'
import {teamPermissions} from '../../rules/permissions.js'
import type {Row} from '../../store/schema.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {appsSeenBy} from './app.js'
import {teamMeant} from './suggestion.js'

/** A team with its enterprise account's name and the caller's role in it. */
export type TeamSubject = Row<'teams'> & {enterprise_account_name: string | null; role: TeamRole | null}

/** All teams, with their enterprise account and the caller's role. */
export const teamsSeenBy = (context: Context) =>
  context.db
    .selectFrom('teams')
    .leftJoin('enterprise_accounts', 'enterprise_accounts.id', 'teams.enterprise_account_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.team_id', '=', 'teams.id').on('memberships.account_id', '=', context.actor.account.id),
    )
    .selectAll('teams')
    .select(['enterprise_accounts.name as enterprise_account_name', 'memberships.role'])

/** @throws {ApiError} 404 where there is none, or none that the caller belongs to, or for a partner none of whose apps its add-on is attached to */
export async function findTeam(context: Context, identity: string): Promise<TeamSubject> {
  const wanted = idOrName(identity)
  const team = await teamsSeenBy(context).where(`teams.${wanted.column}`, '=', wanted.value).executeTakeFirst()
  if (context.actor.addonId !== undefined) {
    const owned = team && (await appsSeenBy(context).where('apps.team_id', '=', team.id).executeTakeFirst())
    if (!owned) throw notFound('team')
    return {...team, role: null}
  }
  if (!team || !teamPermissions(team.role).includes('enter')) throw notFound('team', 'team', await teamMeant(context, wanted))
  return team
}
