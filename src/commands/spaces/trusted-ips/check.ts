import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {exitCodes} from '../../../lib/command/exit-codes.js'
import {parseAddress} from '../../../lib/rules/cidr.js'
import {isRefusal} from '../../../lib/rules/refusal.js'
import {admittingRange, denyingRange} from '../../../lib/rules/trusted-ranges.js'

interface Verdict {
  address: string
  admitted: boolean
  /** The range that decides; null when none admits the address. */
  range: string | null
}

export default class TrustedIpsCheck extends SpacedockCommand {
  static override args = {ip: Args.string({description: 'address of a client', ignoreStdin: true, required: true})}
  static override description = `tell whether an address is admitted by a space's trusted IP ranges, and by which
Exits with 0 when it is and with 1 when it is not.`
  static override examples = ['<%= config.bin %> trusted-ips:check 203.0.113.7 --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space whose ranges decide', required: true})}
  static override hiddenAliases = ['trusted-ips:check']

  async run(): Promise<Verdict> {
    const {args, flags} = await this.parse(TrustedIpsCheck)
    const address = parseAddress(args.ip)
    if (isRefusal(address)) throw new UsageFailure(address.message)
    const {rules} = await this.platform.call('inbound-ruleset.current', {space: flags.space})
    const admitting = admittingRange(rules, args.ip)
    const denying = denyingRange(rules, args.ip)
    this.log(
      admitting
        ? `${args.ip} is admitted by ${admitting.source}.`
        : denying
          ? `${args.ip} is denied by ${denying.source}.`
          : `${args.ip} is not admitted: none of the ${rules.length} trusted IP ranges of ${flags.space} contains it.`,
    )
    if (!admitting) process.exitCode = exitCodes.unexpected
    return {address: args.ip, admitted: admitting !== undefined, range: (admitting ?? denying)?.source ?? null}
  }
}
