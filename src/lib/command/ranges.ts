import {UsageFailure} from '../client/failures.js'
import {parseCidr} from '../rules/cidr.js'
import {isRefusal} from '../rules/refusal.js'

/**
 * The ranges somebody typed, as typed.
 *
 * @param warn told of a range whose address is not its network's, which is kept without what is beyond the prefix
 * @throws {UsageFailure} for the first that is no CIDR; nothing has been sent then
 */
export function requireRanges(argv: readonly unknown[], warn: (message: string) => void): string[] {
  const sources = argv.map(String)
  for (const source of sources) {
    const range = parseCidr(source)
    if (isRefusal(range)) throw new UsageFailure(range.message)
    if (range.hostBits) warn(`${source} is kept as ${range.canonical}: what stands beyond the prefix does not count.`)
  }
  return sources
}

/** What a change of trusted ranges is to tell besides its result. */
export const told = (command: {warn(message: string): unknown}) => ({
  /** The service did not keep a condition, so what was done is told for what it is. */
  onRepair: () =>
    void command.warn('This control plane replaced trusted IP ranges that others had changed meanwhile. Their changes are merged back: that is repair, not atomicity.'),
  onUnchecked: (reason: string) => void command.warn(`The change was made. Whether it has overwritten one of somebody else could not be found out: ${reason}`),
})
