import {messageOf} from '../../protocol.js'
import {type Exchange, succeeded} from '../bench.js'
import type {Check, Checks} from '../check.js'
import {judged} from '../texts.js'

const source = 'Dev Center, Add-on Partner API Reference'

/** Members that no reference names. */
const unknownMembers = {spacedock_unknown: {nested: [1, null, true]}, spacedock_null: null}

/** As customers type them after `--`: every value is a string, whatever is in it. */
const oddOptions: readonly (readonly [name: string, title: string, options: Readonly<Record<string, string>>])[] = [
  ['options', 'options with odd names and values', {'': 'x', 'with-dash': '', 'with space': ' ', version: '0', flag: 'true', null: 'null', __proto__x: '{}', quote: `"'\\`, text: 'grüße 你好 🚀', lines: 'a\r\nb\u0000'}],
  ['large-options', 'options of 64 KiB', {large: 'x'.repeat(64 * 1024)}],
]

/** What a partner has to put up with. */
export const toleranceChecks: Checks = () => [
  {
    id: 'tolerance.provision',
    group: 'tolerance',
    title: 'provisions when the body has unknown members',
    reason: `Bodies may have members that are not documented (${source}).`,
    async run(bench) {
      const exchange = await bench.another(unknownMembers)
      return judged(exchange, succeeded(exchange.answer))
    },
  },
  {
    id: 'tolerance.plan-change',
    group: 'tolerance',
    title: 'changes plans when the body has unknown members',
    reason: `Bodies may have members that are not documented (${source}).`,
    async run(bench) {
      const {uuid} = await bench.resource()
      const exchange = await bench.changePlan(uuid, bench.plan.plans[0], 'right', unknownMembers)
      return judged(exchange, succeeded(exchange.answer))
    },
  },
  {
    id: 'tolerance.time',
    group: 'tolerance',
    title: 'reads an expiry whose offset has no colon',
    reason: `The example of the reference has 2016-03-03T18:01:31-0800 for \`expires_at\` (${source}).`,
    async run(bench) {
      const expires_at = bench.expiry().replace('Z', '+0000')
      const exchange = await bench.another({oauth_grant: {code: bench.plan.newId(), expires_at, type: 'authorization_code'}})
      return judged(exchange, succeeded(exchange.answer))
    },
  },
  ...oddOptions.map(([name, title, options]): Check => ({
    id: `tolerance.${name}`,
    group: 'tolerance',
    title: `copes with ${title}`,
    must: 'Status 2xx, or 422 with a `message`.',
    reason: `Options are strings that customers choose; what cannot be served is answered with 422 and a message (${source}).`,
    async run(bench) {
      const exchange = await bench.another({options})
      return judged(exchange, succeeded(exchange.answer) || isRefusal(exchange))
    },
  })),
]

const isRefusal = ({answer}: Exchange): boolean => answer.failure === undefined && answer.status === 422 && messageOf(answer.body) !== undefined
