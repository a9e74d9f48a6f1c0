import {Args, Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import type {SpaceAppAccess} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'

export default class SpacesAccessSet extends SpacedockCommand {
  static override args = {email: Args.string({description: 'email address of a member of the team that owns the space', ignoreStdin: true, required: true})}
  static override description = 'set whether a team member may create apps in a space'
  static override examples = [
    '<%= config.bin %> spaces:access:set member@acme.example --space my-space --permissions create_apps',
    '<%= config.bin %> spaces:access:set member@acme.example --space my-space --permissions none',
  ]
  static override flags = {
    permissions: Flags.string({char: 'p', description: 'what to grant', options: ['create_apps', 'none'], required: true}),
    space: Flags.string({char: 's', description: 'space to set the permissions of', required: true}),
  }

  async run(): Promise<SpaceAppAccess> {
    const {args, flags} = await this.parse(SpacesAccessSet)
    const permissions = flags.permissions === 'none' ? [] : [{name: flags.permissions}]
    return this.progress(`Setting permissions of ${color.user(args.email)} on ${color.space(flags.space)} to ${color.green(flags.permissions)}`, () =>
      this.platform.call('space-app-access.update', {space: flags.space, spaceMember: args.email, body: {permissions}}),
    )
  }
}
