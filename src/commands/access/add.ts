import {Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {emailArg} from '../../lib/command/member-flags.js'
import {permissionsFrom} from '../../lib/command/permission-names.js'
import type {Collaborator} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

/** The feature of teams that grant permissions on an app one by one. */
const fineGrained = 'org-access-controls'

export default class AccessAdd extends SpacedockCommand {
  static override args = {email: emailArg}
  static override description = 'add new users to your app'
  static override examples = [
    {command: '<%= config.bin %> access:add user@acme.example --app my-app', description: 'add a collaborator to your app'},
    {command: '<%= config.bin %> access:add user@acme.example --app my-app --permissions deploy,operate', description: 'permissions must be comma separated'},
  ]
  static override flags = {
    app: appFlag(),
    permissions: Flags.string({char: 'p', description: 'list of permissions comma separated'}),
    remote: remoteFlag(),
  }

  async run(): Promise<Collaborator> {
    const {args, flags} = await this.parse(AccessAdd)
    const user = args.email
    const app = await requireApp(flags)
    const {team} = await this.platform.call('app.info', {app})
    const features = team ? await this.platform.call('team-feature.list', {team: team.name}) : []
    const adding = `Adding ${color.user(user)} access to the app ${color.app(app)}`
    if (!features.some(({name}) => name === fineGrained)) {
      if (flags.permissions !== undefined)
        this.warn('--permissions is not used: whom the app belongs to does not grant permissions one by one, and all its collaborators have the same.')
      return this.progress(adding, () => this.platform.call('collaborator.create', {app, body: {user}}))
    }
    if (!flags.permissions) throw new UsageFailure('Missing argument: permissions')
    const permissions = permissionsFrom(flags.permissions)
    return this.progress(`${adding} with ${color.green(permissions.join(', '))} permissions`, () =>
      this.platform.call('team-app-collaborator.create', {app, body: {permissions, user}}),
    )
  }
}
