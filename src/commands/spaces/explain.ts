import {Flags} from '@oclif/core'
import {NotThere, UsageFailure} from '../../lib/client/failures.js'
import {SpacedockCommand} from '../../lib/command/base.js'
import {exitCodes} from '../../lib/command/exit-codes.js'
import {color} from '../../lib/render/color.js'
import {type Destination, explainReach, type Neighbour, type Reach} from '../../lib/rules/reachability.js'
import {isRefusal} from '../../lib/rules/refusal.js'

interface Explanation extends Reach {
  from: string
  to: string
  space: string
}

export default class SpacesExplain extends SpacedockCommand {
  static override description = `tell whether a client reaches an app of a space, and why
Works it out from internal routing, peerings, VPN connections and trusted IP ranges as they are set now; nothing is sent to the app.
Exits with 0 when the app is reached and with 1 when it is not.`
  static override examples = ['<%= config.bin %> spaces:explain --from 203.0.113.7 --to my-app --space my-space']
  static override flags = {
    from: Flags.string({description: 'IP address of the client', required: true}),
    space: Flags.string({char: 's', description: 'space of the app', required: true}),
    to: Flags.string({description: 'app that the client calls', required: true}),
  }

  async run(): Promise<Explanation> {
    const {flags} = await this.parse(SpacesExplain)
    const {from, space, to} = flags
    const reach = explainReach(from, await this.#destination(space, to))
    if (isRefusal(reach)) throw new UsageFailure(reach.message)
    const [verdict, paint] = reach.reachable ? ['reaches', color.success] : ['does not reach', color.failure]
    this.log(`${from} ${paint(verdict)} ${color.app(to)}${reach.via === null ? '' : `, by way of ${ways[reach.via]}`}.`)
    for (const reason of reach.reasons) this.log(`- ${reason}`)
    this.log('This is what the settings say; nothing was sent.')
    if (!reach.reachable) process.exitCode = exitCodes.unexpected
    return {from, to, space, ...reach}
  }

  async #destination(name: string, app: string): Promise<Destination> {
    const {platform} = this
    const space = await platform.call('space.info', {variant: 'fir', space: name})
    const [found, nat, ruleset] = await Promise.all([
      platform.call('app.info', {app}),
      platform.call('space-nat.info', {space: space.id}),
      platform.call('inbound-ruleset.current', {space: space.id}),
    ])
    if (found.space?.id !== space.id) throw new NotThere(`App ${app} is not in the space ${name}.`)
    return {
      app: found.name,
      space: space.name,
      internalRouting: found.internal_routing ?? false,
      cidr: space.cidr,
      dataCidr: space.data_cidr,
      outbound: nat.sources,
      rules: ruleset.rules,
      // A Fir space has no networks beside it.
      neighbours: space.generation === 'fir' ? [] : await this.#neighbours(space.id),
    }
  }

  async #neighbours(space: string): Promise<Neighbour[]> {
    const [peerings, connections] = await Promise.all([this.platform.call('peering.list', {space}), this.platform.call('vpn-connection.list', {space})])
    return [
      ...peerings
        .filter(({type}) => type === 'customer-managed')
        .map(({pcx_id, status, cidr_blocks}) => ({kind: 'peering' as const, name: pcx_id, status, cidrs: cidr_blocks})),
      ...connections.map(({name, status, routable_cidrs}) => ({kind: 'VPN connection' as const, name, status, cidrs: routable_cidrs})),
    ]
  }
}

const ways = {internet: 'the internet', peering: 'the peering', space: 'the network of the space', vpn: 'the VPN connection'} as const
