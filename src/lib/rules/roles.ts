import {rolePermissions, type TeamPermission, type TeamRole} from './facts.js'

const roles = Object.keys(rolePermissions) as TeamRole[] // the keys of a constant: exactly the roles

/** The roles that may do something in their team, for a query to look for. */
export const rolesThatMay = (permission: TeamPermission): readonly TeamRole[] =>
  roles.filter((role) => rolePermissions[role].includes(permission))
