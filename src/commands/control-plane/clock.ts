import {Args} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import {secondsIn} from '../../lib/command/duration.js'
import type {Clock} from '../../lib/operations/control.js'

type Change = {now?: string; advance?: number; frozen?: boolean}

/** What each action makes of its value: none takes one that it does not need. */
const changes: Readonly<Record<string, (value: string | undefined) => Change | undefined>> = {
  show: (value) => without(value, undefined),
  freeze: (value) => without(value, {frozen: true}),
  run: (value) => without(value, {frozen: false}),
  advance: (value) => ({advance: length(required(value, 'advance 10m'))}),
  set: (value) => ({now: required(value, 'set 2026-01-01T12:00:00Z')}),
}

export default class ControlPlaneClock extends ControlPlaneCommand {
  static override args = {
    action: Args.string({default: 'show', description: 'what to do with the clock', options: Object.keys(changes), ignoreStdin: true}),
    value: Args.string({description: 'how far to advance it (90s, 10m, 12h, 7d), or what to set it to', ignoreStdin: true}),
  }
  static override description = `show the clock of a control plane, stop it, or move it
Everything that takes time follows: allocation and deletion of spaces, peering requests that expire, provisioning, dynos that boot, rolling deploys, tokens. A clock that stands still stays so until it runs again; advancing it does not make it run.`
  static override examples = [
    '<%= config.bin %> control-plane:clock',
    '<%= config.bin %> control-plane:clock freeze',
    '<%= config.bin %> control-plane:clock advance 10m',
    '<%= config.bin %> control-plane:clock set 2026-01-01T12:00:00Z',
    '<%= config.bin %> control-plane:clock run',
  ]

  async run(): Promise<Clock> {
    const {args} = await this.parse(ControlPlaneClock)
    // The options of the argument are these.
    const change = changes[args.action]?.(args.value)
    const clock = change ? await this.platform.call('control-plane-clock.update', {body: change}) : await this.platform.call('control-plane-clock.info', {})
    this.log(`${clock.now}${clock.frozen ? ', and stands still' : ''}`)
    return clock
  }
}

function required(value: string | undefined, example: string): string {
  if (value === undefined) throw new UsageFailure(`Say how far: control-plane:clock ${example}.`)
  return value
}

function length(text: string): number {
  const seconds = secondsIn(text)
  if (seconds === undefined) throw new UsageFailure(`${text || 'Nothing'} is not a duration. Give it like 90s, 10m, 1h30m or 7d.`)
  return seconds
}

function without<T>(value: string | undefined, change: T): T {
  if (value !== undefined) throw new UsageFailure(`${value} is one argument too many.`)
  return change
}
