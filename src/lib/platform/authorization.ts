import type {Access, Operation} from '../operations/operation.js'
import {acceptedScopes} from '../rules/facts.js'
import {type AppPermission, mayManagePipeline, noAccess, spacePermissions, type TeamPermission, teamPermissions} from '../rules/permissions.js'
import type {Actor, Context} from './context.js'
import {forbidden} from './errors.js'
import type {AppSubject} from './subjects/app.js'
import type {Found} from './subjects/index.js'

/**
 * Refuses a caller whom the operation is not for. What the caller may not even see has been answered with 404 before.
 *
 * @throws {ApiError} 403
 */
export async function authorize(access: Access, context: Context, found: Found): Promise<void> {
  if (access === 'account' || access === 'partner' || access === 'public') return
  if (access === 'operator') {
    requireOperator(context.actor)
    return
  }
  // A partner finds nothing but the add-on that its token is for and the apps that this is attached to, and comes here with what is for partners.
  if (context.actor.addonId !== undefined) return
  const [kind = '', permission = ''] = splitOnce(access)
  if (kind === 'app') authorizeApp(permission as AppPermission, found)
  else if (kind === 'pipeline') authorizePipeline(permission as 'manage' | 'view', context, found)
  else if (kind === 'space') authorizeSpace(permission as 'manage' | 'view', found)
  else await authorizeTeam(permission as TeamPermission, context, found)
}

/** @throws {ApiError} 403 */
export function requireOperator({operator}: Actor): void {
  if (!operator) throw forbidden('Only whoever runs this control plane may do that.')
}

function authorizeApp(permission: AppPermission, found: Found) {
  const app = found.app ?? found.addon?.app ?? found.attachment?.app ?? found.pipelineCoupling?.app
  if (app) requireAppPermission(app, permission)
}

/**
 * For operations of which only some uses take more than the table says.
 *
 * @throws {ApiError} 403
 */
export function requireAppPermission(app: AppSubject, permission: AppPermission): void {
  if (!app.permissions.includes(permission)) throw forbidden(noAccess('app', app.name).message)
}

/** Who sees a pipeline may view it; not all of them may change it. */
function authorizePipeline(permission: 'manage' | 'view', {actor}: Context, {pipeline}: Found) {
  if (permission === 'manage' && pipeline && !mayManagePipeline({owner: pipeline.owner_id === actor.account.id, role: pipeline.role}))
    throw forbidden(noAccess('pipeline', pipeline.name).message)
}

function authorizeSpace(permission: 'manage' | 'view', {space}: Found) {
  if (space && !spacePermissions(space.role, []).includes(permission)) throw forbidden(noAccess('space', space.name).message)
}

/** A creation in a space needs the permission there; what names neither team nor space is malformed, which comes later. */
async function authorizeTeam(permission: TeamPermission, context: Context, {space, team}: Found) {
  if (permission === 'create apps' && space) {
    const mayCreate = (granted: readonly string[]) => spacePermissions(space.role, granted).includes('create apps')
    if (!mayCreate([]) && !mayCreate(await grantsOn(context, space.id, context.actor.account.id))) throw forbidden(noAccess('space', space.name).message)
  } else if (team && !teamPermissions(team.role).includes(permission)) throw forbidden(noAccess('team', team.name).message)
}

/** What an account was granted on a space, by name; a team's admins need no grant. */
export async function grantsOn({db}: Context, spaceId: string, accountId: string): Promise<string[]> {
  const row = await db
    .selectFrom('space_members')
    .select('permissions_json')
    .where('space_id', '=', spaceId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ? (JSON.parse(row.permissions_json) as string[]) : []
}

function splitOnce(access: string): [string, string] {
  const at = access.indexOf(' ')
  return [access.slice(0, at), access.slice(at + 1)]
}

/** A partner's token is for what partners may, and before anything is looked for. */
export function requireForPartners({addonId}: Actor, {access, partner}: Operation) {
  if (addonId !== undefined && access !== 'partner' && access !== 'public' && !partner)
    throw forbidden('This token is of the partner of an add-on. It may read that add-on and the apps that it is attached to, and set its config vars and its state.')
}

/** A token for reading may not change anything (facts/platform-api.md 1.2, `Oauth-Scope-Accepted`). */
export function requireScope({addonId, scopes}: Actor, {method, access, scope}: Operation) {
  if (addonId !== undefined) return
  const accepted: readonly string[] = acceptedScopes[scope ?? 'plain'][method === 'GET' ? 'read' : 'write']
  if (access !== 'operator' && access !== 'partner' && access !== 'public' && !scopes.some((scope) => accepted.includes(scope)))
    throw forbidden(`This token's scope is ${scopes.join(', ') || 'empty'}; this needs one of ${accepted.join(', ')}.`)
}

/** What the operation asks for, and what the keys of this body ask for besides. */
export const accessTo = ({access, accessByKey = {}}: Operation, body: Record<string, unknown>): Access[] => [
  access,
  ...Object.entries(accessByKey).flatMap(([key, besides]) => (body[key] === undefined ? [] : [besides])),
]
