import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {emailArg} from '../../lib/command/member-flags.js'
import type {Collaborator} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AccessRemove extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'remove users from a team app'
  static override examples = ['<%= config.bin %> access:remove user@acme.example --app my-app']
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Collaborator> {
    const {args, flags} = await this.parse(AccessRemove)
    const app = await requireApp(flags)
    return this.progress(`Removing ${color.user(args.email)} access from the app ${color.app(app)}`, () =>
      this.platform.call('collaborator.delete', {app, collaborator: args.email}),
    )
  }
}
