import type {Bench} from './bench.js'
import type {Plan} from './plan.js'

/** In the order in which they run, with what they are headed by. */
export const groups = {
  manifest: 'Manifest',
  provision: 'Provisioning',
  regions: 'Regions',
  unavailable: 'Plans that are not everywhere',
  repeats: 'Repeated requests',
  credentials: 'Credentials',
  'plan-change': 'Plan changes',
  tolerance: 'Tolerance',
  async: 'Provisioning in the background',
  sso: 'Single sign-on',
  deprovision: 'Deprovisioning',
  speed: 'Speed',
} as const

export type Group = keyof typeof groups

/** One thing that a partner's server has to get right. */
export interface Check {
  /** `provision.status` */
  id: string
  group: Group
  /** What is looked at, and how it should be: `answers with 200, 201 or 202`. */
  title: string
  /** What must hold, where the title says too little. */
  must?: string
  /** The documented rule, with its source. */
  reason: string
  run(bench: Bench): Promise<Verdict> | Verdict
}

export interface Verdict {
  result: 'failed' | 'ok' | 'skipped' | 'warned'
  /** What was sent, what came: texts for people. */
  sent?: string | undefined
  came?: string | undefined
}

/** The checks of one group for one run. */
export type Checks = (plan: Plan) => Check[]

/** A check cannot be made, and why not. */
export class Skip extends Error {
  /** @param because the check that has failed, without which this one cannot be made */
  constructor(
    message: string,
    readonly because?: string,
  ) {
    super(message)
  }
}
