import {Args, Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {requireSpace} from '../../../lib/command/flags.js'
import type {SpaceAppAccess} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'
import {renderTable} from '../../../lib/render/table.js'

export default class SpacesAccess extends SpacedockCommand {
  static override args = {space: Args.string({description: 'space to list the permissions of', ignoreStdin: true})}
  static override description = 'list who may create apps in a space'
  static override examples = ['<%= config.bin %> spaces:access my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to list the permissions of'})}

  async run(): Promise<SpaceAppAccess[]> {
    const {args, flags} = await this.parse(SpacesAccess)
    const space = requireSpace(flags, args, `Space name required.\nUSAGE: ${this.config.bin} spaces:access my-space`)
    const members = await this.platform.call('space-app-access.list', {space})
    this.log(
      renderTable(members, {
        email: {get: ({user}) => color.user(user.email)},
        permissions: {get: ({permissions}) => permissions.map(({name}) => name).join(', ') || 'none'},
      }),
    )
    return members
  }
}
