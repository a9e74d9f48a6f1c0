import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../lib/command/flags.js'
import {appNames, renderTopology} from '../../lib/command/topology.js'
import type {Topology} from '../../lib/operations/processes.js'

export default class SpacesTopology extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'show space topology'
  static override examples = ['<%= config.bin %> spaces:topology my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get topology of'})}

  async run(): Promise<Topology> {
    const {args, flags} = await this.parse(SpacesTopology)
    const space = requireSpace(flags, args, 'Error: Missing 1 required arg:\nspace\nSee more help with --help\n')
    const topology = await this.platform.call('space-topology.topology', {space})
    if (!this.jsonEnabled() && topology.apps.length > 0) this.log(renderTopology(topology, await appNames(this.platform, space, topology)))
    return topology
  }
}
