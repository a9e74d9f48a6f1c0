import {ApiFailure, UsageFailure} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import type {Addon, Plan} from '../operations/resources.js'
import {color} from '../render/color.js'
import {providerMessages} from './addon-creation.js'
import {splitPlan} from './addon-lookup.js'

const article = 'https://devcenter.heroku.com/articles/managing-add-ons'

/**
 * The add-on and the plan, without its service, that somebody means by `heroku-redis:premium-2`, `my-redis premium-2` or
 * `my-redis heroku-redis:premium-2`.
 *
 * @throws {UsageFailure} where no plan is named
 */
export function requirePlan({addon: typed, plan}: {addon: string; plan?: string | undefined}, bin: string): {addon: string; plan: string} {
  const split = plan ? {addon: typed, plan: plan.slice(plan.indexOf(':') + 1)} : splitPlan(typed)
  if (split.plan) return {addon: split.addon, plan: split.plan}
  throw new UsageFailure(
    `Error: No plan specified.\nYou need to specify a plan to move ${color.addon(split.addon)} to.\nFor example: ${color.blue(`${bin} addons:upgrade heroku-redis:premium-0`)}\n${color.cyan(article)}`,
  )
}

/** Changes an add-on's plan. @throws {ApiFailure} where there is no such plan, with those there are */
export async function changePlan(platform: Platform, {addon_service, app, name}: Addon, plan: string, bin: string): Promise<Addon> {
  try {
    return await platform.call('add-on.update', {app: app.name, addon: name, body: {plan: {name: plan}}, expand: 'plan', headers: providerMessages})
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status !== 422 || !error.message.startsWith("Couldn't find either the add-on")) throw error
    const message = `${error.message}

Here are the available plans for ${color.addon(addon_service.name)}:
${(await planNames(platform, addon_service.name)).join('\n')}

See more plan information with ${color.blue(`${bin} addons:plans ${addon_service.name}`)}

${color.cyan(article)}`
    throw new ApiFailure(error.status, {...error.body, message}, error.headers)
  }
}

/** The plans of a service, the cheap ones first and those without a fixed price last. */
async function planNames(platform: Platform, service: string): Promise<string[]> {
  const plans = await platform.call('plan.list-by-add-on', {service}).catch(() => [])
  const isOpen = ({price}: Plan) => price.contract || price.metered
  return plans.toSorted((a, b) => Number(isOpen(a)) - Number(isOpen(b)) || a.price.cents - b.price.cents).map(({name}) => name)
}
