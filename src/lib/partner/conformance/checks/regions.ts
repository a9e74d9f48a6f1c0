import {messageOf} from '../../protocol.js'
import {type Exchange, succeeded} from '../bench.js'
import type {Check, Checks} from '../check.js'
import {judged} from '../texts.js'

/** Each declared region with each plan, with the string by which partners are told of the region. */
export const regionChecks: Checks = ({regions, plans, unavailable}) =>
  regions.map(({name, region}): Check => ({
    id: `regions.${name}`,
    group: 'regions',
    title: `provisions in ${name} (${region})`,
    must: 'Every plan is answered with 2xx; a plan that is not meant to be there is named with --unavailable.',
    reason: 'A plan is available in all regions that the manifest declares, for apps in Private Spaces as well (Dev Center, Supporting Private Spaces as an Add-on Partner).',
    async run(bench) {
      await bench.resource()
      const offered = plans.filter((plan) => !unavailable.some((each) => each.plan === plan && each.region.name === name))
      let last: Exchange | undefined
      for (const plan of offered) {
        last = await bench.provision({plan, region})
        if (!succeeded(last.answer)) return judged(last, false)
      }
      return last ? judged(last, true) : {result: 'skipped', came: 'No plan is offered here.'}
    },
  }))

/** What a partner says no to, so that the customer learns why. */
export const unavailableChecks: Checks = ({unavailable}) => {
  const title = 'refuses plans where they are not offered'
  const reason = 'A plan that is not available in the region is answered with 422 and a useful message, which the customer is shown (Dev Center, Supporting Private Spaces as an Add-on Partner).'
  if (unavailable.length === 0) return [{id: 'unavailable', group: 'unavailable', title, reason, run: () => ({result: 'skipped', came: 'Name a plan and a region with --unavailable PLAN:REGION.'})}]
  return unavailable.map(({plan, region: {name, region}}) => ({
    id: `unavailable.${plan}:${name}`,
    group: 'unavailable',
    title: `refuses ${plan} in ${name}`,
    must: 'Status 422, and JSON with a `message` that is a string.',
    reason,
    async run(bench) {
      await bench.resource()
      const exchange = await bench.provision({plan, region})
      const {answer} = exchange
      return judged(exchange, answer.failure === undefined && answer.status === 422 && messageOf(answer.body) !== undefined)
    },
  }))
}
