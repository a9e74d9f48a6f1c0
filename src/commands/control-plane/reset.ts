import {Flags} from '@oclif/core'
import {ControlPlaneCommand} from '../../lib/command/control-plane.js'
import type {ControlPlaneStatus} from '../../lib/operations/control.js'

export default class ControlPlaneReset extends ControlPlaneCommand {
  static override description = `go back to the seeded world, to a saved one, or to one of a file
Removes every space, app, add-on, account and setting that was made; with --to goes back to what control-plane:save has saved. With --seed the new world has what a readable file says, and nothing where the file breaks a rule; control-plane:seed --export writes such a file. On a control plane of another machine, and on one that serves another state file than the embedded world, it asks first.`
  static override examples = [
    '<%= config.bin %> control-plane:reset',
    '<%= config.bin %> control-plane:reset --seed world.yml',
    '<%= config.bin %> control-plane:reset --to before-migration',
    '<%= config.bin %> control-plane:reset --deterministic 42',
  ]
  static override flags = {
    confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"}),
    deterministic: Flags.string({description: 'from now on give the same answers to the same requests: ids follow from the seed, the clock stands still, nothing takes time', exclusive: ['to'], helpValue: 'SEED'}),
    seed: Flags.string({description: 'YAML file of teams, spaces, apps and add-ons to make, 1 MiB at most; - for standard input', exclusive: ['to'], helpValue: 'FILE'}),
    to: Flags.string({description: 'saved world to go back to', helpValue: 'NAME'}),
  }

  async run(): Promise<ControlPlaneStatus> {
    const {flags} = await this.parse(ControlPlaneReset)
    const deterministic = flags.deterministic === undefined ? {} : {deterministic: flags.deterministic}
    // A file that cannot be read is told before anybody is asked.
    const seed = flags.seed === undefined ? undefined : await (await import('../../lib/command/seed-file.js')).readSeedFile(flags.seed)
    await this.confirmReplacing(flags.confirm)
    const {to} = flags
    if (to !== undefined) {
      await this.progress(`Loading the world ${to}`, () => this.platform.call('control-plane-snapshot.load', {snapshot: to}))
      return this.platform.call('control-plane.status', {})
    }
    if (!seed) return this.progress('Resetting the world', () => this.platform.call('control-plane.reset', {body: deterministic}))
    return this.progress('Making a new world', () =>
      this.platform.call('control-plane-seed.create', {body: {world: seed.world, ...deterministic}}).catch((error: unknown) => {
        throw seed.explained(error)
      }),
    )
  }
}
