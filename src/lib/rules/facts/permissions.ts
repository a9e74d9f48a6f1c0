// platform-api.md 3.6, DC:team-permissions, DC:enterprise-team-permissions (Jan 2022), DC:app-permissions (July 2025).

export type TeamRole = 'admin' | 'collaborator' | 'member' | 'owner' | 'viewer'
export type TeamType = 'enterprise' | 'team'

/**
 * On a team: `enter` its name, features and one's own role; `view` its people, apps and spaces; `create apps` outside
 * spaces; `manage spaces` create, change, rename, transfer and destroy them; `manage` its members and settings.
 */
export type TeamPermission = 'create apps' | 'enter' | 'manage' | 'manage spaces' | 'view'

/** On a space: `view` it, `create apps` in it, `manage` it (change, rename, transfer, destroy). */
export type SpacePermission = 'create apps' | 'manage' | 'view'

export type AppPermission = 'deploy' | 'manage' | 'operate' | 'view'

const everything = ['enter', 'view', 'create apps', 'manage spaces', 'manage'] as const

/** What a role may do in its team. documented: the two team-permissions articles; `owner` as `admin` is assumed. */
export const rolePermissions: Readonly<Record<TeamRole, readonly TeamPermission[]>> = {
  admin: everything,
  owner: everything,
  member: ['enter', 'view', 'create apps'],
  viewer: ['enter', 'view'],
  collaborator: ['enter'],
}

/** The roles a member can be given. documented: schema team-member.team_role; that `viewer` needs enterprise: facts 3.6. */
export const assignableRoles: Readonly<Record<TeamType, readonly TeamRole[]>> = {
  enterprise: ['admin', 'member', 'viewer'],
  team: ['admin', 'member'],
}

interface Described<Name extends string> {
  readonly name: Name
  readonly description: string
}

/** `GET /teams/permissions`. Names documented; the description of `deploy` is the schema's example, the others are assumed. */
export const appPermissionList: readonly Described<AppPermission>[] = [
  {name: 'view', description: 'Can view the app and its releases, processes and collaborators.'},
  {name: 'deploy', description: 'Can manage config, deploy, run commands and restart the app.'},
  {name: 'operate', description: 'Can manage add-ons, scale processes and set maintenance mode.'},
  {name: 'manage', description: 'Can manage collaborators and domains, and rename, transfer or delete the app.'},
]

/** What can be granted on a space. documented: tf space_app_access (the name), facts 9 (the description). */
export const spaceGrantList: readonly Described<'create_apps'>[] = [
  {name: 'create_apps', description: 'Can create apps in the space'},
]

/** What a collaborator has where nothing finer can be granted: personal apps and teams outside enterprise. assumed. */
export const plainCollaboratorPermissions: readonly AppPermission[] = ['view', 'deploy', 'operate']

/** The team feature that stands for fine-grained app permissions. inferred: cli access:add. */
export const fineGrainedFeature = 'org-access-controls'
