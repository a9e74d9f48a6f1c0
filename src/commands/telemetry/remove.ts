import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import type {TelemetryDrain} from '../../lib/operations/telemetry.js'

export default class TelemetryRemove extends SpacedockCommand {
  static override args = {telemetry_drain_id: Args.string({description: 'ID of the drain to remove', ignoreStdin: true})}
  static override description = 'remove a telemetry drain'
  static override examples = ['<%= config.bin %> telemetry:remove 022e2e2e-2e2e-2e2e-2e2e-2e2e2e2e2e2e', '<%= config.bin %> telemetry:remove --app my-app']
  // Neither a variable nor a git remote names the app: that would remove all its drains without anybody having said so.
  static override flags = {
    app: Flags.string({char: 'a', description: 'name of the app to remove all drains from'}),
    space: Flags.string({char: 's', description: 'name of the space to remove all drains from'}),
  }

  async run(): Promise<TelemetryDrain[]> {
    const {args, flags} = await this.parse(TelemetryRemove)
    const {app, space} = flags
    const id = args.telemetry_drain_id
    const remove = (drain: string) => this.platform.call('telemetry-drain.delete', {telemetryDrain: drain, variant: 'sdk'})
    if (id !== undefined) return [await this.progress(`Removing telemetry drain ${id}`, () => remove(id))]
    if (app !== undefined)
      return this.progress(`Removing all telemetry drains from app ${app}`, async () =>
        inTurn(await this.platform.call('telemetry-drain.list-by-app', {app, variant: 'sdk'}), ({id: drain}) => remove(drain)),
      )
    if (space !== undefined)
      return this.progress(`Removing all telemetry drains from space ${space}`, async () =>
        inTurn(await this.platform.call('telemetry-drain.list-by-space', {space, variant: 'sdk'}), ({id: drain}) => remove(drain)),
      )
    throw new UsageFailure('Requires either --app or --space or a TELEMETRY_DRAIN_ID to be provided.\nSee more help with --help')
  }
}

async function inTurn<T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const thing of things) done.push(await work(thing))
  return done
}
