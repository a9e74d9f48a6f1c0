import {Flags} from '@oclif/core'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {hiddenSpaceArg, requireSpace} from '../../../lib/command/flags.js'
import {appliedText} from '../../../lib/command/ruleset-text.js'
import type {InboundRuleset} from '../../../lib/operations/resources.js'
import {renderHeader} from '../../../lib/render/header.js'

export default class TrustedIps extends SpacedockCommand {
  static override args = {space: hiddenSpaceArg}
  static override description = `list trusted IP ranges for a space
A new space trusts 0.0.0.0/0, the whole internet. With no range at all, all web traffic to the space is blocked.`
  static override examples = ['<%= config.bin %> trusted-ips --space my-space']
  static override flags = {space: Flags.string({char: 's', description: 'space to get inbound rules from'})}
  static override hiddenAliases = ['trusted-ips']

  async run(): Promise<InboundRuleset> {
    const {args, flags} = await this.parse(TrustedIps)
    const space = requireSpace(flags, args, `Space name required.\nUSAGE: ${this.config.bin} trusted-ips my-space`)
    const ruleset = await this.platform.call('inbound-ruleset.current', {space})
    this.log(
      ruleset.rules.length > 0
        ? renderHeader('Trusted IP Ranges')
        : renderHeader(`${space} has no trusted IP ranges. All inbound web requests to dynos are blocked.`),
    )
    for (const rule of ruleset.rules) this.log(rule.action === 'allow' ? rule.source : `${rule.source} (${rule.action})`)
    const applied = appliedText(ruleset)
    if (applied) this.log(applied)
    return ruleset
  }
}
