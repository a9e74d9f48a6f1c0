import {Args} from '@oclif/core'
import {addonDescription} from '../../lib/command/addon-lookup.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {Plan} from '../../lib/operations/resources.js'
import {formatPrice} from '../../lib/render/price.js'
import {renderTable} from '../../lib/render/table.js'

export default class AddonsPlans extends SpacedockCommand {
  static override args = {service: Args.string({description: addonDescription, ignoreStdin: true, required: true})}
  static override description = 'list all available plans for an add-on service'
  static override examples = ['<%= config.bin %> addons:plans heroku-postgresql']

  async run(): Promise<Plan[]> {
    const {args} = await this.parse(AddonsPlans)
    const {service} = args
    const all = await this.platform.call('plan.list-by-add-on', {variant: 'sdk', service})
    const plans = all.toSorted((a, b) => Number(a.price.contract) - Number(b.price.contract) || a.price.cents - b.price.cents)
    this.log(
      renderTable(plans, {
        // A blank, as a column without a heading is headed by its key.
        default: {header: ' ', get: (plan) => (plan.default ? 'default' : '')},
        name: {header: 'Slug'},
        human_name: {header: 'Name'},
        price: {header: 'Price', get: ({price}) => formatPrice(price, {hourly: true})},
        max_price: {header: 'Max Price', get: ({price}) => (price.metered ? pricesAt(service) : formatPrice(price))},
      }),
    )
    return plans
  }
}

/** Where it says what is paid for use. */
const pricesAt = (service: string): string => `https://elements.heroku.com/addons/${service}#pricing`
