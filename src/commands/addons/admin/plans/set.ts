import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../../lib/command/base.js'
import {centsOf, generationsOf, planStates, readPlans, renderPlans, type ServiceChange} from '../../../../lib/command/partner-plans.js'
import {hidden} from '../../../../lib/command/manifest-file.js'
import {readText} from '../../../../lib/command/text-file.js'
import type {PartnerService} from '../../../../lib/operations/manifests.js'

export default class AddonsAdminPlansSet extends SpacedockCommand {
  static override args = {plan: Args.string({description: 'SERVICE:PLAN, or SERVICE for what is of the whole service', ignoreStdin: true, required: true})}
  static override description = `set up the plans of an add-on, as in Heroku's partner portal
A plan that is not there is made. What "Available in Private Spaces?" says is information for customers: who refuses is the partner's server.`
  static override examples = [
    '<%= config.bin %> addons:admin:plans:set fast-db:basic --price 25 --private-spaces --default',
    '<%= config.bin %> addons:admin:plans:set fast-db --generations cedar,fir',
    '<%= config.bin %> addons:admin:plans:set fast-db --from plans.yml',
  ]
  static override flags = {
    default: Flags.boolean({description: 'take this plan when only the service is named'}),
    description: Flags.string({description: 'what the plan is'}),
    from: Flags.string({description: 'YAML or JSON file with generations and plans', helpValue: 'FILE'}),
    generations: Flags.string({description: 'generations that the add-on is for: cedar, fir or both with a comma between'}),
    name: Flags.string({description: 'name that people see'}),
    price: Flags.string({description: 'US dollars a month'}),
    'private-spaces': Flags.boolean({allowNo: true, description: 'what "Available in Private Spaces?" says'}),
    state: Flags.string({description: 'who can choose the plan', options: planStates}),
  }

  async run(): Promise<PartnerService> {
    const {args, flags} = await this.parse(AddonsAdminPlansSet)
    const [slug = '', plan, ...more] = args.plan.split(':')
    if (more.length > 0) throw new UsageFailure(`${args.plan} is not a plan. Name it as SERVICE:PLAN, as in fast-db:basic.`)
    const change: ServiceChange = {
      ...(flags.name !== undefined || flags.price !== undefined || flags.description !== undefined || flags.state !== undefined || flags['private-spaces'] !== undefined || flags.default
        ? {plans: [planOf(plan, flags)]}
        : {}),
      ...(flags.generations !== undefined && {generations: generationsOf(flags.generations.split(','), '--generations')}),
    }
    if (flags.from !== undefined && Object.keys(change).length > 0) throw new UsageFailure('--from says it all: leave out the other flags.')
    const whole = flags.from === undefined ? change : await readPlans(readText(flags.from), flags.from)
    if (Object.keys(whole).length === 0) throw new UsageFailure('Say what to set: --price, --private-spaces, --state, --name, --description, --default, --generations, or --from FILE.')
    const service = await this.progress(`Setting up ${args.plan}`, () => this.platform.call('control-plane-partner.update', {partnerService: slug, body: whole}))
    this.log(renderPlans(service))
    return {...service, client_secret: hidden}
  }
}

type Flagged = {[Key in 'description' | 'name' | 'price' | 'state']?: string | undefined} & {default: boolean; 'private-spaces': boolean}

function planOf(plan: string | undefined, {default: isDefault, description, name, price, 'private-spaces': spaces, state}: Flagged) {
  if (plan === undefined) throw new UsageFailure('These flags are about a plan: name it, as in fast-db:basic.')
  return {
    name: plan,
    ...(isDefault && {default: true}),
    ...(description !== undefined && {description}),
    ...(name !== undefined && {human_name: name}),
    ...(price !== undefined && {cents: centsOf(price)}),
    ...(spaces !== undefined && {private_spaces: spaces}),
    ...(state !== undefined && {state: state as (typeof planStates)[number]}),
  }
}
