import type {InboundRuleset} from '../operations/resources.js'

/** Whether the rules are in force; an API that does not say gets no line. */
export function appliedText({applied}: Partial<InboundRuleset>): string | undefined {
  if (applied === undefined) return undefined
  return applied
    ? 'Trusted IP rules are applied to this space.'
    : 'Trusted IP rules are not applied to this space. Update your Trusted IP list to trigger a re-application of the rules.'
}
