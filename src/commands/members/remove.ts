import {SpacedockCommand} from '../../lib/command/base.js'
import {teamFlag} from '../../lib/command/flags.js'
import {emailArg} from '../../lib/command/member-flags.js'
import type {TeamMember} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class MembersRemove extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'removes a user from a team'
  static override examples = ['<%= config.bin %> members:remove member@acme.example --team acme']
  static override flags = {team: teamFlag()}

  async run(): Promise<TeamMember> {
    const {args, flags} = await this.parse(MembersRemove)
    const team = this.requireTeam(flags.team)
    return this.progress(`Removing ${color.user(args.email)} from ${color.team(team)}`, () =>
      this.platform.call('team-member.delete', {team, teamMember: args.email}),
    )
  }
}
