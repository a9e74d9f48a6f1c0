import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {emailArg} from '../../lib/command/member-flags.js'
import {permissionsFrom} from '../../lib/command/permission-names.js'
import type {Collaborator} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AccessUpdate extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'update existing collaborators on an team app'
  static override examples = ['<%= config.bin %> access:update user@acme.example --app my-app --permissions deploy,manage']
  static override flags = {
    app: appFlag(),
    permissions: Flags.string({char: 'p', description: 'comma-delimited list of permissions to update (deploy,manage,operate)', required: true}),
    remote: remoteFlag(),
  }

  async run(): Promise<Collaborator> {
    const {args, flags} = await this.parse(AccessUpdate)
    const collaborator = args.email
    const app = await requireApp(flags)
    const {team} = await this.platform.call('app.info', {app})
    if (!team) throw new UsageFailure(`Error: cannot update permissions. The app ${color.app(app)} is not owned by a team`)
    const permissions = permissionsFrom(flags.permissions)
    return this.progress(`Updating ${color.user(collaborator)} in application ${color.app(app)} with ${permissions.join(',')} permissions`, () =>
      this.platform.call('team-app-collaborator.update', {app, collaborator, body: {permissions}}),
    )
  }
}
