import {Args} from '@oclif/core'
import {appIfAny} from '../../lib/command/addon-app.js'
import {addonDescription, resolveAddon} from '../../lib/command/addon-lookup.js'
import {changePlan, requirePlan} from '../../lib/command/addon-upgrade.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {appFlag, remoteFlag} from '../../lib/command/flags.js'
import type {Addon} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'
import {formatPriceText} from '../../lib/render/price.js'

export default class AddonsUpgrade extends SpacedockCommand {
  static override aliases = ['addons:downgrade']
  static override args = {
    addon: Args.string({description: addonDescription, ignoreStdin: true, required: true}),
    plan: Args.string({description: 'unique identifier or name of the plan', ignoreStdin: true}),
  }
  static override description = `change an add-on's plan, up or down
See the plans there are with addons:plans SERVICE. addons:upgrade and addons:downgrade are the same.`
  static override examples = [
    '<%= config.bin %> addons:upgrade heroku-redis:premium-2 --app my-app',
    '<%= config.bin %> addons:upgrade redis-swimming-12345 heroku-redis:premium-2',
  ]
  static override flags = {app: appFlag(), remote: remoteFlag()}

  async run(): Promise<Addon> {
    const {args, flags} = await this.parse(AddonsUpgrade)
    const {bin} = this.config
    const {addon: typed, plan} = requirePlan(args, bin)
    const before = await resolveAddon(this.platform, typed, await appIfAny(flags))
    const wanted = `${before.addon_service.name}:${plan}`
    const addon = await this.progress(
      `Changing ${color.addon(before.name)} on ${color.app(before.app.name)} from ${color.blue(before.plan.name)} to ${color.blue(wanted)}`,
      () => changePlan(this.platform, before, wanted, bin),
      ({plan: {price}}) => (price ? `done, ${formatPriceText(price)}` : undefined),
    )
    if (addon.provision_message) this.log(addon.provision_message)
    return addon
  }
}
