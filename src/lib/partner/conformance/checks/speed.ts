import type {Checks} from '../check.js'
import {told} from '../texts.js'

/** Looks at every answer of the run, so it comes last. */
export const speedChecks: Checks = ({limits: {must, should}}) => [
  {
    id: 'speed.answers',
    group: 'speed',
    title: `answers within ${must / 1000} s, and better within ${should / 1000} s`,
    reason: 'Partners should answer within 3 seconds and must within 25 (Dev Center, Add-on Partner API Reference).',
    async run(bench) {
      await bench.resource()
      const late = bench.exchanges.find(({answer}) => answer.failure === 'time-out')
      if (late) return {result: 'failed', ...told(late)}
      const slowest = bench.exchanges.reduce((a, b) => (b.answer.ms > a.answer.ms ? b : a))
      return {result: slowest.answer.ms > should ? 'warned' : 'ok', ...told(slowest)}
    },
  },
]
