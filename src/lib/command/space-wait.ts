import type {Command} from '@oclif/core'
import type {Target} from '../client/contexts.js'
import {ApiFailure, WaitFailed} from '../client/failures.js'
import type {Platform} from '../client/platform.js'
import {intervalFor, waitUntil} from '../client/waiting.js'
import type {Space} from '../operations/resources.js'
import {color} from '../render/color.js'
import {resumable} from './interrupt.js'
import type {SpaceWithNat} from './space-summary.js'

export interface SpaceWait {
  space: string
  target: Target
  /** Whether the region is wanted in full, as text shows it. */
  expanded: boolean
  /** Seconds between looks; when left out, what suits the target. */
  interval?: number | undefined
  /** Seconds in all. */
  timeout?: number | undefined
}

type Run = Pick<Command, 'config'> & {progress<T>(message: string, work: () => Promise<T>): Promise<T>}

/** As long as the official CLI waits: 25 minutes. */
const defaultTimeout = 25 * 60

/**
 * Waits until a space is allocated.
 *
 * @throws {WaitFailed} when the space is deleted meanwhile
 * @throws {TimedOut}
 */
export async function waitForSpace(run: Run, platform: Platform, wait: SpaceWait): Promise<SpaceWithNat> {
  const space = await waiting(run, wait, 'allocate', async () => {
    const current = await spaceNow(platform, wait)
    if (!current) throw new WaitFailed(`Space ${wait.space} was deleted before it was allocated.`)
    if (current.state === 'deleting') throw new WaitFailed(`Space ${wait.space} is being deleted; it will not be allocated.`)
    return current.state === 'allocated' ? {done: true, value: current} : {done: false}
  })
  const nat = await platform.call('space-nat.info', {variant: 'fir', space: wait.space})
  return {...space, outbound_ips: nat}
}

/**
 * Waits until a space is gone.
 *
 * @throws {WaitFailed} when nobody is deleting it
 * @throws {TimedOut}
 */
export async function waitForSpaceDeletion(run: Run, platform: Platform, wait: SpaceWait): Promise<void> {
  await waiting(run, wait, 'be deleted', async () => {
    const current = await spaceNow(platform, wait)
    if (current && current.state !== 'deleting')
      throw new WaitFailed(`Space ${wait.space} is ${current.state} and not being deleted. Destroy it with ${run.config.bin} spaces:destroy ${wait.space}.`)
    return current ? {done: false} : {done: true, value: undefined}
  })
}

async function waiting<T>(run: Run, wait: SpaceWait, goal: string, look: () => Promise<{done: false} | {done: true; value: T}>): Promise<T> {
  const again = `${run.config.bin} spaces:wait ${wait.space}${goal === 'allocate' ? '' : ' --for deleted'}`
  const timeout = wait.timeout ?? defaultTimeout
  return resumable(again, () =>
    run.progress(`Waiting for space ${color.space(wait.space)} to ${goal}`, () =>
      waitUntil(look, {
        interval: wait.interval === undefined ? intervalFor(wait.target) : wait.interval * 1000,
        timeout: timeout * 1000,
        onTimeout: () => `Timeout waiting for space to become ${goal === 'allocate' ? 'allocated' : 'deleted'}. It has taken more than ${timeout} s; wait on with ${again}.`,
      }),
    ),
  )
}

/** The space, or undefined once it is gone. */
async function spaceNow(platform: Platform, {space, expanded}: SpaceWait): Promise<Space | undefined> {
  try {
    return await platform.call('space.info', {variant: 'fir', space, expand: expanded ? 'region' : undefined})
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return undefined
    throw error
  }
}
