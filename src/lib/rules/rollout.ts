import {rollingShare} from './facts.js'

/*
 * What runs, as intervals: a dyno process is there from `since` until `until`, and up from `upAt` on. All moments are in
 * milliseconds. Deploying, scaling and restarting are decided at one moment for all that follows, so nothing has to
 * happen later: what a plan says of the future simply comes true, unless another plan replaces it.
 */

/** One dyno process of one process type. */
export interface Process {
  readonly number: number
  readonly since: number
  readonly upAt: number
  /** Null while nothing ends it. */
  readonly until: number | null
}

export interface Change<P extends Process> {
  /** The dynos of one process type: those that are there, and those that are going to be. */
  readonly processes: readonly P[]
  /** How many there are to be. */
  readonly quantity: number
  /** Those to be replaced by ones of the present release, size and zone; none when only the quantity changes. */
  readonly replace?: (process: P) => boolean
  /** Whether they are replaced a few at a time, or all at once. */
  readonly rolling?: boolean
  readonly now: number
  /** How long a dyno takes to come up. */
  readonly boot: number
}

export interface Plan<P extends Process> {
  readonly starts: readonly {number: number; since: number}[]
  /** When each ends; where another end was planned, this one counts. */
  readonly ends: readonly {process: P; until: number}[]
  /** Those that never began and are not going to. */
  readonly drops: readonly P[]
}

/** What starts, ends and does not happen after all. At every moment there are as many dynos as the quantity says. */
export function planProcesses<P extends Process>({processes, quantity, replace = () => false, rolling = false, now, boot}: Change<P>): Plan<P> {
  const present = processes.filter((process) => process.since <= now && (process.until === null || process.until > now))
  const future = processes.filter((process) => process.since > now)
  const kept = present.filter(({number}) => number <= quantity)
  const replaced = kept.filter(replace)
  const numbers = new Set(replaced.map(({number}) => number))
  const there = new Set(present.map(({number}) => number))
  const missing = Array.from({length: quantity}, (_, index) => index + 1).filter((number) => !there.has(number))
  const moments = rolling ? inBatches(replaced, kept, now, boot) : replaced.map((process) => ({process, at: now}))
  return {
    starts: [...moments.map(({process, at}) => ({number: process.number, since: at})), ...missing.map((number) => ({number, since: now}))],
    ends: [
      ...moments.map(({process, at}) => ({process, until: at})),
      ...present.filter(({number}) => number > quantity).map((process) => ({process, until: now})),
    ],
    drops: future.filter(({number}) => number > quantity || numbers.has(number)),
  }
}

/**
 * When each of some dynos is replaced: batch after batch, each a quarter of all rounded up, as soon as the one before is up.
 *
 * First come those that are not up anyway, by number, then the highest. The rest is dealt out over the batches like
 * cards: neighbours are never in one batch. So of the first two there is always one that is up, and scaling down to two
 * in the middle of it leaves no moment without one.
 */
function inBatches<P extends Process>(replaced: readonly P[], kept: readonly P[], now: number, boot: number): {process: P; at: number}[] {
  const size = Math.ceil(kept.length * rollingShare)
  const isBooting = ({upAt}: P) => upAt > now
  const chosen = new Set(replaced)
  const mustWait = kept.some((process) => isBooting(process) && !chosen.has(process))
  const byNumber = (a: P, b: P) => a.number - b.number
  const booting = replaced.filter(isBooting).sort(byNumber)
  const up = replaced.filter((process) => !isBooting(process)).sort(byNumber)
  const first = mustWait ? [] : [...booting, ...up.toReversed()].slice(0, size)
  const rest = replaced.filter((process) => !first.includes(process)).sort(byNumber)
  const count = Math.ceil(rest.length / size)
  const next = Math.max(first.length > 0 ? now + boot : now, ...kept.filter((process) => !first.includes(process)).map(({upAt}) => upAt))
  return [
    ...first.map((process) => ({process, at: now})),
    ...rest.map((process, index) => ({process, at: next + (index % count) * boot})),
  ]
}
