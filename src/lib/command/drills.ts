import type {RequestBody} from '../operations/index.js'

type FaultWanted = RequestBody<'control-plane-fault.create'>

interface Drill {
  /** What has happened to people. */
  incident: string
  faults: readonly FaultWanted[]
}

/** Named sets of faults, each after what has really gone wrong (facts/official-cli-defects.md by number, facts/platform-api.md by section). */
export const drills = {
  // Defect 15: the official CLI ends with the first 429. Section 1.2: 4,500 requests an hour, which a fleet of CI jobs shares.
  '429-storm': {
    incident: 'The rate limit of the account is reached, again and again, and answers say when to come back.',
    faults: [
      {operation: '*', status: 429, retry_after: 1, after: 1, times: 2},
      {operation: '*', status: 429, retry_after: 1, after: 6, times: 1},
      {operation: '*', status: 429, retry_after: 1, after: 10, times: 2},
    ],
  },
  // Defects 13 and 14: a creation whose reply is lost is sent again and fails on its own name; a transfer is sent six times.
  'lost-reply': {
    incident: 'A change is made and its answer is lost: who sends it again makes it twice, or is told that the name is taken.',
    faults: [
      {kind: 'lost-reply', operation: '*', method: 'POST', times: 1},
      {kind: 'lost-reply', operation: '*', method: 'PUT', times: 1},
    ],
  },
  // Section 3.7: Terraform waited 7 and 11 minutes, and spaces:wait gives up after 25.
  'stuck-allocating': {
    incident: 'New spaces stay allocating for as long as anybody waits.',
    faults: [{kind: 'stuck-allocating', times: null}],
  },
  // Section 3.7: inbound rulesets shortly after allocation, Terraform provider issue 116.
  'not-ready': {
    incident: 'A space says that it is allocated, and what needs it is refused for a while.',
    faults: [{kind: 'not-ready', times: 2}],
  },
  // Defects 5 and 9: one 503 in a wait ends it, and one after a change has a script repeat it.
  'flaky-network': {
    incident: 'Reads are cut off, come late, or meet a 503 on their way.',
    faults: [
      {kind: 'reset', operation: '*', method: 'GET', times: 1},
      {operation: '*', method: 'GET', status: 503, after: 2, times: 1},
      {kind: 'truncate', operation: '*', method: 'GET', after: 4, times: 1},
      {kind: 'latency', operation: '*', latency: 300, after: 1, times: 2},
    ],
  },
} as const satisfies Record<string, Drill>

export type DrillName = keyof typeof drills

export const drillNames = Object.keys(drills) as DrillName[]
