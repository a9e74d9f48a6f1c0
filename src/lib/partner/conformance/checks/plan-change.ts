import {readPlanChange} from '../../protocol.js'
import {type Bench, type Exchange, succeeded} from '../bench.js'
import {type Checks, Skip} from '../check.js'
import {faultless, judged} from '../texts.js'

const practices = 'Dev Center, Add-on Partner Technical Best Practices'

export const planChangeChecks: Checks = ({plans, manifest: {terms}}) => [
  {
    id: 'plan-change.same',
    group: 'plan-change',
    title: 'answers a change to the plan that it has with 2xx',
    reason: `Changing to the same plan changes nothing and succeeds (${practices}).`,
    async run(bench) {
      const exchange = await samePlan(bench)
      return judged(exchange, succeeded(exchange.answer))
    },
  },
  {
    id: 'plan-change.body',
    group: 'plan-change',
    title: 'answers with JSON, or without a body with 202 and 204',
    must: 'A JSON object; `message` a string, `config` as with a provision.',
    reason: 'Bodies of answers are valid JSON (Dev Center, Add-on Partner API Reference).',
    async run(bench) {
      const exchange = await samePlan(bench)
      if (!succeeded(exchange.answer)) throw new Skip('The plan could not be changed.', 'plan-change.same')
      return faultless(exchange, readPlanChange(exchange.answer, terms).faults ?? [])
    },
  },
  {
    id: 'plan-change.other',
    group: 'plan-change',
    title: 'changes the plan with 2xx',
    reason: `200 changes the plan at once, 202 in the background (${practices}).`,
    async run(bench) {
      const {uuid} = await bench.resource()
      const [, other] = plans
      if (other === undefined) throw new Skip('Name a second plan with --plans.')
      const exchange = await bench.changePlan(uuid, other)
      return judged(exchange, succeeded(exchange.answer))
    },
  },
]

const samePlan = (bench: Bench): Promise<Exchange> => bench.keep('same plan', async () => bench.changePlan((await bench.resource()).uuid, bench.plan.plans[0]))
