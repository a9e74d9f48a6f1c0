import {ApiFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Collaborator, Permission, TeamMember} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

/** An admin of the app's team, who may do everything with it without being a collaborator. */
type Admin = Omit<TeamMember, 'user'> & {user: {email: string}; permissions: Permission[]}

export default class Access extends SpacedockCommand {
  static override description = 'list who has access to an app'
  static override examples = ['<%= config.bin %> access --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<(Admin | Collaborator)[]> {
    const {flags} = await this.parse(Access)
    const app = await requireApp(flags)
    const {team} = await this.platform.call('app.info', {app})
    const collaborators = await this.platform.call('collaborator.list', {app})
    const admins = team && (await this.#adminsOf(team.name))
    const people = admins ? [...collaborators.filter(({role}) => role !== 'admin'), ...admins] : collaborators
    this.log(
      renderTable(people.filter(isPerson).sort(byEmail), {
        email: {get: ({user}) => color.user(user.email)},
        role: {get: ({role}) => color.info(role || 'collaborator')},
        ...(people.some(({permissions}) => permissions !== undefined) && {permissions: {get: permissionNames}}),
      }),
    )
    return people
  }

  /** The admins of a team; null for who may not see them, and then sees the collaborators alone. */
  async #adminsOf(team: string): Promise<Admin[] | null> {
    try {
      const members = await this.platform.call('team-member.list', {team})
      const permissions = await this.platform.call('team-app-permission.list', {})
      return members.filter(({role}) => role === 'admin').map((member) => ({...member, user: {email: member.email}, permissions}))
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 403) return null
      throw error
    }
  }
}

/** A team's app belongs to an account that stands for the team. */
const isPerson = ({user}: Admin | Collaborator) => !user.email.endsWith('herokumanager.com')

const byEmail = ({user: a}: Admin | Collaborator, {user: b}: Admin | Collaborator) => (a.email < b.email ? -1 : a.email > b.email ? 1 : 0)

/** Apps outside teams may come without permissions from Heroku. */
const permissionNames = ({permissions}: {permissions?: Permission[]}) => (permissions ?? []).map(({name}) => name).toSorted().join(', ')
