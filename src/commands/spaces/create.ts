import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../lib/command/base.js'
import {createOnce} from '../../lib/client/create-once.js'
import {hiddenSpaceArg, requireSpace, teamFlag} from '../../lib/command/flags.js'
import {renderCreatedSpace, renderSpace} from '../../lib/command/space-summary.js'
import {waitForSpace} from '../../lib/command/space-wait.js'
import type {Space} from '../../lib/operations/resources.js'
import {color} from '../../lib/render/color.js'

export default class SpacesCreate extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = 'create a new space'
  static override examples = [
    '<%= config.bin %> spaces:create --space my-space --team my-team --region oregon',
    '<%= config.bin %> spaces:create my-space --team my-team --cidr 172.16.0.0/16 --data-cidr 172.17.0.0/20 --wait',
  ]
  static override flags = {
    channel: Flags.string({hidden: true}),
    cidr: Flags.string({description: 'RFC-1918 CIDR the space will use'}),
    'data-cidr': Flags.string({description: 'RFC-1918 CIDR used by Heroku Data resources for the space'}),
    features: Flags.string({description: 'a list of features separated by commas', hidden: true}),
    generation: Flags.string({default: 'cedar', description: 'generation for space', options: ['cedar', 'fir']}),
    'kpi-url': Flags.string({description: 'self-managed KPI endpoint to use', hidden: true}),
    'log-drain-url': Flags.string({description: 'direct log drain url', hidden: true}),
    region: Flags.string({description: 'region name'}),
    shield: Flags.boolean({description: 'create a Shield space', hidden: true}),
    space: Flags.string({char: 's', description: 'name of space to create'}),
    team: teamFlag(),
    wait: Flags.boolean({description: 'wait until the space is allocated'}),
  }

  async run(): Promise<Space> {
    const {args, flags} = await this.parse(SpacesCreate)
    const name = requireSpace(flags, args, `Space name required.\nUSAGE: ${this.config.bin} spaces:create --space my-space --team my-team`)
    const team = this.requireTeam(flags.team)
    const space = await this.progress(`Creating space ${color.space(name)} in team ${color.cyan(team)}`, () =>
      createOnce(
        () => this.platform.call('space.create', {variant: 'sdk', body: bodyFrom(name, team, flags)}),
        () => this.platform.call('space.info', {variant: 'sdk', space: name}),
        this.platform.serverTime,
      ),
    )
    const [type, hourly, monthly] = space.shield ? ['Shield', '$4.17', '$3000'] : ['Standard', '$1.39', '$1000']
    this.warn(`${color.warning('Spend Alert.')} Each Heroku ${type} Private Space costs ~${hourly}/hour (max ${monthly}/month), pro-rated to the second.`)
    if (!flags.wait) {
      this.warn(`Use ${color.code(`${this.config.bin} spaces:wait`)} to track allocation.`)
      this.log(renderCreatedSpace(space))
      return space
    }
    const allocated = await waitForSpace(this, this.platform, {space: name, target: this.target, expanded: !this.jsonEnabled()})
    this.log(renderSpace(allocated))
    return allocated
  }
}

type CreateFlags = {[Name in 'channel' | 'cidr' | 'data-cidr' | 'features' | 'kpi-url' | 'log-drain-url' | 'region']: string | undefined} & {
  generation: string
  shield: boolean
}

/** What the official CLI sends, key by key. */
function bodyFrom(name: string, team: string, flags: CreateFlags) {
  const features = (flags.features ?? '').split(',').map((feature) => feature.trim())
  return {
    channel_name: flags.channel,
    cidr: flags.cidr,
    data_cidr: flags['data-cidr'],
    features: features.filter((feature) => feature !== ''),
    generation: flags.generation,
    kpi_url: flags['kpi-url'],
    log_drain_url: flags['log-drain-url'],
    name,
    region: flags.region,
    shield: flags.shield || undefined,
    team,
  }
}
