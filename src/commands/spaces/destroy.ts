import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../lib/command/flags.js'
import {generationName, natText} from '../../lib/command/space-summary.js'
import type {Space} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class SpacesDestroy extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'destroy a space'
  static override examples = ['<%= config.bin %> spaces:destroy --space my-space --confirm my-space']
  static override flags = {
    confirm: Flags.string({description: 'set to space name to bypass confirm prompt'}),
    space: Flags.string({char: 's', description: 'space to destroy'}),
  }

  async run(): Promise<Space> {
    const {args, flags} = await this.parse(SpacesDestroy)
    const name = requireSpace(flags, args, `Space name required.\nUSAGE: ${this.config.bin} spaces:destroy my-space`)
    const space = await this.platform.call('space.info', {space: name})
    const warning = space.state === 'allocated' ? await this.#natWarning(space) : ''
    // What is confirmed is this space, whatever takes its name meanwhile.
    await this.confirm(name, flags.confirm, `Destructive Action\nThis command will destroy the space ${color.space(name)}\n${warning}\n`)
    return this.progress(`Destroying space ${color.space(name)}`, () => this.platform.call('space.delete', {space: space.id}))
  }

  /** A space can be destroyed also where its addresses cannot be had: then nothing is said of them. */
  async #natWarning(space: Space): Promise<string> {
    const nat = await this.platform.call('space-nat.info', {space: space.name}).catch(() => undefined)
    if (nat?.state !== 'enabled') return ''
    const versions = generationName(space) === 'fir' ? 'IPv4 and IPv6' : 'IPv4'
    return [
      `${color.gray('===')} ${color.label('WARNING: Outbound IPs Will Be Reused')}`,
      color.warning(`⚠️ Deleting this space frees up the following outbound ${versions} IPs for reuse:`),
      color.label(natText(nat)),
      '',
      color.gray('Update the following configurations:'),
      ...['IP allowlists', 'Firewall rules', 'Security group configurations', 'Network ACLs'].map((item) => `${color.gray('=')} ${item}`),
      '',
      color.warning(`Ensure that you remove the listed ${versions} addresses from your security configurations.`),
    ].join('\n')
  }
}
