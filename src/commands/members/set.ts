import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import {emailArg, roleFlag} from '../../lib/command/member-flags.js'
import type {TeamMember} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class MembersSet extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'sets a members role in a team'
  static override examples = ['<%= config.bin %> members:set member@acme.example --team acme --role member']
  static override flags = {role: roleFlag, team: teamFlag()}

  async run(): Promise<TeamMember> {
    const {args, flags} = await this.parse(MembersSet)
    const {email} = args
    const {role} = flags
    const team = this.requireTeam(flags.team)
    return this.progress(`Adding ${color.user(email)} to ${color.team(team)} as ${color.green(role)}`, () =>
      this.platform.call('team-member.update', {team, body: {email, role}}),
    )
  }
}
