import type {Target} from '../client/contexts.js'
import {isNotFound, WaitFailed} from '../client/failures.js'
import type {CallArguments, Platform} from '../client/platform.js'
import {intervalFor, type Look, waitUntil, within} from '../client/waiting.js'
import type {Space, SpaceNat} from '../operations/resources.js'
import {color} from '../render/color.js'
import type {SpacedockCommand} from './base.js'
import {resumable} from './interrupt.js'
import type {SpaceWithNat} from './space-summary.js'

export interface SpaceWait {
  /** Name or id. */
  space: string
  target: Target
  /** Whether the region is wanted in full, as text shows it. */
  expanded: boolean
  /** Seconds between looks; when left out, what suits the target. */
  interval?: number | undefined
  /** Seconds in all. */
  timeout?: number | undefined
}

type Run = Pick<SpacedockCommand, 'config' | 'contextFlags' | 'progress' | 'warn'>

/** As long as the official CLI waits, in seconds: 25 minutes. */
export const defaultTimeout = 25 * 60

/** How long the outbound addresses of a space that is allocated may take at least, in milliseconds. */
const natPatience = 500

/**
 * Waits until a space is allocated. One that is not there to begin with is the 404 it is.
 *
 * @throws {WaitFailed} `conflict` when the space is being deleted, `gone` when it has been
 * @throws {TimedOut}
 */
export async function waitForSpace(run: Run, platform: Platform, wait: SpaceWait): Promise<SpaceWithNat> {
  const look = lookAt(platform, wait)
  const deadline = performance.now() + (wait.timeout ?? defaultTimeout) * 1000
  const space = await waiting(run, wait, 'allocated', async () => {
    const {now} = await look()
    if (!now) throw new WaitFailed('gone', `Space ${wait.space} was deleted before it was allocated.`)
    if (now.state === 'deleting') throw new WaitFailed('conflict', `Space ${wait.space} is being deleted; it will not be allocated.`)
    return now.state === 'allocated' ? {done: true, value: now} : {done: false}
  })
  const nat = await outboundAddresses(run, platform, space, deadline - performance.now())
  return nat ? {...space, outbound_ips: nat} : space
}

/**
 * Waits until a space is gone. One that is not there to begin with is: it may have been quick.
 *
 * @throws {WaitFailed} `conflict` when nobody is deleting it
 * @throws {TimedOut}
 */
export async function waitForSpaceDeletion(run: Run, platform: Platform, wait: SpaceWait): Promise<void> {
  const look = lookAt(platform, wait, {mayBeGone: true})
  await waiting(run, wait, 'deleted', async () => {
    const {now, before} = await look()
    if (now && now.state !== 'deleting')
      throw new WaitFailed('conflict', `Space ${wait.space} is ${now.state} and not being deleted. Destroy it with ${run.config.bin} spaces:destroy ${wait.space}${run.contextFlags}.`)
    if (!now && !before) run.warn(`There is no space ${wait.space}.`)
    return now ? {done: false} : {done: true, value: undefined}
  })
}

interface Seen {
  now: Space | undefined
  before: Space | undefined
}

/**
 * Looks at one and the same space time and again: from the first sight on by its id, as its name may be changed, and
 * may be given to another.
 */
function lookAt(platform: Platform, {space, expanded}: SpaceWait, {mayBeGone = false} = {}): () => Promise<Seen> {
  let before: Space | undefined
  return async () => {
    const wanted: CallArguments<'space.info'> = {variant: 'fir', space: before?.id ?? space, expand: expanded ? 'region' : undefined}
    try {
      const now = await platform.call('space.info', wanted)
      const seen = {now, before}
      before = now
      return seen
    } catch (error) {
      if (isNotFound(error) && (before || mayBeGone)) return {now: undefined, before}
      throw error
    }
  }
}

async function waiting<T>(run: Run, wait: SpaceWait, goal: 'allocated' | 'deleted', look: () => Promise<Look<T>>): Promise<T> {
  const {space, target, interval, timeout = defaultTimeout} = wait
  const again = `${run.config.bin} spaces:wait ${space}${goal === 'allocated' ? '' : ' --for deleted'}${run.contextFlags}`
  const onTimeout = (trouble: Error | undefined) =>
    `Timeout waiting for space to become ${goal}. It has taken more than ${timeout} s${trouble ? `, and at last the space could not be looked at (${trouble.message})` : ''}. Wait on with ${again}.`
  return resumable(again, () =>
    run.progress(`Waiting for space ${color.space(space)} to ${goal === 'allocated' ? 'allocate' : 'be deleted'}`, () =>
      waitUntil(look, {interval: interval === undefined ? intervalFor(target) : interval * 1000, timeout: timeout * 1000, onTimeout}),
    ),
  )
}

/** The addresses of a space that is allocated. The wait is over: without them it has not failed, and is not to be held up. */
async function outboundAddresses(run: Run, platform: Platform, {id, name}: Space, remaining: number): Promise<SpaceNat | undefined> {
  try {
    const nat = await within(Math.max(natPatience, remaining), platform.call('space-nat.info', {variant: 'fir', space: id}))
    if (nat) return nat
    throw new Error('no answer has come')
  } catch (error) {
    run.warn(`The outbound IPs of space ${name} could not be had: ${(error as Error).message}`)
    return undefined
  }
}
