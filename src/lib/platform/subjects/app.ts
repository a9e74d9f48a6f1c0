import type {AppPermission, TeamRole, UserReference} from '../../operations/resources.js'
import {teamOwnerEmail} from '../../rules/names.js'
import {appPermissions} from '../../rules/permissions.js'
import {prepared} from '../../store/prepared.js'
import type {Row} from '../../store/schema.js'
import type {Database} from '../../store/store.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrName} from '../identity.js'
import {appMeant} from './suggestion.js'

interface Surroundings {
  team_name: string | null
  team_type: Row<'teams'>['type'] | null
  space_name: string | null
  space_shield: Row<'spaces'>['shield'] | null
  owner_email: string | null
  /** The caller's role in the owning team. */
  role: TeamRole | null
  /** What the caller was granted on the app itself; null when not a collaborator. */
  granted_json: string | null
}

/** An app with its surroundings and what the caller may do with it. */
export type AppSubject = Row<'apps'> & Surroundings & {permissions: readonly AppPermission[]}

/** All apps, with team, space, owner and what the caller has to do with them; for a partner those that its add-on is attached to. */
export const appsSeenBy = (context: Context) => {
  const {addonId} = context.actor
  const apps = appsIn(context)
  return addonId === undefined ? apps : apps.where('apps.id', 'in', context.db.selectFrom('attachments').select('attachments.app_id').where('attachments.addon_id', '=', addonId))
}

/** All apps, whoever asks. */
export const appsIn = ({db, actor}: Context) => appsFor(db, actor.account.id)

const appsFor = (db: Database, account: string) =>
  db
    .selectFrom('apps')
    .leftJoin('teams', 'teams.id', 'apps.team_id')
    .leftJoin('spaces', 'spaces.id', 'apps.space_id')
    .leftJoin('accounts', 'accounts.id', 'apps.owner_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.team_id', '=', 'apps.team_id').on('memberships.account_id', '=', account),
    )
    .leftJoin('collaborators', (join) =>
      join.onRef('collaborators.app_id', '=', 'apps.id').on('collaborators.account_id', '=', account),
    )
    .selectAll('apps')
    .select([
      'teams.name as team_name',
      'teams.type as team_type',
      'spaces.name as space_name',
      'spaces.shield as space_shield',
      'accounts.email as owner_email',
      'memberships.role',
      'collaborators.permissions_json as granted_json',
    ])

/** Adds what the caller may do. */
export const withPermissions = (context: Context, app: Row<'apps'> & Surroundings): AppSubject => ({
  ...app,
  permissions:
    context.actor.addonId === undefined
      ? appPermissions({
          owner: app.owner_id === context.actor.account.id,
          role: app.role,
          fineGrained: isFineGrained(app),
          collaborator: app.granted_json === null ? undefined : {granted: JSON.parse(app.granted_json) as AppPermission[]},
        })
      : ['view'],
})

/** Whether permissions on the app are granted one by one: in enterprise teams (facts/platform-api.md 3.6). */
export const isFineGrained = (app: Pick<AppSubject, 'team_type'>): boolean => app.team_type === 'enterprise'

/** Whom an app belongs to; a team appears as an account by which clients know it (facts/platform-api.md 3.1). */
export function ownerOf(app: AppSubject): UserReference {
  if (app.team_id !== null && app.team_name !== null) return {email: teamOwnerEmail(app.team_name), id: app.team_id}
  return {email: app.owner_email ?? '', id: app.owner_id ?? ''}
}

/** An app whether the caller may see it or not. */
export async function readApp(context: Context, column: 'id' | 'name', value: string): Promise<AppSubject | undefined> {
  const {actor, db} = context
  const [found] =
    actor.addonId === undefined
      ? await appBy[column](db, {account: actor.account.id, value})
      : await appsSeenBy(context).where(`apps.${column}`, '=', value).execute()
  return found && withPermissions(context, found)
}

const appBy = {
  id: prepared((db, {account, value}: Wanted) => appsFor(db, account).where('apps.id', '=', value)),
  name: prepared((db, {account, value}: Wanted) => appsFor(db, account).where('apps.name', '=', value)),
}

interface Wanted {
  account: string
  value: string
}

/** @throws {ApiError} 404 where there is none, or none that the caller may see */
export async function findApp(context: Context, identity: string): Promise<AppSubject> {
  const wanted = idOrName(identity)
  const app = await readApp(context, wanted.column, wanted.value)
  if (!app?.permissions.includes('view')) throw notFound('app', 'app', await appMeant(context, wanted))
  return app
}
