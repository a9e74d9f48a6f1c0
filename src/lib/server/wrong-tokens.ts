import {isIPv6} from 'node:net'

/** Wrong credentials that an address may send within a window before it is told to wait. */
const allowed = 20
/** How long what an address has sent counts, in milliseconds. */
const windowLength = 60_000
/** Addresses remembered at most; past it the one that has been there longest is forgotten. */
const mostAddresses = 10_000

/**
 * Counts wrong credentials by the address they come from, and says for how long one that has sent many is to wait. Right
 * ones are not counted, and nobody is kept from using them.
 */
export class WrongTokens {
  readonly #seen = new Map<string, {count: number; until: number}>()

  /** @param clock milliseconds that only go on */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /**
   * Counts one more.
   *
   * @returns for how many seconds the address is to wait; undefined while it has not sent too many
   */
  count(address: string): number | undefined {
    const now = this.clock()
    const network = networkOf(address)
    let seen = this.#seen.get(network)
    if (!seen || seen.until <= now) {
      this.#seen.delete(network)
      seen = {count: 0, until: now + windowLength}
      if (this.#seen.size >= mostAddresses) this.#forgetOldest()
      this.#seen.set(network, seen)
    }
    seen.count++
    return seen.count > allowed ? Math.ceil((seen.until - now) / 1000) : undefined
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#seen.size
  }

  #forgetOldest() {
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest)
      return
    }
  }
}

/** Whoever has one address of IPv6 has at least the 2^64 of its network. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail === undefined) return groups.slice(0, 4).join(':')
  const end = tail === '' ? [] : tail.split(':')
  return [...groups, ...Array<string>(8 - groups.length - end.length).fill('0'), ...end].slice(0, 4).join(':')
}
