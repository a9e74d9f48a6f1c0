import {Args, Flags} from '@oclif/core'
import {isNotFound, UsageFailure} from '../../../lib/client/failures.js'
import {ControlPlaneCommand} from '../../../lib/command/control-plane.js'
import type {NamedWorld} from '../../../lib/operations/worlds.js'

export default class ControlPlaneWorldsDelete extends ControlPlaneCommand {
  static override description = `delete a world of a control plane, or all beside its main one
At once, with everything in it; what is under way in it is refused. Named again, it begins anew. On a control plane of another machine it asks first.`
  static override examples = ['<%= config.bin %> control-plane:worlds:delete ci-1', '<%= config.bin %> control-plane:worlds:delete --all']
  static override args = {name: Args.string({description: 'name of the world', ignoreStdin: true})}
  static override flags = {
    all: Flags.boolean({description: 'delete all worlds beside the main one'}),
    confirm: Flags.string({description: "set to the context's name to bypass confirm prompt"}),
  }

  async run(): Promise<NamedWorld[]> {
    const {args, flags} = await this.parse(ControlPlaneWorldsDelete)
    if ((args.name === undefined) !== Boolean(flags.all)) throw new UsageFailure(flags.all ? 'Name a world or give --all, not both.' : 'Name the world to delete, or give --all.')
    await this.confirmDeleting(args.name === undefined ? 'all worlds beside the main one' : `the world ${args.name}`, flags.confirm)
    if (args.name !== undefined) return [await this.#delete(args.name)]
    const deleted: NamedWorld[] = []
    for (const {name} of await this.platform.call('control-plane-world.list', {})) {
      const gone = await this.#delete(name).catch((error: unknown) => {
        // Somebody else is at it as well.
        if (!isNotFound(error)) throw error
      })
      if (gone) deleted.push(gone)
    }
    if (deleted.length === 0) this.log('There are no worlds beside the main one.')
    return deleted
  }

  #delete(name: string): Promise<NamedWorld> {
    return this.progress(`Deleting the world ${name}`, () => this.platform.call('control-plane-world.delete', {world: name}))
  }
}
