import {Args, Flags} from '@oclif/core'
import {takeAttachmentName} from '../../lib/command/addon-attachment-name.js'
import {confirming} from '../../lib/command/addon-confirmation.js'
import {createAddon, untilCreated, type WantedAddon} from '../../lib/command/addon-creation.js'
import {configFrom, splitAtDashes, takeOptions, unknownLongFlags} from '../../lib/command/addon-options.js'
import {requireApp} from '../../lib/command/app-name.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Addon} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {formatPriceText} from '../../lib/render/price.js'

export default class AddonsCreate extends SpacedockCommand {
  static override args = {'service:plan': Args.string({description: 'unique identifier or unique name of the add-on service plan', ignoreStdin: true, required: true})}
  static override description = `create a new add-on resource
Options of the add-on itself stand at the end of the command, after a double dash (--).
As --as names the attachment here, only SPACEDOCK_AS says which account of the local world acts.`
  static override examples = [
    '<%= config.bin %> addons:create heroku-redis --app my-app',
    '<%= config.bin %> addons:create heroku-postgresql:standard-0 --app my-app --confirm my-app -- --region us',
  ]
  static override flags = {
    app: appFlag(),
    as: Flags.string({description: 'name for the initial add-on attachment'}),
    confirm: Flags.string({description: 'overwrite existing config vars or existing add-on attachments'}),
    name: Flags.string({description: 'name for the add-on resource'}),
    remote: remoteFlag(),
    wait: Flags.boolean({description: 'watch add-on creation status and exit when complete'}),
  }
  static override hiddenAliases = ['addons:add']
  static override strict = false

  async run(): Promise<Addon> {
    const {args, argv, flags, misplaced, options} = await this.#parseLine()
    const attachment = takeAttachmentName(flags)
    const plan = args['service:plan']
    // A partner that answers later calls back.
    this.listens = flags.wait
    const app = await requireApp(flags)
    if (misplaced.length > 0) {
      this.warn(`For example: ${color.code(`${this.config.bin} addons:create -a ${app} ${plan} -- ${misplaced.join(' ')}`)}`)
      this.warn(`See ${color.info('https://devcenter.heroku.com/changelog-items/2925')} for more info.\n`)
    }
    const config = configFrom([...argv.slice(1).map(String), ...misplaced, ...options])
    const created = await this.#create({app, attachment, config, name: flags.name, plan}, flags.confirm)
    if (created.provision_message) this.log(created.provision_message)
    const addon = await untilCreated(this, this.platform, created, flags.wait && {target: this.target})
    this.log(`Run ${color.code(`${this.config.bin} addons:docs ${addon.addon_service.name}`)} to view documentation.`)
    return addon
  }

  /** Options may also stand among the flags, though that is no longer how it is meant. */
  async #parseLine() {
    const {own, options} = splitAtDashes(this.argv)
    try {
      return {...(await this.parse(AddonsCreate, own)), misplaced: [], options}
    } catch (error) {
      const flags = unknownLongFlags(error)
      if (!flags) throw error
      this.warn(`You're using a deprecated syntax with the [${flags.join(',')}] flag.\nAdd a '--' (end of options) separator before the flags you're passing through.`)
      const taken = takeOptions(own, flags)
      return {...(await this.parse(AddonsCreate, taken.own)), misplaced: taken.options, options}
    }
  }

  #create(wanted: WantedAddon, confirm: string | undefined): Promise<Addon> {
    const creating = `Creating ${wanted.plan} on ${color.app(wanted.app)}`
    return confirming({
      app: wanted.app,
      given: confirm,
      ask: (name, message) => this.confirm(name, confirm, message),
      work: (confirmed) =>
        this.progress(creating, () => createAddon(this.platform, wanted, confirmed), ({plan}) => color.green(formatPriceText(plan.price))),
    })
  }
}
