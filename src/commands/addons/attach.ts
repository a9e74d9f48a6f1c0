import {Args, Flags} from '@oclif/core'
import {NotThere} from '../../lib/client/failures.js'
import {takeAttachmentName} from '../../lib/command/addon-attachment-name.js'
import {confirming} from '../../lib/command/addon-confirmation.js'
import {addonDescription} from '../../lib/command/addon-lookup.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {latestVersion} from '../../lib/command/release-version.js'
import type {AddonAttachment} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class AddonsAttach extends SpacedockCommand {
  static override args = {addon_name: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = `attach an existing add-on resource to an app
As --as names the attachment here, only SPACEDOCK_AS says which account of the local world acts.`
  static override examples = ['<%= config.bin %> addons:attach postgresql-amorphous-28398 --app my-app --as USERS_DB']
  static override flags = {
    app: appFlag(),
    as: Flags.string({description: 'name for add-on attachment'}),
    confirm: Flags.string({description: 'overwrite existing add-on attachment with same name'}),
    credential: Flags.string({description: 'credential name for scoped access to Heroku Postgres'}),
    remote: remoteFlag(),
  }

  async run(): Promise<AddonAttachment> {
    const {args, flags} = await this.parse(AddonsAttach)
    const as = takeAttachmentName(flags)
    const {confirm, credential} = flags
    const app = await requireApp(flags)
    const {name: addon} = await this.platform.call('add-on.info', {addon: args.addon_name})
    const namespace = credential && credential !== 'default' ? `credential:${credential}` : undefined
    if (namespace) await this.#requireCredential(addon, namespace)
    const attaching = `Attaching ${credential ? `${color.name(credential)} of ` : ''}${color.datastore(addon)}${as ? ` as ${color.attachment(as)}` : ''} to ${color.app(app)}`
    const attachment = await confirming({
      app,
      given: confirm,
      ask: (name, message) => this.confirm(name, confirm, message),
      work: (confirmed) =>
        this.progress(attaching, () =>
          this.platform.call('add-on-attachment.create', {body: {addon: {name: addon}, app: {name: app}, confirm: confirmed, name: as, namespace}}),
        ),
    })
    await this.progress(
      `Setting ${color.attachment(attachment.name)} config vars and restarting ${color.app(app)}`,
      () => latestVersion(this.platform, app),
      (version) => version && `done, ${version}`,
    )
    return attachment
  }

  /** Nothing else tells of credentials; a control plane without them says so itself. */
  async #requireCredential(addon: string, namespace: string): Promise<void> {
    const [kind, name = ''] = namespace.split(':', 2)
    const config = await this.platform.callUnlisted('GET', `/addons/${addon}/config/${kind}:${encodeURIComponent(name)}`)
    if (Array.isArray(config) && config.length === 0)
      throw new NotThere(`Could not find credential ${color.name(name)} for database ${color.datastore(addon)}`)
  }
}
