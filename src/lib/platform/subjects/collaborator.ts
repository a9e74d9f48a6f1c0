import type {AppPermission, TeamRole} from '../../operations/resources.js'
import {appPermissions} from '../../rules/permissions.js'
import type {Context} from '../context.js'
import {notFound} from '../errors.js'
import {idOrEmail} from '../identity.js'
import {type AppSubject, isFineGrained, ownerOf} from './app.js'

/** Somebody who has been given access to an app, or whom it belongs to. */
export interface CollaboratorSubject {
  id: string
  account_id: string
  email: string
  /** The role in the app's team, or what there is without a team: the owner and collaborators. */
  role: TeamRole
  permissions: readonly AppPermission[]
  created_at: string
  updated_at: string
}

/** An app's owner first, then its collaborators by email address. */
export async function collaboratorsOf(context: Context, app: AppSubject): Promise<CollaboratorSubject[]> {
  const people = await context.db
    .selectFrom('collaborators')
    .innerJoin('accounts', 'accounts.id', 'collaborators.account_id')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.account_id', '=', 'collaborators.account_id').on('memberships.team_id', '=', app.team_id ?? ''),
    )
    .selectAll('collaborators')
    .select(['accounts.email', 'memberships.role'])
    .where('collaborators.app_id', '=', app.id)
    .orderBy('accounts.email')
    .execute()
  const collaborators = people.map(({permissions_json, ...person}) => {
    const role = person.role ?? 'collaborator'
    const granted = JSON.parse(permissions_json) as AppPermission[]
    return {...person, role, permissions: appPermissions({role, collaborator: {granted}, fineGrained: isFineGrained(app)})}
  })
  return [ownerAmong(app), ...collaborators]
}

/** Clients expect the owner in the list: a person with all permissions, a team's stand-in with none (cli test/fixtures). */
function ownerAmong(app: AppSubject): CollaboratorSubject {
  const {id, email} = ownerOf(app)
  const permissions = app.team_id === null ? appPermissions({owner: true}) : []
  return {id, account_id: id, email, role: 'owner', permissions, created_at: app.created_at, updated_at: app.created_at}
}

/** @throws {ApiError} 404 where the app has no such collaborator */
export async function findCollaborator(context: Context, identity: string, app: AppSubject): Promise<CollaboratorSubject> {
  const {column, value} = idOrEmail(identity)
  const found = (await collaboratorsOf(context, app)).find((person) =>
    column === 'email' ? person.email === value : person.id === value || person.account_id === value,
  )
  if (!found) throw notFound('collaborator')
  return found
}
