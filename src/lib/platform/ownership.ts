import {noAccess, teamPermissions} from '../rules/permissions.js'
import {shown} from '../rules/refusal.js'
import {changeApp} from './apps.js'
import {addFounder, enterTeam, leaveTeam, removeCollaborators} from './collaborations.js'
import type {Context} from './context.js'
import {forbidden, invalid} from './errors.js'
import {idOrEmail} from './identity.js'
import {type AppSubject, readApp} from './subjects/app.js'
import type {TeamSubject} from './subjects/team.js'

/**
 * Gives an app to a team in which the caller may create apps. Its collaborators stay.
 *
 * @throws {ApiError} 403, or 422 for an app in a space, which goes where its space goes
 */
export async function transferToTeam(context: Context, app: AppSubject, team: TeamSubject): Promise<AppSubject> {
  if (!teamPermissions(team.role).includes('create apps')) throw forbidden(noAccess('team', team.name).message)
  if (app.team_id === team.id) return app
  refuseInSpace(app)
  await leaveTeam(context, app)
  const moved = await move(context, app, {team_id: team.id, owner_id: null})
  await enterTeam(context, moved)
  await addFounder(context, moved)
  return reread(context, moved)
}

/**
 * Gives a team's app to somebody in the team, as a personal app without collaborators.
 *
 * @throws {ApiError} 422 for a personal app, an app in a space, and an account that is not in the team
 */
export async function transferToAccount(context: Context, app: AppSubject, identity: string): Promise<AppSubject> {
  if (app.team_id === null || app.team_name === null)
    throw invalid(`App ${app.name} is a personal app: another account has to accept it. Offer it with an app transfer.`)
  refuseInSpace(app)
  const {column, value} = idOrEmail(identity)
  const recipient = await context.db
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .select('accounts.id')
    .where('memberships.team_id', '=', app.team_id)
    .where(`accounts.${column}`, '=', value)
    .executeTakeFirst()
  if (!recipient) throw invalid(`${shown(identity)} is not in the team ${app.team_name}, whose app ${app.name} is.`)
  await removeCollaborators(context, app)
  return reread(context, await move(context, app, {team_id: null, owner_id: recipient.id, locked: 0}))
}

/** Nobody can accept any more what was offered by whoever had the app before. */
async function move(context: Context, app: AppSubject, change: Parameters<typeof changeApp>[2]): Promise<AppSubject> {
  await context.db.deleteFrom('app_transfers').where('app_id', '=', app.id).where('state', '=', 'pending').execute()
  return changeApp(context, app, change)
}

/** What changed hands has another team or owner to show, and the caller may be nobody to it any more. */
async function reread(context: Context, {id}: AppSubject): Promise<AppSubject> {
  const app = await readApp(context, 'id', id)
  if (!app) throw new Error('An app vanished while it was transferred.')
  return app
}

function refuseInSpace({name, space_name, team_name}: AppSubject) {
  if (space_name !== null)
    throw invalid(`App ${name} is in the space ${space_name} and belongs to its team ${team_name}. Transfer the space instead.`)
}
