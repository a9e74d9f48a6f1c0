/** How long somebody waits for a turn at most unless said otherwise, in milliseconds. */
const usual = 10_000

/** Lets one at a time work, in the order in which they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** @param tooLate the error for who has waited too long */
  constructor(
    private readonly tooLate: () => Error,
    private readonly patience = usual,
  ) {}

  take<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last
    const deadline = performance.now() + this.patience
    const mine = before.then(() => {
      if (performance.now() > deadline) throw this.tooLate()
      return work()
    })
    this.#last = mine.catch(() => {})
    return mine
  }
}
