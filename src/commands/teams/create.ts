import {Args, Flags} from '@oclif/core'
import {createOnce} from '../../lib/client/create-once.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Team} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {renderHeader} from '../../lib/render/header.js'
import {renderObject} from '../../lib/render/object.js'

export default class TeamsCreate extends SpacedockCommand {
  static override args = {name: Args.string({description: 'name of the team', ignoreStdin: true, required: true})}
  static override description = `create a team
You are its first admin. A team that is to own Private Spaces with others belongs to the same enterprise account as they do.`
  static override examples = ['<%= config.bin %> teams:create my-team', '<%= config.bin %> teams:create my-team --enterprise-account acme-holding']
  static override flags = {
    'enterprise-account': Flags.string({description: 'enterprise account that the team belongs to', helpValue: 'NAME'}),
  }

  async run(): Promise<Team> {
    const {args, flags} = await this.parse(TeamsCreate)
    const {name} = args
    const enterpriseAccount = flags['enterprise-account']
    const where = enterpriseAccount === undefined ? '' : ` in enterprise account ${color.team(enterpriseAccount)}`
    const team = await this.progress(`Creating team ${color.team(name)}${where}`, () =>
      createOnce(
        () =>
          enterpriseAccount === undefined
            ? this.platform.call('team.create', {body: {name}})
            : this.platform.call('team.create-in-enterprise-account', {enterpriseAccount, body: {name}}),
        () => this.platform.call('team.info', {team: name}),
        this.platform.serverTime,
      ),
    )
    this.log(renderHeader(color.team(team.name)))
    this.log(
      renderObject({
        ID: team.id,
        Type: team.type,
        'Enterprise Account': team.enterprise_account?.name,
        Role: team.role,
        'Created at': team.created_at,
      }),
    )
    return team
  }
}
