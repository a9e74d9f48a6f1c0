import type {TeamRole} from '../../operations/resources.js'
import {teamPermissions} from '../../rules/permissions.js'
import {prepared} from '../../store/prepared.js'
import type {Row} from '../../store/schema.js'
import type {Database} from '../../store/store.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {appsSeenBy} from './app.js'
import {teamMeant} from './suggestion.js'

/** A team with its enterprise account's name and the caller's role in it. */
export type TeamSubject = Row<'teams'> & {enterprise_account_name: string | null; role: TeamRole | null}

/** All teams, with their enterprise account and the caller's role. */
export const teamsSeenBy = ({db, actor}: Context) => teamsFor(db, actor.account.id)

const teamsFor = (db: Database, account: string) =>
  db
    .selectFrom('teams')
    .leftJoin('enterprise_accounts', 'enterprise_accounts.id', 'teams.enterprise_account_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.team_id', '=', 'teams.id').on('memberships.account_id', '=', account),
    )
    .selectAll('teams')
    .select(['enterprise_accounts.name as enterprise_account_name', 'memberships.role'])

/** @throws {ApiError} 404 where there is none, or none that the caller belongs to, or for a partner none of whose apps its add-on is attached to */
export async function findTeam(context: Context, identity: string): Promise<TeamSubject> {
  const wanted = idOrName(identity)
  const [team] = await teamBy[wanted.column](context.db, {account: context.actor.account.id, value: wanted.value})
  if (context.actor.addonId !== undefined) {
    const owned = team && (await appsSeenBy(context).where('apps.team_id', '=', team.id).executeTakeFirst())
    if (!owned) throw notFound('team')
    return {...team, role: null}
  }
  if (!team || !teamPermissions(team.role).includes('enter')) throw notFound('team', 'team', await teamMeant(context, wanted))
  return team
}

interface Wanted {
  account: string
  value: string
}

const teamBy = {
  id: prepared((db, {account, value}: Wanted) => teamsFor(db, account).where('teams.id', '=', value)),
  name: prepared((db, {account, value}: Wanted) => teamsFor(db, account).where('teams.name', '=', value)),
}
