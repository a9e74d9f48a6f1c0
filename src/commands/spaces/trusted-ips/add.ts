import {Args, Flags} from '@oclif/core'
import {UsageFailure} from '../../../lib/client/failures.js'
import {changeRuleset} from '../../../lib/client/ruleset-change.js'
import {SpacedockCommand} from '../../../lib/command/base.js'
import {requireRanges, told} from '../../../lib/command/ranges.js'
import {appliedText} from '../../../lib/command/ruleset-text.js'
import type {InboundRule, InboundRuleset} from '../../../lib/operations/resources.js'
import {color} from '../../../lib/render/color.js'
import {coveringRange, sameRange} from '../../../lib/rules/trusted-ranges.js'

export default class TrustedIpsAdd extends SpacedockCommand {
  static override args = {source: Args.string({description: 'IP address in CIDR notation', ignoreStdin: true, required: true})}
  static override description = `add ranges to the list of trusted IP ranges
Uses CIDR notation. Several ranges are added at once or not at all.`
  static override examples = [
    '<%= config.bin %> trusted-ips:add --space my-space 192.168.2.0/24',
    '<%= config.bin %> trusted-ips:add --space my-space 1.2.0.0/20 5.6.0.0/20',
  ]
  static override flags = {
    confirm: Flags.string({description: 'set to space name to bypass confirm prompt'}),
    space: Flags.string({char: 's', description: 'space to add rule to', required: true}),
  }
  static override hiddenAliases = ['trusted-ips:add']
  static override strict = false

  async run(): Promise<InboundRuleset> {
    const {argv, flags} = await this.parse(TrustedIpsAdd)
    const {space} = flags
    const notes: string[] = []
    const sources = requireRanges(argv, (note) => notes.push(note))
    const covered = new Map<string, string>()
    const ruleset = await changeRuleset(this.platform, {
      space,
      ...told(this),
      change: (rules) => {
        covered.clear()
        return sources.reduce((before, source) => withRange(before, source, covered), [...rules])
      },
    })
    for (const source of sources) this.log(`Added ${color.name(source)} to trusted IP ranges on ${color.space(space)}`)
    for (const note of notes) this.warn(note)
    for (const [source, by] of covered) this.warn(`${source} lies within ${by}, which is trusted already: as long as that stays, it changes nothing.`)
    const applied = appliedText(ruleset)
    if (applied) this.log(applied)
    return ruleset
  }
}

/** @throws {UsageFailure} for a range that is there, however it is written */
function withRange(rules: InboundRule[], source: string, covered: Map<string, string>): InboundRule[] {
  const same = rules.find((rule) => sameRange(rule.source, source))
  if (same) throw new UsageFailure(`A rule already exists for ${source}${same.source === source ? '' : `: ${same.source}`}.`)
  const by = coveringRange(rules, source)
  if (by) covered.set(source, by.source)
  return [...rules, {action: 'allow', source}]
}
