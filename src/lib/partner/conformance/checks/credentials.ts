import type {Bench, Credentials, Exchange} from '../bench.js'
import type {Check, Checks} from '../check.js'
import {judged} from '../texts.js'

const requests: readonly (readonly [name: string, title: string, send: (bench: Bench, credentials: Credentials) => Promise<Exchange>])[] = [
  ['provision', 'a provision', (bench, credentials) => bench.provision({}, credentials)],
  ['plan-change', 'a plan change', async (bench, credentials) => bench.changePlan((await bench.resource()).uuid, bench.plan.plans[0], credentials)],
  // An add-on of its own: a partner that does not look would deprovision what other checks need.
  ['deprovision', 'a deprovision', async (bench, credentials) => bench.deprovision((await bench.another()).uuid, credentials)],
]

/** Wrong and missing credentials, with every request. */
export const credentialChecks: Checks = () =>
  requests.flatMap(([name, title, send]) =>
    (['wrong', 'missing'] as const).map((credentials): Check => ({
      id: `credentials.${name}-${credentials}`,
      group: 'credentials',
      title: `refuses ${title} with ${credentials} credentials`,
      must: 'Status 401.',
      reason: 'Every request carries Basic authentication with the id and the password; what does not is answered with 401 (Dev Center, Add-on Partner API Reference; kensa, "authentication").',
      async run(bench) {
        await bench.resource()
        const exchange = await send(bench, credentials)
        return judged(exchange, exchange.answer.failure === undefined && exchange.answer.status === 401)
      },
    })),
  )
