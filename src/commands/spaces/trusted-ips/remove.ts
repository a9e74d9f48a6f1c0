import {Args, Flags} from '@oclif/core'
import {ConfirmationMissing, NotThere} from '../../../lib/client/failures.js'
import {changeRuleset} from '../../../lib/client/ruleset-change.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {requireRanges, told} from '../../../lib/command/ranges.js'
import {appliedText} from '../../../lib/command/ruleset-text.js'
import type {InboundRule, InboundRuleset} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'
import {sameRange} from '../../../lib/rules/trusted-ranges.js'

export default class TrustedIpsRemove extends SpacedockCommand {
  static override args = {source: Args.string({description: 'IP address in CIDR notation', ignoreStdin: true, required: true})}
  static override description = `remove ranges from the list of trusted IP ranges
Uses CIDR notation. Removing the last range blocks all web traffic to the space, so it asks first.`
  static override examples = [
    '<%= config.bin %> trusted-ips:remove --space my-space 192.168.2.0/24',
    '<%= config.bin %> trusted-ips:remove --space my-space 0.0.0.0/0 --confirm my-space',
  ]
  static override flags = {
    confirm: Flags.string({description: 'set to space name to bypass confirm prompt'}),
    space: Flags.string({char: 's', description: 'space to remove rule from', required: true}),
  }
  static override hiddenAliases = ['trusted-ips:remove']
  static override strict = false

  async run(): Promise<InboundRuleset> {
    const {argv, flags} = await this.parse(TrustedIpsRemove)
    const {space} = flags
    const sources = requireRanges(argv, () => {})
    const present = await this.platform.call('inbound-ruleset.current', {space})
    const blocks = withoutRanges(present.rules, sources).length === 0
    if (blocks)
      await this.confirm(space, flags.confirm, `Destructive Action\nThis removes the last trusted IP range of ${color.space(space)}. All inbound web requests to dynos will be blocked.\n`)
    const ruleset = await changeRuleset(this.platform, {
      space,
      ...told(this),
      change: (rules) => {
        const left = withoutRanges(rules, sources)
        // Somebody else may have removed the others since they were looked at.
        if (left.length === 0 && !blocks && flags.confirm !== space)
          throw new ConfirmationMissing(`This would remove what has meanwhile become the last trusted IP range of ${space}. To proceed, re-run this command with --confirm ${space}`)
        return left
      },
    })
    for (const source of sources) this.log(`Removed ${color.name(source)} from trusted IP ranges on ${color.space(space)}`)
    const applied = appliedText(ruleset)
    if (applied) this.log(applied)
    return ruleset
  }
}

/** @throws {NotThere} for a range that is not there */
function withoutRanges(rules: readonly InboundRule[], sources: readonly string[]): InboundRule[] {
  if (rules.length === 0) throw new NotThere('No IP ranges are configured. Nothing to do.')
  const missing = sources.find((source) => !rules.some((rule) => sameRange(rule.source, source)))
  if (missing) throw new NotThere(`No IP range matching ${missing} was found.`)
  return rules.filter((rule) => !sources.some((source) => sameRange(rule.source, source)))
}
