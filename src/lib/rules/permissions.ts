import {
  appPermissionList, assignableRoles, plainCollaboratorPermissions, rolePermissions, spaceGrantList, type AppPermission,
  type SpacePermission, type TeamPermission, type TeamRole, type TeamType,
} from './facts.js'
import {oneOf, refuse, shown, type Refusal} from './refusal.js'
import {didYouMean} from './suggest.js'

export type {AppPermission, SpacePermission, TeamPermission, TeamRole, TeamType} from './facts.js'

/** One's role in a team; none for who is not in it. */
type Role = TeamRole | null | undefined

/** What a role may do in its team; nothing without a role. */
export const teamPermissions = (role: Role): readonly TeamPermission[] => (role ? rolePermissions[role] : [])

const teamMay = (role: Role, what: TeamPermission): boolean => teamPermissions(role).includes(what)

/**
 * What a role may do with a space of its team, `granted` what was granted on that space. Who may manage spaces can always
 * create apps in them; who may only see them needs `create_apps` (seeds 2 and 3, tf space_app_access). A collaborator sees none.
 */
export function spacePermissions(role: Role, granted: readonly string[]): readonly SpacePermission[] {
  if (teamMay(role, 'manage spaces')) return ['view', 'create apps', 'manage']
  if (!teamMay(role, 'view')) return []
  return granted.includes('create_apps') ? ['view', 'create apps'] : ['view']
}

/** The grants on a space as the API lists them: a team's admins always have `create_apps`, and cannot lose it. */
export const spaceGrants = (role: Role, granted: readonly string[]): readonly 'create_apps'[] =>
  spacePermissions(role, granted).includes('create apps') ? ['create_apps'] : []

/** What somebody has to do with an app. */
export interface AppStanding {
  /** The app is nobody's but theirs; a team's app has no such owner. */
  readonly owner?: boolean
  /** The role in the team that owns the app. */
  readonly role?: Role
  /** Was added to the app or has joined it, and what was `granted` then: possibly nothing. */
  readonly collaborator?: {readonly granted: readonly AppPermission[]} | undefined
  /** Whether the app's team grants permissions one by one (feature `org-access-controls`, enterprise teams). */
  readonly fineGrained?: boolean
}

/**
 * The permissions somebody has on an app, in the order of `GET /teams/permissions`. Its owner, and the admins of its
 * team, have all four; who may view the team may view its apps; a collaborator has what was granted, which always
 * includes `view`, or, where nothing finer can be granted, `view`, `deploy` and `operate` (DC:app-permissions, DC:org-users-access).
 */
export function appPermissions({owner, role, collaborator, fineGrained}: AppStanding): readonly AppPermission[] {
  const all = appPermissionList.map(({name}) => name)
  if (owner || teamMay(role, 'manage')) return all
  const held = new Set<AppPermission>(collaborator?.granted)
  if (collaborator || teamMay(role, 'view')) held.add('view')
  if (collaborator && !fineGrained) for (const each of plainCollaboratorPermissions) held.add(each)
  return all.filter((each) => held.has(each))
}

/**
 * Whether somebody who sees a pipeline may rename, transfer or destroy it: its owner, or who may create apps in the team
 * that it belongs to (assumed).
 */
export const mayManagePipeline = ({owner, role}: Pick<AppStanding, 'owner' | 'role'>): boolean => owner === true || teamMay(role, 'create apps')

/** Whether somebody may make themselves a collaborator: admins always, members unless the app is locked (schema team-app.locked). */
export const mayJoinApp = (role: Role, locked: boolean): boolean =>
  teamMay(role, 'manage') || (!locked && teamMay(role, 'create apps'))

/** The app permissions named, without repeats and always with `view`, or the first that there is none of. */
export function requireAppPermissions(names: readonly string[]): readonly AppPermission[] | Refusal {
  const all = appPermissionList.map(({name}) => name)
  return firstUnknown(names, all, 'permission') ?? all.filter((each) => each === 'view' || names.includes(each))
}

/** The space permissions named, without repeats, or the first that there is none of. None at all takes `create_apps` away. */
export function requireSpaceGrants(names: readonly string[]): readonly 'create_apps'[] | Refusal {
  const all = spaceGrantList.map(({name}) => name)
  return firstUnknown(names, all, 'permission') ?? all.filter((each) => names.includes(each))
}

/** A role that a member of such a team can be given: `viewer` in enterprise teams only. */
export function requireTeamRole(name: string, type: TeamType): TeamRole | Refusal {
  const possible = assignableRoles[type]
  return possible.find((each) => each === name) ?? noSuch('role', name, possible)
}

/** No permission on a thing of this name; the words are Heroku's for an app and a team, for the others by analogy (facts 4). */
export const noAccess = (kind: 'app' | 'pipeline' | 'space' | 'team', name: string): Refusal =>
  refuse(kind === 'app' ? `You do not have the required access to the app ${name}` : `You do not have access to the ${kind} ${name}.`)

function firstUnknown(names: readonly string[], known: readonly string[], what: string): Refusal | undefined {
  const unknown = names.find((name) => !known.includes(name))
  return unknown === undefined ? undefined : noSuch(what, unknown, known)
}

const noSuch = (what: string, name: string, known: readonly string[]): Refusal =>
  refuse(`Couldn't find that ${what}: ${shown(name)}.${didYouMean(name, known)} Use ${oneOf(known)}.`)
