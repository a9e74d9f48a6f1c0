import {sql} from 'kysely'
import type {TeamRole} from '../../operations/resources.js'
import {teamPermissions} from '../../rules/permissions.js'
import {prepared} from '../../store/prepared.js'
import type {Row} from '../../store/schema.js'
import type {Database} from '../../store/store.js'
import {type Context, nowText} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {spaceMeant} from './suggestion.js'

/** A space with its team's name and the caller's role there. */
export type SpaceSubject = Row<'spaces'> & {team_name: string; role: TeamRole | null}

/**
 * The spaces that are not gone yet, with their team and the caller's role in it. Every space has a team; it is joined
 * from the left all the same, so that a database walks the spaces in the order that is asked for and stops after a page.
 */
export const spacesSeenBy = (context: Context) => spacesFor(context.db, {account: context.actor.account.id, at: nowText(context)})

interface Seen {
  account: string
  at: string
}

const spacesFor = (db: Database, {account, at}: Seen) =>
  db
    .selectFrom('spaces')
    .leftJoin('teams', 'teams.id', 'spaces.team_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.team_id', '=', 'spaces.team_id').on('memberships.account_id', '=', account),
    )
    .selectAll('spaces')
    .select([sql<string>`teams.name`.as('team_name'), 'memberships.role'])
    .where((where) => where.or([where('spaces.gone_at', 'is', null), where('spaces.gone_at', '>', at)]))

/** @throws {ApiError} 404 where there is none, or none that the caller may see */
export async function findSpace(context: Context, identity: string): Promise<SpaceSubject> {
  const wanted = idOrName(identity)
  const [space] = await spaceBy[wanted.column](context.db, {account: context.actor.account.id, at: nowText(context), value: wanted.value})
  if (!space || !teamPermissions(space.role).includes('view')) throw notFound('space', 'space', await spaceMeant(context, wanted))
  return space
}

const spaceBy = {
  id: prepared((db, wanted: Seen & {value: string}) => spacesFor(db, wanted).where('spaces.id', '=', wanted.value)),
  name: prepared((db, wanted: Seen & {value: string}) => spacesFor(db, wanted).where('spaces.name', '=', wanted.value)),
}
