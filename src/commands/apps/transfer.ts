import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {setLocked} from '../../lib/command/app-lock.js'
import {requireApp} from '../../lib/command/app-name.js'
import {isEmail, isOfTeam, transferApp, type TransferredApp} from '../../lib/command/app-transfer.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import {color} from '../../lib/render/color.js'

export default class AppsTransfer extends SpacedockCommand {
  static override args = {recipient: Args.string({description: 'user or team to transfer applications to', ignoreStdin: true, required: true})}
  static override description = 'transfer applications to another user or team'
  static override examples = [
    '<%= config.bin %> apps:transfer user@acme.example --app my-app',
    '<%= config.bin %> apps:transfer acme --app my-app --locked',
    '<%= config.bin %> apps:transfer --bulk acme',
  ]
  static override flags = {
    app: appFlag(),
    bulk: Flags.boolean({description: 'transfer applications in bulk'}),
    confirm: Flags.string({char: 'c', hidden: true}),
    locked: Flags.boolean({char: 'l', description: 'lock the app upon transfer'}),
    remote: remoteFlag(),
  }

  async run(): Promise<TransferredApp | TransferredApp[]> {
    const {args, flags} = await this.parse(AppsTransfer)
    const {recipient} = args
    if (flags.bulk) return this.#transferMany(recipient, flags.locked)
    const app = await this.platform.call('app.info', {app: await requireApp(flags)})
    if (isEmail(recipient) && isOfTeam(app)) await this.confirm(app.name, flags.confirm, 'All collaborators will be removed from this app\n')
    const transferred = await transferApp(this, this.platform, app, recipient)
    return flags.locked ? setLocked(this, this.platform, app.name, true) : transferred
  }

  async #transferMany(recipient: string, locked: boolean): Promise<TransferredApp[]> {
    if (!this.interactive) throw new UsageFailure('--bulk asks which apps are meant, and nobody is there to answer. Transfer them one by one with --app.')
    const apps = (await this.platform.call('app.list', {})).sort((a, b) => a.name.localeCompare(b.name))
    const choices = apps.map((app) => ({name: `${color.app(app.name)} (${app.team?.name ?? app.owner.email})`, value: app}))
    const {choose} = await import('../../lib/command/prompt.js')
    const chosen = await choose('Select applications you would like to transfer', choices)
    this.warn(`Transferring applications to ${color.name(recipient)}...\n`)
    const transferred = []
    for (const app of chosen) {
      const moved = await transferApp(this, this.platform, app, recipient, {terse: true})
      transferred.push(locked ? await setLocked(this, this.platform, app.name, true) : moved)
    }
    return transferred
  }
}
