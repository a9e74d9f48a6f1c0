import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import {emailArg, roleFlag} from '../../lib/command/member-flags.js'
import type {TeamMember} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class MembersAdd extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'adds a user to a team'
  static override examples = ['<%= config.bin %> members:add member@acme.example --team acme --role member']
  static override flags = {role: roleFlag, team: teamFlag()}

  async run(): Promise<TeamMember> {
    const {args, flags} = await this.parse(MembersAdd)
    const {email} = args
    const {role} = flags
    const team = this.requireTeam(flags.team)
    return this.progress(`Adding ${color.user(email)} to ${color.team(team)} as ${color.green(role)}`, () =>
      this.platform.call('team-member.create-or-update', {team, body: {email, role}}),
    )
  }
}
