import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace, seconds} from '../../lib/command/flags.js'
import {renderSpace, type SpaceWithNat} from '../../lib/command/space-summary.js'
import {defaultTimeout, waitForSpace, waitForSpaceDeletion} from '../../lib/command/space-wait.js'

export default class SpacesWait extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'wait for a space to be created'
  static override examples = ['<%= config.bin %> spaces:wait my-space', '<%= config.bin %> spaces:wait my-space --for deleted --timeout 60']
  static override flags = {
    for: Flags.string({default: 'allocated', description: 'state to wait for', options: ['allocated', 'deleted']}),
    interval: seconds({char: 'i', description: 'seconds to wait between poll intervals (30 on Heroku, less where it costs nothing)'}),
    space: Flags.string({char: 's', description: 'space to get info of'}),
    timeout: seconds({char: 't', default: defaultTimeout, description: 'maximum number of seconds to wait'}),
  }

  async run(): Promise<SpaceWithNat | {name: string; state: 'deleted'}> {
    const {args, flags} = await this.parse(SpacesWait)
    const name = requireSpace(flags, args, 'Error: Missing 1 required arg:\nspace\nSee more help with --help\n')
    const wait = {space: name, target: this.target, expanded: !this.jsonEnabled(), interval: flags.interval, timeout: flags.timeout}
    if (flags.for === 'deleted') {
      await waitForSpaceDeletion(this, this.platform, wait)
      return {name, state: 'deleted'}
    }
    const space = await waitForSpace(this, this.platform, wait)
    this.log(renderSpace(space))
    return space
  }
}
