import type {Collaborator} from '../operations/resources.js'
import {appPermissionList} from '../rules/facts.js'
import {mayJoinApp, noAccess, requireAppPermissions} from '../rules/permissions.js'
import {requireAppPermission} from './authorization.js'
import {addCollaborator, removeCollaborators} from './collaborations.js'
import {type Context, nowText} from './context.js'
import {accept, forbidden, invalid} from './errors.js'
import type {Handlers} from './handler.js'
import {accountBy, ensureAccount} from './subjects/account.js'
import {type AppSubject, isFineGrained} from './subjects/app.js'
import {type CollaboratorSubject, collaboratorsOf, findCollaborator} from './subjects/collaborator.js'
import {requireTeamApp} from './team-apps.js'
import {wireTime} from './time.js'

/** Heroku has two sets of operations for the same thing; those for team apps know of permissions. */
export const collaboratorHandlers: Handlers<
  | 'collaborator.create'
  | 'collaborator.delete'
  | 'collaborator.info'
  | 'collaborator.list'
  | 'team-app-collaborator.create'
  | 'team-app-collaborator.delete'
  | 'team-app-collaborator.info'
  | 'team-app-collaborator.list'
  | 'team-app-collaborator.update'
> = {
  async 'collaborator.list'(context, {app}) {
    return listOf(context, app)
  },

  async 'collaborator.info'(_, {app, collaborator}) {
    return collaboratorView(app, collaborator)
  },

  async 'collaborator.create'(context, {app}, {user}) {
    return add(context, app, user, [])
  },

  async 'collaborator.delete'(context, {app, collaborator}) {
    return remove(context, app, collaborator)
  },

  async 'team-app-collaborator.list'(context, {app}) {
    return listOf(context, requireTeamApp(app))
  },

  async 'team-app-collaborator.info'(_, {app, collaborator}) {
    return collaboratorView(requireTeamApp(app), collaborator)
  },

  async 'team-app-collaborator.create'(context, {app}, {user, permissions = []}) {
    requireTeamApp(app)
    if (isCaller(context, user) && permissions.every((name) => name === 'view')) requireMayJoin(app)
    else requireAppPermission(app, 'manage')
    if (permissions.length > 0) requireFineGrained(app)
    return add(context, app, user, permissions)
  },

  async 'team-app-collaborator.update'(context, {app, collaborator}, {permissions}) {
    requireFineGrained(requireTeamApp(app))
    refuseOwner(app, collaborator)
    const granted = accept(requireAppPermissions(permissions))
    const change = {permissions_json: JSON.stringify(granted), updated_at: nowText(context)}
    await context.db.updateTable('collaborators').set(change).where('id', '=', collaborator.id).execute()
    return collaboratorView(app, await findCollaborator(context, collaborator.id, app))
  },

  async 'team-app-collaborator.delete'(context, {app, collaborator}) {
    return remove(context, requireTeamApp(app), collaborator)
  },
}

const isCaller = ({actor: {account}}: Context, identity: string): boolean =>
  [account.email, account.id].includes(identity.toLowerCase())

/** @throws {ApiError} 403 for an app that is locked, and to whoever may not add themselves to the team's apps */
function requireMayJoin(app: AppSubject) {
  if (mayJoinApp(app.role, app.locked === 1)) return
  if (mayJoinApp(app.role, false)) throw forbidden(`App ${app.name} is locked. An admin of the team ${app.team_name} can add you.`)
  throw forbidden(noAccess('team', app.team_name ?? '').message)
}

function requireFineGrained(app: AppSubject) {
  if (!isFineGrained(app))
    throw invalid(`The team ${app.team_name} does not grant permissions one by one; all collaborators of its apps have the same.`)
}

async function add(context: Context, app: AppSubject, user: string, permissions: readonly string[]): Promise<Collaborator> {
  const granted = accept(requireAppPermissions(permissions))
  const account = (await accountBy(context, user)) ?? (await ensureAccount(context, user))
  const present = (await collaboratorsOf(context, app)).find(({account_id}) => account_id === account.id)
  if (present) throw invalid(`${account.email} ${isOwner(present) ? 'owns' : 'is already a collaborator on'} the app ${app.name}.`)
  await addCollaborator(context, app, account.id, granted)
  return collaboratorView(app, await findCollaborator(context, account.id, app))
}

/** Everybody may leave; removing others takes more. */
async function remove(context: Context, app: AppSubject, collaborator: CollaboratorSubject): Promise<Collaborator> {
  if (collaborator.account_id !== context.actor.account.id) requireAppPermission(app, 'manage')
  refuseOwner(app, collaborator)
  await removeCollaborators(context, app, collaborator.account_id)
  return collaboratorView(app, collaborator)
}

const isOwner = ({id, account_id}: CollaboratorSubject): boolean => id === account_id

function refuseOwner(app: AppSubject, collaborator: CollaboratorSubject) {
  if (isOwner(collaborator)) throw invalid(`${collaborator.email} owns the app ${app.name}, which cannot be changed here. Transfer the app instead.`)
}

const listOf = async (context: Context, app: AppSubject): Promise<Collaborator[]> =>
  (await collaboratorsOf(context, app)).map((collaborator) => collaboratorView(app, collaborator))

const collaboratorView = ({id, name}: AppSubject, collaborator: CollaboratorSubject): Collaborator => ({
  app: {id, name},
  created_at: wireTime(collaborator.created_at),
  id: collaborator.id,
  permissions: appPermissionList.filter((permission) => collaborator.permissions.includes(permission.name)),
  role: collaborator.role,
  updated_at: wireTime(collaborator.updated_at),
  user: {email: collaborator.email, federated: false, id: collaborator.account_id},
})
