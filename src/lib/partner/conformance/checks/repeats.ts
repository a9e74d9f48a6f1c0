import {readObject} from '../../protocol.js'
import {type Bench, type Exchange, succeeded} from '../bench.js'
import type {Check, Checks} from '../check.js'
import {judged} from '../texts.js'

const source = 'Dev Center, Add-on Partner API Reference'

/** Heroku sends a request again whose answer it has not got. */
export const repeatChecks: Checks = () => [
  {
    id: 'repeats.provision',
    group: 'repeats',
    title: 'answers a repeated provision as the first',
    must: 'The same uuid once more is answered with 2xx and the same id.',
    reason: `Requests may come more than once; the uuid tells which are the same (${source}).`,
    async run(bench) {
      await bench.resource()
      const first = await bench.first()
      const second = await bench.again(first)
      return judged(second, succeeded(second.answer) && idIn(second) === idIn(first))
    },
  },
  goneCheck('provision', 'answers a provision of what was deprovisioned with 410', async (bench) => bench.again(await bench.removed('provision'))),
  goneCheck('plan-change', 'answers a plan change of what was deprovisioned with 410', async (bench) => bench.changePlan((await bench.removed()).uuid, bench.plan.plans[0])),
  goneCheck('deprovision', 'answers a repeated deprovision with 410', async (bench) => bench.deprovision((await bench.removed()).uuid)),
  {
    id: 'repeats.unknown',
    group: 'repeats',
    title: 'answers a plan change of what never was with 404',
    must: 'Status 404, or 410.',
    reason: `A resource that is not known is answered with 404 (${source}, as partners quote it).`,
    async run(bench) {
      await bench.resource()
      const exchange = await bench.changePlan(bench.plan.newId(), bench.plan.plans[0])
      return judged(exchange, hasStatus(exchange, 404, 410))
    },
  },
]

const goneCheck = (name: string, title: string, send: (bench: Bench) => Promise<Exchange>): Check => ({
  id: `repeats.gone-${name}`,
  group: 'repeats',
  title,
  reason: `A uuid that has been deprovisioned is answered with 410 (${source}, as partners quote it).`,
  async run(bench) {
    const exchange = await send(bench)
    return judged(exchange, hasStatus(exchange, 410))
  },
})

const hasStatus = ({answer}: Exchange, ...statuses: number[]): boolean => answer.failure === undefined && statuses.includes(answer.status)

const idIn = ({answer}: Exchange): unknown => (succeeded(answer) ? readObject(answer.body).result?.['id'] : undefined)
