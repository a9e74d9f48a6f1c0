import {Flags, ux} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import type {TeamMember} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderTable} from '../../lib/render/table.js'

/** A member of a team; `status` is `pending` for somebody invited, and empty for whoever is in it. */
type ListedMember = TeamMember & {status: '' | 'pending'}

export default class Members extends SpacedockCommand {
  static override description = 'list members of a team'
  static override examples = ['<%= config.bin %> members --team acme', '<%= config.bin %> members --team acme --role admin']
  static override flags = {
    pending: Flags.boolean({description: 'filter by pending team invitations'}),
    role: Flags.string({char: 'r', description: 'filter by role'}),
    team: teamFlag(),
  }

  async run(): Promise<ListedMember[]> {
    const {flags} = await this.parse(Members)
    const team = this.requireTeam(flags.team)
    const all = await this.platform.call('team-member.list', {team})
    const members = all
      .map((member): ListedMember => ({...member, status: ''}))
      .filter(({role, status}) => (flags.role === undefined || role === flags.role) && (!flags.pending || status === 'pending'))
      .sort((a, b) => a.email.localeCompare(b.email))
    this.log(
      members.length > 0
        ? renderTable(members, {email: {get: ({email}) => color.user(email)}, role: {get: ({role}) => color.info(role)}})
        : `No members in ${color.team(team)}${flags.role === undefined ? '' : ` with role ${color.info(flags.role)}`}`,
    )
    return members
  }

  /** With three spaces a level, as the official CLI writes this one. */
  protected override logJson(value: unknown): void {
    ux.stdout(JSON.stringify(value, null, 3))
  }
}
