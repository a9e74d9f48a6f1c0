import {succeeded} from '../bench.js'
import type {Checks} from '../check.js'
import {judged} from '../texts.js'

export const deprovisionChecks: Checks = () => [
  {
    id: 'deprovision.status',
    group: 'deprovision',
    title: 'deprovisions with 200, 202 or 204',
    reason: '204 deprovisions at once, 202 in the background (Dev Center, Add-on Partner API Reference; Asynchronous Deprovisioning).',
    async run(bench) {
      const {deprovision} = await bench.removal()
      return judged(deprovision, succeeded(deprovision.answer))
    },
  },
]
